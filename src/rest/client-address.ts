import {IncomingMessage} from 'node:http';
import {isIPv6} from 'node:net';
import proxyAddr from 'proxy-addr';
import {StartupError} from '../config/startup-error';

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

  /** Address of the client; of a closed connection: the empty text. */
  of(request: IncomingMessage): string {
    if (!request.socket.remoteAddress) return '';
    const address = proxyAddr(request, this.trusts);
    return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  }

  /** What a limit counts by: one household or host owns the whole /64 of an IPv6 address. */
  static limitKey(address: string): string {
    if (!isIPv6(address)) return address;
    const [head = '', tail = ''] = address.split('::');
    const groups = head.split(':').filter(Boolean);
    const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter(Boolean).length : 0;
    return [...groups, ...Array<string>(missing).fill('0'), ...tail.split(':')].slice(0, 4).join(':');
  }
}
