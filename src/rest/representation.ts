import {hash} from 'node:crypto';
import {Reply} from './reply';
import type {Precondition} from './types';

/** Half of a pair of UTF-16 units; the replaced service wrote letters above U+FFFF as two escapes. */
const SURROGATE = /[\ud800-\udfff]/g;
const BEYOND_LATIN_1 = /[^\0-\xff]/;
/** One entity tag of a list, RFC 9110 8.8.3; a weak one has its mark. */
const ENTITY_TAG = /(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/** JSON as clients have seen it: letters above U+FFFF as escapes, all others as they are. */
export function toJson(value: unknown): string {
  return escapeSurrogates(JSON.stringify(value));
}

export function escapeSurrogates(json: string): string {
  return json.replace(SURROGATE, unit => `\\u${unit.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Strong validator of a representation: the same for the same bytes alone. */
export function etagOf(content: string | Buffer): string {
  return `"${hash('sha1', content, 'base64url')}"`;
}

/** JSON as it is sent: a text, since Node writes that together with the head, and bytes after it. */
export class JsonText {
  /** In bytes. */
  readonly length: number;
  private tag?: string;

  constructor(readonly text: string) {
    this.length = Buffer.byteLength(text);
  }

  get etag(): string {
    return (this.tag ??= etagOf(this.text));
  }

  /** What it takes to keep it: V8 gives each letter a byte, unless there is one that needs two. */
  get memoryBytes(): number {
    return this.text.length * (BEYOND_LATIN_1.test(this.text) ? 2 : 1);
  }
}

/** What a controller returned, as it is sent. */
export function toSent(result: unknown): Reply<JsonText> {
  const {body, status, headers} = result instanceof Reply ? (result as Reply<unknown>) : new Reply(result);
  return new Reply(new JsonText(toJson(body)), {status, headers});
}

/** Whether the list of `If-None-Match` names it, which compares weakly. */
export function namesWeakly(list: string, etag: string): boolean {
  return list.trim() === '*' || [...list.matchAll(ENTITY_TAG)].some(([, , tag]) => tag === etag);
}

/** @param ifMatch the field, whose tags compare strongly: a weak one is nobody's @returns undefined: any version will do */
export function toPrecondition(ifMatch: string | undefined): Precondition | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const tags = new Set([...ifMatch.matchAll(ENTITY_TAG)].filter(([, weak]) => !weak).map(([tag]) => tag));
  return {accepts: representation => tags.has(etagOf(toJson(representation)))};
}
