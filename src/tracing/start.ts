import type {Logger} from 'pino';
import type {Config} from '../config/config';

/**
 * Traces this process where an endpoint is set; else nothing is loaded.
 * @param version of the release
 * @returns sends what is left, and ends it
 */
export async function startTracing(
  {tracing: settings}: Pick<Config, 'tracing'>,
  {version, logger}: {readonly version: string; readonly logger: Logger},
): Promise<() => Promise<void>> {
  if (settings.endpoint === undefined) return () => Promise.resolve();
  const {startSdk} = await import('./sdk.js');
  return startSdk({settings, version, logger});
}
