import type {Server} from 'node:http';
import type {Server as SecureServer} from 'node:https';

/** A request with its body; uploads have limits of their own. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How often connections that have become idle are closed while stopping. */
const IDLE_SWEEP_MS = 50;

/** Limits of the HTTP server that the framework has no setting for. */
export function limitServer(server: Server | SecureServer): void {
  server.requestTimeout = REQUEST_TIMEOUT_MS;
}

/** Takes no new connections, lets running requests finish, and cuts off what is left after the drain window. */
export async function stopServing(server: Server | SecureServer, drainSeconds: number): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000);
  await new Promise<void>(resolve => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(deadline);
}
