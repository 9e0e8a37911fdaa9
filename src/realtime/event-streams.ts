import {BindingScope, inject, injectable} from '@loopback/core';
import type {ServerResponse} from 'node:http';
import type {BroadcastEvent} from './broadcast-event';
import {Connection, Wire} from './connection';
import type {Connections} from './connections';
import type {Credential, Credentials} from './credential';
import {Frame} from './frame';
import type {Hub} from './hub';
import {RealtimeKeys} from './keys';
import {HEART_BEAT_MS} from './limits';
import type {MetricsFeed} from './metrics-feed';
import {RESYNC_BODY} from './resync';
import type {Follower} from './types';

/** How long a browser waits before it comes back; a part of it is chance. */
const RETRY_MS = 1_000;
const RETRY_CHANCE_MS = 2_000;
const COMMENT = new Frame(':\n\n');

export interface StreamOptions {
  /** Id of the last event that the client has heard of. */
  readonly lastEventId?: string;
  /** Whether figures of the process are sent, too. */
  readonly metrics: boolean;
  /** Of the user; absent: a stranger, where they may listen. */
  readonly name?: string;
  /** The token that the user showed; absent: a password, which does not expire. */
  readonly token?: string;
}

/** Server-sent events: everything, as CloudEvents. */
@injectable({scope: BindingScope.SINGLETON})
export class EventStreams {
  constructor(
    @inject(RealtimeKeys.HUB) private readonly hub: Hub,
    @inject(RealtimeKeys.METRICS) private readonly metrics: MetricsFeed,
    @inject(RealtimeKeys.CREDENTIALS) private readonly credentials: Credentials,
    @inject(RealtimeKeys.CONNECTIONS) private readonly connections: Connections,
  ) {}

  /** Whether there is room for one more. */
  get areOpen(): boolean {
    return this.connections.areOpen;
  }

  /** Takes over the answer, which goes on for as long as both sides like. */
  async open(response: ServerResponse, {lastEventId, metrics, name, token}: StreamOptions): Promise<void> {
    const shown = token === undefined ? undefined : await this.credentials.read(token);
    const credential = shown ?? (name === undefined ? undefined : await this.credentials.ofPassword(name));
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // Proxies that gather answers would keep events back.
      'X-Accel-Buffering': 'no',
    });
    // Who asks for the head alone has it.
    if (response.req.method === 'HEAD') return void response.end();
    const stream = new EventStream(new ResponseWire(response), this.credentials, credential);
    this.connections.add(stream);
    response.on('close', () => this.connections.remove(stream));
    stream.begin(this.hub, lastEventId, metrics ? this.metrics : undefined);
  }
}

class EventStream extends Connection implements Follower {
  private sentAt = performance.now();
  private readonly ends: (() => void)[] = [];

  constructor(
    wire: Wire,
    private readonly credentials: Credentials,
    private readonly credential: Credential | undefined,
  ) {
    super(wire);
  }

  begin(hub: Hub, lastEventId: string | undefined, metrics: MetricsFeed | undefined): void {
    this.write(new Frame(`retry: ${RETRY_MS + Math.round(Math.random() * RETRY_CHANCE_MS)}\n\n`));
    this.ends.push(hub.follow(this, {after: lastEventId}));
    if (metrics)
      this.ends.push(metrics.follow(text => this.write(new Frame(`event: metricas\ndata: ${text}\n\n`))));
  }

  deliver(event: BroadcastEvent): void {
    this.write(event.frame('sse', () => `id: ${event.id}\ndata: ${event.body('eventos')}\n\n`));
  }

  resync(latest: BroadcastEvent | undefined): void {
    const id = latest ? `id: ${latest.id}\n` : '';
    this.write(new Frame(`${id}event: resync\ndata: ${RESYNC_BODY}\n\n`));
  }

  protected override write(frame: Frame): void {
    this.sentAt = performance.now();
    super.write(frame);
  }

  protected onTick(now: number): void {
    if (now - this.sentAt > HEART_BEAT_MS) this.write(COMMENT);
    void this.recheck();
  }

  protected onClosed(): void {
    for (const end of this.ends) end();
  }

  private async recheck(): Promise<void> {
    if (this.credential && !(await this.credentials.holds(this.credential))) this.close(0, '');
  }
}

class ResponseWire implements Wire {
  constructor(private readonly response: ServerResponse) {}

  get waitingBytes(): number {
    return this.response.writableLength;
  }

  get progress(): number {
    const {socket} = this.response;
    return socket ? socket.bytesWritten - socket.writableLength : 0;
  }

  send({bytes}: Frame): void {
    this.response.write(bytes);
  }

  /** There is no code: a browser comes back by itself. */
  close(): void {
    this.response.end();
  }

  terminate(): void {
    this.response.destroy();
  }

  isAlive(): boolean {
    return true;
  }
}
