import {randomUUID} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {Logger} from 'pino';
import {LocalLinks} from './local-links';
import {LocalStore} from './local-store';
import {S3Store} from './s3-store';
import type {LocalSettings, ObjectStore, S3Settings} from './types';

/** An empty store beside the one of the settings: a bucket, or a folder, of its own. */
export interface ScratchStore {
  readonly store: ObjectStore;
  /** With all that is in it. */
  readonly remove: () => Promise<void>;
}

export function scratchStore(
  {s3, local}: {readonly s3?: S3Settings; readonly local: LocalSettings},
  logger: Logger,
): ScratchStore {
  const name = `ensaio-${randomUUID()}`;
  if (s3) {
    const store = new S3Store({...s3, bucket: name}, logger);
    return {store, remove: () => removeBucket(store)};
  }
  const settings = {...local, folder: join(local.folder, '..', name)};
  const remove = (): Promise<void> => rm(settings.folder, {recursive: true, force: true});
  return {store: new LocalStore(settings, new LocalLinks(settings)), remove};
}

async function removeBucket(store: S3Store): Promise<void> {
  try {
    // It was perhaps never made.
    await store.ensureReady();
    for await (const page of store.list()) await store.remove(page.map(({key}) => key));
    await store.removeBucket();
  } finally {
    await store.stop();
  }
}
