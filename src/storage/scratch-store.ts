import {readdir, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {Logger} from 'pino';
import {LocalLinks} from './local-links';
import {LocalStore} from './local-store';
import {S3Store} from './s3-store';
import {isAbandoned, scratchName} from './scratch-name';
import type {LocalSettings, ObjectStore, S3Settings} from './types';

const PREFIX = 'ensaio-';

/** Where covers are: beside them an empty store is made. */
export interface Place {
  readonly s3?: S3Settings;
  readonly local: LocalSettings;
}

/** An empty store beside the one of the settings: a bucket, or a folder, of its own. */
export interface ScratchStore {
  readonly store: ObjectStore;
  /** With all that is in it. */
  readonly remove: () => Promise<void>;
}

export function scratchStore({s3, local}: Place, logger: Logger): ScratchStore {
  if (s3) {
    const store = new S3Store({...s3, bucket: scratchName(PREFIX, s3.bucket)}, logger);
    return {store, remove: () => removeBucket(store)};
  }
  const folder = join(dirname(local.folder), scratchName(PREFIX, local.folder));
  const settings = {...local, folder};
  const remove = (): Promise<void> => rm(folder, {recursive: true, force: true});
  return {store: new LocalStore(settings, new LocalLinks(settings)), remove};
}

/** Removes scratch stores that somebody left who was killed. @returns how many */
export async function removeAbandonedStores(place: Place, before: Date, logger: Logger): Promise<number> {
  const {s3, local} = place;
  const owner = s3 ? s3.bucket : local.folder;
  const names = s3 ? await bucketsOf(s3, logger) : await readdir(dirname(local.folder)).catch(ifAbsent);
  const abandoned = names.filter(name => isAbandoned(name, PREFIX, owner, before));
  for (const name of abandoned) {
    if (s3) await removeBucket(new S3Store({...s3, bucket: name}, logger));
    else await rm(join(dirname(local.folder), name), {recursive: true, force: true});
  }
  return abandoned.length;
}

async function bucketsOf(s3: S3Settings, logger: Logger): Promise<readonly string[]> {
  const store = new S3Store(s3, logger);
  try {
    return await store.buckets();
  } finally {
    await store.stop();
  }
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

function ifAbsent(cause: NodeJS.ErrnoException): string[] {
  if (cause.code !== 'ENOENT') throw cause;
  return [];
}
