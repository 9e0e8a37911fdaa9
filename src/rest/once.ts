import type {Options} from '@loopback/repository';
import {hash} from 'node:crypto';
import {IncomingMessage} from 'node:http';
import type {Idempotency} from '../idempotency/idempotency';
import type {KeptAnswer, KeyedRequest} from '../idempotency/types';
import {problems} from '../problems/catalogue';
import {Reply} from './reply';
import {toJson} from './representation';
import type {Once} from './types';

/** Printable ASCII; a client may quote it, as the draft has it. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The key of a request. @throws idempotency_key_invalid
 * @see https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export function idempotencyKeyOf({headers}: IncomingMessage): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !KEY.test(key)) throw problems.idempotencyKeyInvalid();
  return key;
}

/** SHA-256 of what a request asks for: its method, its path and the arguments that its operation got. */
export function fingerprintOf(method: string, path: string, args: readonly unknown[]): Buffer {
  return hash('sha256', JSON.stringify([method, path, args]), 'buffer');
}

/** For requests without a key: the work is done, and nothing is kept. */
export const AS_OFTEN_AS_ASKED: Once = {
  run: work => work(undefined),
  find: () => Promise.resolve(undefined),
  record: () => Promise.resolve(),
};

/** For the request with that key. */
export class OncePerKey implements Once {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly request: KeyedRequest,
  ) {}

  async run<T>(work: (options: Options | undefined) => Promise<Reply<T>>): Promise<Reply<T>> {
    let reply: Reply<T> | undefined;
    const {answer} = await this.idempotency.run(this.request, async options => {
      reply = await work(options);
      return toAnswer(reply);
    });
    return reply ?? toReply(answer);
  }

  async find<T>(): Promise<Reply<T> | undefined> {
    const answer = await this.idempotency.find(this.request);
    return answer && toReply(answer);
  }

  record(reply: Reply<unknown>, options: Options): Promise<void> {
    return this.idempotency.record(this.request, toAnswer(reply), options);
  }
}

function toAnswer({status, headers, body}: Reply<unknown>): KeptAnswer {
  return {status, cabecalhos: headers as Record<string, string>, corpo: toJson(body)};
}

/** Byte for byte what was answered before, and marked as such. */
function toReply<T>({status, cabecalhos, corpo}: KeptAnswer): Reply<T> {
  const headers = {...cabecalhos, 'Idempotency-Replayed': 'true'};
  return new Reply(Buffer.from(corpo), {status, headers}) as Reply<unknown> as Reply<T>;
}
