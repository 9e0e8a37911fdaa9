import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer, IncomingMessage} from 'node:http';
import type {Config} from '../config/config';

/** Of a network that is reserved for documentation (RFC 5737): nobody has it. */
export const FORGED = '203.0.113.99';
const LIMIT_MS = 5_000;

/** A request of our own as it came in, past whatever stands in front. */
export interface Arrival {
  readonly outcome: 'arrived';
  readonly request: IncomingMessage;
  /** Who sent it to us. */
  readonly peer: string;
  /** Entries of X-Forwarded-For, the nearest last. */
  readonly forwardedFor: readonly string[];
}

export type ArrivalOutcome =
  Arrival | {readonly outcome: 'port-in-use'} | {readonly outcome: 'nothing'; readonly reason: string};

/** Listens where the API would, and calls a URL that should lead there, as a caller who claims to have another address. */
export async function arrivalOf(
  publicUrl: string,
  {host, port}: Pick<Config, 'host' | 'port'>,
): Promise<ArrivalOutcome> {
  const path = `/doctor-${randomUUID()}`;
  let arrived: Arrival | undefined;
  const server = createServer((request, response) => {
    const [forwarded = ''] = [request.headers['x-forwarded-for'] ?? ''].flat();
    const peer = request.socket.remoteAddress ?? '';
    if (request.url?.endsWith(path))
      arrived = {
        outcome: 'arrived',
        request,
        peer,
        forwardedFor: forwarded
          .split(',')
          .map(one => one.trim())
          .filter(Boolean),
      };
    response.end();
  });
  try {
    server.listen({host, port, exclusive: true});
    await once(server, 'listening');
  } catch {
    return {outcome: 'port-in-use'};
  }
  try {
    const headers = {'x-forwarded-for': FORGED};
    const signal = AbortSignal.timeout(LIMIT_MS);
    const {status} = await fetch(new URL(path, publicUrl), {headers, redirect: 'manual', signal});
    return arrived ?? {outcome: 'nothing', reason: `HTTP ${status}`};
  } catch (cause) {
    const {name, cause: below} = cause as Error & {cause?: {code?: string}};
    return {outcome: 'nothing', reason: below?.code ?? name};
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
