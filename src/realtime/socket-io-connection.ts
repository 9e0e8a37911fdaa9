import type {Namespace, Socket} from 'socket.io';
import type {BroadcastEvent} from './broadcast-event';
import {Connection, Wire} from './connection';
import type {Credential, Credentials} from './credential';
import type {Hub} from './hub';
import type {MetricsFeed} from './metrics-feed';
import {RESYNC} from './resync';
import type {Follower} from './types';

/** Room of those who are up to date. */
export const LIVE = 'ao-vivo';

type Emit = (name: string, ...values: unknown[]) => void;

function emitEvent(emit: Emit, event: BroadcastEvent): void {
  if (event.isOn('novo-album')) emit('novo-album', JSON.parse(event.body('novo-album')), event.id);
  emit('evento', JSON.parse(event.body('eventos')), event.id);
}

/** Tells everybody in the room of what is new: one packet for all of them. */
export function toEverybody(namespace: Namespace): Follower {
  const emit: Emit = (name, ...values) => void namespace.to(LIVE).emit(name, ...values);
  return {
    deliver: event => emitEvent(emit, event),
    resync: latest => emit('resync', RESYNC, latest?.id),
    ready: () => Promise.resolve(),
  };
}

/** One client: its replay, and then its place in the room. */
export class SocketIoConnection extends Connection implements Follower {
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly socket: Socket,
    private readonly credentials: Credentials,
    private readonly credential: Credential | undefined,
  ) {
    super(new SocketIoWire(socket));
  }

  begin(hub: Hub, after: string | undefined, metrics: MetricsFeed | undefined): void {
    // In memory a room is joined at once.
    const join = (): void => void this.socket.join(LIVE);
    this.ends.push(hub.follow(this, {after, join}));
    if (metrics) this.ends.push(metrics.follow(text => void this.socket.emit('metricas', JSON.parse(text))));
  }

  deliver(event: BroadcastEvent): void {
    emitEvent((name, ...values) => void this.socket.emit(name, ...values), event);
  }

  resync(latest: BroadcastEvent | undefined): void {
    this.socket.emit('resync', RESYNC, latest?.id);
  }

  protected onTick(): void {
    if (this.credential) void this.recheck(this.credential);
  }

  protected onClosed(): void {
    for (const end of this.ends) end();
  }

  private async recheck(credential: Credential): Promise<void> {
    if (await this.credentials.holds(credential)) return;
    this.socket.emit('erro', 'O token de acesso expirou ou foi encerrado');
    this.close(0, '');
  }
}

/** A member of the library's connection that its types do not show. */
interface Buffered {
  readonly writeBuffer: readonly {readonly data?: string | Buffer}[];
}

/** The library writes by itself; here is what it has not written yet. */
class SocketIoWire implements Wire {
  private drains = 0;

  constructor(private readonly socket: Socket) {
    socket.conn.on('drain', () => this.drains++);
  }

  get waitingBytes(): number {
    const {writeBuffer} = this.socket.conn as unknown as Buffered;
    return writeBuffer.reduce((sum, {data}) => sum + (data?.length ?? 0), 0);
  }

  get progress(): number {
    return this.drains;
  }

  send(): void {
    throw new Error('Socket.IO has packets of its own');
  }

  /** There is no code: a client comes back by itself. */
  close(): void {
    this.socket.conn.close();
  }

  terminate(): void {
    this.socket.conn.close(true);
  }

  isAlive(): boolean {
    return true;
  }
}
