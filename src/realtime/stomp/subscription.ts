import {randomUUID} from 'node:crypto';
import type {BroadcastEvent} from '../broadcast-event';
import type {Connection} from '../connection';
import {Frame} from '../frame';
import {RESYNC_BODY} from '../resync';
import type {Follower} from '../types';
import {Address, eventFrame, messageText} from './frames';
import type {StompContext} from './session';

/** Whoever a subscription writes to. */
export interface FrameWriter extends Pick<Connection, 'ready'> {
  write(frame: Frame): void;
}

/** One SUBSCRIBE of a client, until its UNSUBSCRIBE. */
export class Subscription implements Follower {
  private unfollow?: () => void;
  private isStopped = false;

  /** @param address absent: nobody publishes there */
  constructor(
    private readonly session: FrameWriter,
    private readonly address: Address | undefined,
    private readonly context: Pick<StompContext, 'hub' | 'metrics'>,
  ) {}

  /** @param lastEventId of the last event that the client has heard of */
  start(lastEventId: string | undefined): void {
    if (!this.address) return;
    this.unfollow =
      this.address.topic === 'metricas'
        ? this.context.metrics.follow(text => this.write(randomUUID(), text))
        : this.context.hub.follow(this, {after: lastEventId});
  }

  stop(): void {
    this.isStopped = true;
    this.unfollow?.();
  }

  deliver(event: BroadcastEvent): void {
    const address = this.address!;
    if (this.isStopped || address.topic === 'metricas' || !event.isOn(address.topic)) return;
    this.session.write(eventFrame(event, address));
  }

  resync(latest: BroadcastEvent | undefined): void {
    this.write(randomUUID(), RESYNC_BODY, latest && {id: latest.id});
  }

  ready(): Promise<void> {
    return this.session.ready();
  }

  private write(key: string, body: string, headers?: {id: string}): void {
    if (!this.isStopped) this.session.write(new Frame(messageText(this.address!, key, body, headers)));
  }
}
