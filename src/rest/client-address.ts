import {IncomingMessage} from 'node:http';
import {isIPv6, SocketAddress} from 'node:net';
import proxyAddr from 'proxy-addr';
import {StartupError} from '../config/startup-error';

const IPV4_MAPPED = '::ffff:';

/** Whose request it is, when proxies that we trust stand between. */
export class ClientAddress {
  private readonly trusts: (address: string, hop: number) => boolean;

  /** @throws StartupError when an entry is neither an address nor a network */
  constructor(trustedProxies: readonly string[]) {
    try {
      this.trusts = proxyAddr.compile([...trustedProxies]);
    } catch (cause) {
      throw new StartupError(
        `TRUSTED_PROXIES holds an entry that is no address or network: ${String(cause)}.`,
        {
          cause,
        },
      );
    }
  }

  /** Whom limits count: the client's address, or the /64 of an IPv6 one. Of a closed connection: the empty text. */
  limitKey(request: IncomingMessage): string {
    return ClientAddress.limitKeyOf(this.of(request));
  }

  /** The client's address. Of a closed connection: the empty text. */
  of(request: IncomingMessage): string {
    return request.socket.remoteAddress ? proxyAddr(request, this.trusts) : '';
  }

  /**
   * Origin by which the client reached us, such as `https://host:8443`: its own `Host`, or what a proxy that we trust says
   * that it was. Whoever writes another host there gets links to it, and nobody else does.
   */
  originOf(request: IncomingMessage): string {
    const host = this.forwarded(request, 'x-forwarded-host') ?? request.headers.host ?? 'localhost';
    return `${this.isSecure(request) ? 'https' : 'http'}://${host}`;
  }

  /** Whether the client reached us, or a proxy that we trust, over TLS. */
  isSecure(request: IncomingMessage): boolean {
    return 'encrypted' in request.socket || this.forwarded(request, 'x-forwarded-proto') === 'https';
  }

  /** First value of a field that only proxies we trust may set. */
  private forwarded({headers, socket}: IncomingMessage, name: string): string | undefined {
    if (headers[name] === undefined || !this.trusts(socket.remoteAddress ?? '', 0)) return undefined;
    return [headers[name]].flat()[0]?.split(',')[0]?.trim();
  }

  /** One household or host owns the whole /64 of an IPv6 address, however it is written. */
  static limitKeyOf(address: string): string {
    if (!isIPv6(address)) return address;
    const {address: canonical} = new SocketAddress({address, family: 'ipv6'});
    if (canonical.startsWith(IPV4_MAPPED)) return canonical.slice(IPV4_MAPPED.length);
    const [head = [], tail = []] = canonical.split('::').map(side => side.split(':').filter(Boolean));
    const zeros = Array<string>(8 - head.length - tail.length).fill('0');
    return [...head, ...zeros, ...tail].slice(0, 4).join(':');
  }
}
