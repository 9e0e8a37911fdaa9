import pLimit from 'p-limit';
import {setTimeout as delay} from 'node:timers/promises';
import type {EventoRepository} from '../repositories/evento.repository';
import {BroadcastEvent} from './broadcast-event';
import type {EventRing} from './event-ring';
import {MAX_REPLAYS, REPLAY_PAGE} from './limits';
import type {Follower} from './types';

const RETRY_MS = 1_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** A crowd that comes back reads the database in turn. */
const limit = pLimit(MAX_REPLAYS);

/** What a replay needs of the hub. */
export interface ReplaySource {
  readonly eventos: EventoRepository;
  readonly ring: EventRing;
  /** Has the hub read what is new. */
  advance(): Promise<void>;
  /** Number of the last event that the hub has told. */
  last(): number | undefined;
  /** Makes the follower hear of everything behind `last`. */
  join(): void;
}

/** Brings one follower up to date, and then lets it join the others: nothing in between is missed or told twice. */
export class Replay {
  private isStopped = false;

  constructor(
    private readonly follower: Follower,
    private readonly source: ReplaySource,
  ) {}

  stop(): void {
    this.isStopped = true;
  }

  /** @param after id of the last event that it has heard of */
  async run(after: string): Promise<void> {
    let position = await this.untilRead(() => this.find(after));
    while (!this.isStopped) {
      const last = this.source.last();
      if (last !== undefined && (position === undefined || position === last)) {
        // From here on nobody else runs until it has joined.
        if (position === undefined) this.follower.resync(this.source.ring.latest);
        this.source.join();
        return;
      }
      if (last === undefined || position! > last) {
        // Another process has told it more than we have read.
        await this.source.advance();
        if (this.source.last() === last) await delay(RETRY_MS);
        continue;
      }
      position = await this.next(position!);
      await this.follower.ready();
    }
  }

  /** Tells a page. @returns its last number; undefined: what comes next is no longer kept */
  private async next(position: number): Promise<number | undefined> {
    const page =
      this.source.ring.after(position, REPLAY_PAGE) ?? (await this.untilRead(() => this.read(position)));
    if (this.isStopped) return position;
    if (page?.[0]?.sequencia !== position + 1) return undefined;
    for (const event of page) this.follower.deliver(event);
    return page.at(-1)!.sequencia;
  }

  private async read(position: number): Promise<readonly BroadcastEvent[]> {
    const page = await limit(() => this.source.eventos.listAfter(position, REPLAY_PAGE));
    // What the hub has not told yet comes with the others.
    const last = this.source.last()!;
    return page.filter(({sequencia}) => sequencia <= last).map(evento => new BroadcastEvent(evento));
  }

  private async find(id: string): Promise<number | undefined> {
    const present = this.source.ring.find(id);
    if (present) return present.sequencia;
    return UUID.test(id) ? limit(() => this.source.eventos.findSequencia(id)) : undefined;
  }

  /** A client that waits for the database waits for its events. */
  private async untilRead<T>(read: () => Promise<T>): Promise<T | undefined> {
    while (!this.isStopped) {
      try {
        return await read();
      } catch {
        await delay(RETRY_MS);
      }
    }
    return undefined;
  }
}
