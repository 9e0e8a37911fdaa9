import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {problems} from '../problems/catalogue';
import type {Idempotencia, IdempotenciaRepository} from '../repositories/idempotencia.repository';
import type {Transactions} from '../repositories/transactions.repository';
import type {KeptAnswer, KeyedRequest} from './types';

/**
 * Does what a request with a key asks for once, however often it comes. Its answer is written in the transaction of the
 * work: a crash leaves both or neither. Refusals are not kept, so what was wrong can be mended under the same key.
 */
@injectable({scope: BindingScope.SINGLETON})
export class Idempotency {
  constructor(
    @inject('repositories.IdempotenciaRepository') private readonly answers: IdempotenciaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
  ) {}

  /**
   * @param work is done in the transaction whose options it gets, unless it was done before
   * @returns its answer, and whether that is an earlier one
   * @throws idempotency_key_in_use, idempotency_key_reused
   */
  run(
    request: KeyedRequest,
    work: (options: Options) => Promise<KeptAnswer>,
  ): Promise<{answer: KeptAnswer; isEarlier: boolean}> {
    return this.transactions.run(async options => {
      const earlier = sameAs(request, await this.answers.claim(request, options));
      if (earlier) return {answer: earlier, isEarlier: true};
      const answer = await work(options);
      await this.record(request, answer, options);
      return {answer, isEarlier: false};
    });
  }

  /** What was answered before. @throws idempotency_key_reused */
  async find(request: KeyedRequest): Promise<KeptAnswer | undefined> {
    return sameAs(request, await this.answers.find(request));
  }

  /**
   * Keeps an answer with work that took too long for one transaction.
   * @param options of the transaction in which it takes effect
   * @throws idempotency_key_in_use when another request was first: nothing takes effect then
   */
  record({impressao, ...key}: KeyedRequest, answer: KeptAnswer, options: Options): Promise<void> {
    return this.answers.record(key, {impressao, ...answer}, options);
  }

  /** Forgets what is older than a day. @returns how many answers */
  async sweep(signal?: AbortSignal): Promise<number> {
    for (let total = 0; ;) {
      signal?.throwIfAborted();
      const {count, isDone} = await this.answers.sweep();
      total += count;
      if (isDone) return total;
    }
  }
}

function sameAs({impressao}: KeyedRequest, earlier: Idempotencia | undefined): KeptAnswer | undefined {
  if (earlier && !earlier.impressao.equals(impressao)) throw problems.idempotencyKeyReused();
  return earlier;
}
