import {setTimeout as delay} from 'node:timers/promises';
import {codeOf} from './s3-bucket';

/** A server that is restarted, or a connection that breaks, is back in this time. */
const WAITS_MS = [200, 1_000, 3_000];
/** What an S3 answers when the same again may go well. */
const PASSING = /^(InternalError|SlowDown|ServiceUnavailable|RequestTimeout|XMinioServerNotInitialized)$/;

/** Whether a call failed for the moment: the way to the store, or the store itself, and not what was asked for. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === '' || /^E[A-Z]+$/.test(code) || PASSING.test(code);
}

/**
 * Does a call that may be repeated again, three times at most and in four seconds, when it failed for the moment.
 * @throws what it threw last
 */
export async function withRetries<T>(call: () => Promise<T>, mayHelp = isPassing): Promise<T> {
  for (const waitMs of WAITS_MS) {
    try {
      return await call();
    } catch (error) {
      if (!mayHelp(error)) throw error;
      await delay(waitMs);
    }
  }
  return call();
}
