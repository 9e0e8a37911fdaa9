import type {Server, ServerResponse} from 'node:http';
import type {Server as SecureServer} from 'node:https';
import {setTimeout as delay} from 'node:timers/promises';

/** Longest wait for requests that still run when nobody sends new ones any more. */
const RUNNING_LIMIT_MS = 5_000;
/** How often connections that have become idle are closed while stopping. */
const IDLE_SWEEP_MS = 50;

/**
 * Stops a server so that no request of anybody fails. Whoever sends requests needs a while to learn that this process
 * goes; until then it serves on, and each answer ends its connection. Idle connections stay as they are meanwhile: a
 * proxy that sends on one at the moment in which it is closed has lost that request, and would not repeat a `POST`.
 * @param seconds of that while; 0: nobody needs it
 */
export async function drainServer(server: Server | SecureServer, seconds: number): Promise<void> {
  server.prependListener('request', endConnection);
  await delay(seconds * 1000);
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), RUNNING_LIMIT_MS);
  await new Promise<void>(resolve => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(deadline);
}

function endConnection(_request: unknown, response: ServerResponse): void {
  response.shouldKeepAlive = false;
}
