import type {Logger} from 'pino';
import {LocalLinks} from './local-links';
import {LocalStore} from './local-store';
import {S3Store} from './s3-store';
import type {LocalSettings, ObjectStore, S3Settings} from './types';

/** The store of covers outside of an application, for a process that does one thing. */
export function openStore(
  settings: {readonly s3?: S3Settings; readonly local: LocalSettings},
  logger: Logger,
): {readonly store: ObjectStore; readonly close: () => Promise<void>} {
  if (settings.s3) {
    const store = new S3Store(settings.s3, logger);
    return {store, close: () => store.stop()};
  }
  const store = new LocalStore(settings.local, new LocalLinks(settings.local));
  return {store, close: () => Promise.resolve()};
}
