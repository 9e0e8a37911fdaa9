import type {Client} from 'pg';
import {cutOff} from '../datasources/cut-off';

/** Ends a connection when `signal` does, in the middle of what it waits for; and with `end` in good order. */
export function endingWith(signal: AbortSignal, client: Client): {end(): Promise<void>} {
  const cut = (): void => cutOff(client);
  signal.addEventListener('abort', cut, {once: true});
  return {
    async end() {
      signal.removeEventListener('abort', cut);
      if (!signal.aborted) await client.end();
    },
  };
}
