import {setTimeout as delay} from 'node:timers/promises';

const END_LIMIT_MS = 1_000;

/** Ends a connection, or all of a pool; a server that hears nothing any more never answers that, and is not waited for. */
export async function endConnections(of: {end(): Promise<void>}): Promise<void> {
  await Promise.race([of.end(), delay(END_LIMIT_MS, undefined, {ref: false})]);
}
