import type {IncomingMessage} from 'node:http';
import {problems} from '../problems/catalogue';

/** A client that sends nothing for so long is not waited for any more. */
const IDLE_MS = 20_000;
const CSV = /^text\/csv\s*(;|$)/i;
const OTHER_CHARSET = /;\s*charset\s*=\s*(?!"?utf-8"?\s*(;|$))/i;

/** @throws media_type_unsupported */
export function requireCsv({headers}: IncomingMessage): void {
  const type = headers['content-type'] ?? '';
  if (headers['content-encoding'] !== undefined || !CSV.test(type) || OTHER_CHARSET.test(type))
    throw problems.mediaTypeUnsupported('csv');
}

/** The body of a request as it comes, kept nowhere. */
export class TextBody {
  constructor(private readonly request: IncomingMessage) {}

  /** Can be read once. @throws file_too_large, body_timeout, upload_malformed */
  async *bytes(limitBytes: number): AsyncGenerator<Buffer> {
    // What is left unread is for whoever ends the answer: to destroy it would lose that.
    const chunks = this.request.iterator({destroyOnReturn: false});
    let count = 0;
    for (;;) {
      const next = await inTime(chunks.next() as Promise<IteratorResult<Buffer, undefined>>);
      if (next.done) return;
      count += next.value.length;
      if (count > limitBytes) throw problems.fileTooLarge(limitBytes);
      yield next.value;
    }
  }
}

async function inTime<T>(next: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problems.bodyTimeout()), IDLE_MS);
  });
  const read = next.catch((cause: unknown) => {
    throw problems.uploadMalformed('O corpo não chegou inteiro', {cause});
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}
