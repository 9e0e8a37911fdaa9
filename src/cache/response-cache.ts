import {BindingScope, inject, injectable} from '@loopback/core';
import {LRUCache} from 'lru-cache';
import {Counter, Gauge, Registry} from 'prom-client';
import {ObservabilityKeys} from '../observability/keys';
import type {VersaoRepository} from '../repositories/versao.repository';
import type {Reply} from '../rest/reply';
import type {JsonText} from '../rest/representation';
import {CacheKeys} from './keys';
import {type Question, TableVersions} from './table-versions';

/** Of an entry, beside its body: key, header fields, what the containers need. */
const OVERHEAD_BYTES = 1_024;
/** One answer takes no more than this part of the room. */
const LARGEST_PART = 1 / 32;

interface Entry {
  readonly answer: Reply<JsonText>;
  /** Of its tables, when it was begun: what is in it is of then or later. */
  readonly versions: readonly number[];
}

/**
 * Answers as they were sent, each for as long as the tables that it was made of have the same versions. Those are read from
 * the database for each request, by one small statement for all who ask at the time; so an answer is never older than the
 * request for it, at whichever replica a change was made, and nobody has to be told of changes.
 */
@injectable({scope: BindingScope.SINGLETON})
export class ResponseCache {
  private readonly versions: TableVersions;
  private readonly entries?: LRUCache<string, Entry>;
  private readonly asked = {hit: 0, miss: 0, outdated: 0};

  constructor(
    @inject(CacheKeys.MAX_BYTES) maxBytes: number,
    @inject('repositories.VersaoRepository') private readonly versoes: VersaoRepository,
    @inject(ObservabilityKeys.REGISTRY) registry: Registry,
  ) {
    this.versions = new TableVersions(() => versoes.read());
    const registers = [registry];
    countResults(this.asked, registers, {
      name: 'artistas_response_cache_requests_total',
      help: 'Reads that asked for a kept answer: hit, miss, or outdated where the one that was kept is no longer right',
    });
    if (versoes.replicaReads)
      countResults(versoes.replicaReads, registers, {
        name: 'artistas_replica_reads_total',
        help: 'Reads that the replica might answer: replica, or behind or away where the database answered them itself',
      });
    if (maxBytes === 0) return;
    const entries = new LRUCache<string, Entry>({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes * LARGEST_PART),
      sizeCalculation: ({answer}, key) => OVERHEAD_BYTES + key.length * 2 + answer.body.memoryBytes,
    });
    this.entries = entries;
    const size: Gauge = new Gauge({
      name: 'artistas_response_cache_bytes',
      help: 'Bytes of the answers that are kept',
      registers,
      collect: () => size.set(entries.calculatedSize),
    });
  }

  /**
   * Asks for the versions of tables, on which it depends whether an answer is still right. From when the question has been sent the
   * database works on it, while others look at the request.
   * @returns undefined where nothing is kept, and nobody has to know
   */
  ask(): Question | undefined {
    return this.entries || this.versoes.replicaReads ? this.versions.ask() : undefined;
  }

  /**
   * The answer that is kept under a key, or else the one that is made now, and kept.
   * @param question that was asked when the request had come
   * @param tables that the answer is made of
   * @throws database_unavailable: then nobody knows what is right; and what `make` throws
   */
  async get(
    question: Question | undefined,
    {key, tables}: {readonly key: string; readonly tables: readonly string[]},
    make: () => Promise<Reply<JsonText>>,
  ): Promise<Reply<JsonText>> {
    if (!question) return make();
    const current = await question.answer;
    const versionOf = (table: string): number => current.get(table)?.number ?? 0;
    const known = this.entries?.get(key);
    if (known && tables.every((table, i) => known.versions[i] === versionOf(table))) {
      this.asked.hit++;
      return known.answer;
    }
    this.asked[known ? 'outdated' : 'miss']++;
    const answer = await this.versoes.notBefore(current, tables, make);
    this.entries?.set(key, {answer, versions: tables.map(versionOf)});
    return answer;
  }
}

/** Shows counts by result as they are when somebody looks, so that to count is no more than to add one. */
function countResults(
  counts: Readonly<Record<string, number>>,
  registers: Registry[],
  metric: {readonly name: string; readonly help: string},
): void {
  const counter: Counter = new Counter({
    ...metric,
    labelNames: ['result'],
    registers,
    collect: () => {
      counter.reset();
      for (const [result, count] of Object.entries(counts)) counter.inc({result}, count);
    },
  });
}
