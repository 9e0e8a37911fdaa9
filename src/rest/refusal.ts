import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {problemBody} from '../problems/bodies';
import {problems} from '../problems/catalogue';
import type {ClientAddress} from './client-address';
import type {CorsPolicy} from './cors';
import {endAnswer, isWhole} from './http-limits';
import {languageFields} from './language';
import {escapeSurrogates} from './representation';
import {commonFields, type ProblemForm, problemFormOf} from './writer';

const OVERLOADED = problems.overloaded();

/** What a prepared body has where requests differ. */
const PATH = '<path>';
const REQUEST_ID = '<requestId>';
const TIME = '1970-01-01T00:00:00.000';
const PLACE = new RegExp(`(${[PATH, REQUEST_ID, TIME].join('|')})`);

interface Prepared {
  /** Name, value, name, value. */
  readonly fields: readonly string[];
  /** Of the body: text and places in turn, text first. */
  readonly parts: readonly string[];
}

/**
 * Tells a client that there is too much to do, as `writeProblem` would, for as little work as it can be: while there is too
 * much to do, a process does this most of all. Fields that are set one by one live in tables that the collector has to move,
 * which costs as much as all the rest; so the head is written at once.
 */
export class Refusal {
  private readonly prepared = new Map<string, Prepared>();

  constructor(
    private readonly cors: CorsPolicy,
    private readonly addresses: ClientAddress,
  ) {}

  /** Answers a request that nobody has looked at. */
  write(request: IncomingMessage, response: ServerResponse): void {
    const requestId = randomUUID();
    const {fields, parts} = this.preparedFor(problemFormOf(request));
    const text = fill(parts, request.url?.split('?', 1)[0] ?? '', requestId);
    const isSecure = this.addresses.isSecure(request);
    const head = commonFields({requestId, isSecure}, this.cors.fieldsFor(request));
    head.push(...fields, 'Content-Length', String(Buffer.byteLength(text)));
    if (!isWhole(request)) head.push('Connection', 'close');
    response.writeHead(OVERLOADED.status, head);
    endAnswer(request, response, text);
  }

  private preparedFor(form: ProblemForm): Prepared {
    const key = `${form.accepted} ${form.namesJson} ${form.language}`;
    const known = this.prepared.get(key);
    if (known) return known;
    const context = {...form, path: PATH, requestId: REQUEST_ID, now: new Date(`${TIME}Z`)};
    const {contentType = '', body} = problemBody(OVERLOADED, context);
    const retry = Object.entries(OVERLOADED.headers).flat(2);
    const fields = [...retry, 'Content-Type', contentType, ...languageFields(form.language).flat()];
    const prepared = {fields, parts: escapeSurrogates(body).split(PLACE)};
    this.prepared.set(key, prepared);
    return prepared;
  }
}

/** @param path ASCII alone, since the parser takes no other: it needs no escapes but those of JSON */
function fill(parts: readonly string[], path: string, requestId: string): string {
  const values: Readonly<Record<string, string>> = {
    [PATH]: JSON.stringify(path).slice(1, -1),
    [REQUEST_ID]: requestId,
    [TIME]: new Date().toISOString().slice(0, -1),
  };
  let text = '';
  for (let i = 0; i < parts.length; i++) text += i % 2 ? values[parts[i]!]! : parts[i]!;
  return text;
}
