import {io, Socket} from 'socket.io-client';
import {bearer} from './auth';
import {EventStream} from './event-stream';
import {RawStomp} from './raw-stomp';

const READ = '/api/v1/album?size=1';

/** Everything that one access token has open, at each of several replicas: a request now and then, and three kinds of connections. */
export class SignedIn {
  private constructor(
    private readonly urls: readonly string[],
    private readonly token: string,
    private readonly stomps: readonly RawStomp[],
    private readonly streams: readonly EventStream[],
    private readonly sockets: readonly Socket[],
  ) {}

  /** @param urls of the replicas · @param token an access token */
  static async open(urls: readonly string[], token: string): Promise<SignedIn> {
    const stomps = await Promise.all(urls.map(url => RawStomp.connect(url, [`passcode:${token}`])));
    const streams = await Promise.all(
      urls.map(url => EventStream.open(`${url}/api/v1/eventos`, bearer(token))),
    );
    const sockets = await Promise.all(urls.map(url => openSocket(url, token)));
    const opened = new SignedIn(urls, token, stomps, streams, sockets);
    const statuses = await opened.statuses();
    if (statuses.some(status => status !== 200) || opened.openConnections() !== urls.length * 3) {
      throw new Error(`Not everything opened: ${statuses.join()} and ${opened.openConnections()}`);
    }
    return opened;
  }

  /** What a request is told at each replica. */
  statuses(): Promise<number[]> {
    return Promise.all(
      this.urls.map(async url => (await fetch(url + READ, {headers: bearer(this.token)})).status),
    );
  }

  openConnections(): number {
    return (
      this.stomps.filter(({closed}) => closed === undefined).length +
      this.streams.filter(({ended}) => !ended).length +
      this.sockets.filter(({connected}) => connected).length
    );
  }

  /** Whether nothing of it is let in any more. */
  async isRefused(): Promise<boolean> {
    return this.openConnections() === 0 && (await this.statuses()).every(status => status === 401);
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    for (const stream of this.streams) stream.close();
    await Promise.all(this.stomps.map(stomp => stomp.close()));
  }
}

async function openSocket(url: string, token: string): Promise<Socket> {
  const options = {auth: {token}, forceNew: true, reconnection: false, transports: ['websocket']};
  const socket = io(`${url}/notificacoes`, options);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  return socket;
}
