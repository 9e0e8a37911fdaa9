import {BindingScope, inject, injectable, lifeCycleObserver, LifeCycleObserver} from '@loopback/core';
import type {Logger} from 'pino';
import {DatasourceKeys} from '../datasources/keys';
import type {Signals} from '../datasources/signals';
import {ObservabilityKeys} from '../observability/keys';
import {Signal} from '../outbox/types';
import type {EventoRepository} from '../repositories/evento.repository';
import {BroadcastEvent} from './broadcast-event';
import {EventRing} from './event-ring';
import {RING_EVENTS} from './limits';
import {Replay} from './replay';
import type {Follower} from './types';

/** A signal that got lost delays events by this much. */
const POLL_MS = 1_000;
/** Events that are told at a stretch: as much as may wait for a client holds several. */
const PAGE = 100;

export interface FollowOptions {
  /** Id of the last event that the follower has heard of; absent: it wants what is new. */
  readonly after?: string;
  /** Makes the follower hear of what is new. Default: the hub itself tells it. */
  readonly join?: () => void;
}

/** All events, once for the whole process, for any number of followers on any transport. */
@injectable({scope: BindingScope.SINGLETON})
@lifeCycleObserver('realtime')
export class Hub implements LifeCycleObserver {
  private readonly ring = new EventRing();
  /** Followers that are up to date. */
  private readonly live = new Set<Follower>();
  /** Number of the last event that was told. Undefined until the database was there for the first time. */
  private last?: number;
  private reading?: Promise<void>;
  private isBehind = false;
  private hasFailed = false;
  private timer?: NodeJS.Timeout;

  constructor(
    @inject('repositories.EventoRepository') private readonly eventos: EventoRepository,
    @inject(DatasourceKeys.SIGNALS) private readonly signals: Signals,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  async start(): Promise<void> {
    this.signals.listen(Signal.NUMBERED, () => void this.advance());
    this.timer = setInterval(() => void this.advance(), POLL_MS);
    await this.advance();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.live.clear();
    await this.reading;
  }

  /**
   * Tells of events from now on, or from the one behind `after`, the id of the last event that was heard of.
   * @returns ends it
   */
  follow(
    follower: Follower,
    {after, join = () => void this.live.add(follower)}: FollowOptions = {},
  ): () => void {
    if (after === undefined) {
      join();
      return () => void this.live.delete(follower);
    }
    const replay = new Replay(follower, {
      eventos: this.eventos,
      ring: this.ring,
      advance: () => this.advance(),
      last: () => this.last,
      join,
    });
    void replay.run(after);
    return () => {
      replay.stop();
      this.live.delete(follower);
    };
  }

  /** Reads what is new, and tells it. Without a database it does nothing; the next call is not far. */
  advance(): Promise<void> {
    this.isBehind = true;
    return (this.reading ??= this.read().finally(() => (this.reading = undefined)));
  }

  private async read(): Promise<void> {
    try {
      if (this.last === undefined) await this.begin();
      while (this.isBehind) {
        this.isBehind = false;
        for (let isFull = true; isFull;) {
          const page = await this.eventos.listAfter(this.last!, PAGE);
          this.tell(page.map(evento => new BroadcastEvent(evento)));
          isFull = page.length === PAGE;
        }
      }
      this.hasFailed = false;
    } catch (error) {
      if (!this.hasFailed) this.logger.warn({err: error, part: 'realtime'}, 'events cannot be read');
      this.hasFailed = true;
    }
  }

  /** The latest events are at hand for clients that come back to a process that has just started. */
  private async begin(): Promise<void> {
    const last = await this.eventos.latest();
    for (const evento of await this.eventos.listAfter(Math.max(0, last - RING_EVENTS), RING_EVENTS)) {
      if (evento.sequencia <= last) this.ring.push(new BroadcastEvent(evento));
    }
    this.last = last;
  }

  private tell(events: readonly BroadcastEvent[]): void {
    const [first] = events;
    if (!first) return;
    // The database was away for so long that events between were pruned.
    const hasGap = first.sequencia !== this.last! + 1;
    if (hasGap) this.ring.clear();
    for (const event of events) this.ring.push(event);
    this.last = events.at(-1)!.sequencia;
    for (const follower of [...this.live]) {
      if (hasGap) follower.resync(this.ring.latest);
      else for (const event of events) follower.deliver(event);
    }
  }
}
