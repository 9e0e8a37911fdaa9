import {setTimeout as delay} from 'node:timers/promises';

const POLL_MS = 10;

/**
 * Waits until `probe` gives something other than `undefined` or `false`, and returns that.
 * @throws Error naming what was waited for, after `limitMs`
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 5_000,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Waited ${limitMs} ms in vain: ${what}`);
    await delay(POLL_MS);
  }
}
