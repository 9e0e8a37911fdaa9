import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ObjectStore} from '../../src/storage/types';
import {StorageKeys} from '../../src/storage/keys';
import {Api} from './api';
import {withDatabase} from './database';
import {requireOnMachine} from './machine';
import {ObjectServer, ServerKind} from './object-servers';

export type StoreKind = 'local' | ServerKind;
export const STORES: readonly StoreKind[] = ['local', 'minio', 'versitygw'];

/** A running API over a store of that kind, for the `describe` that calls this. */
export interface ApiWithStore {
  readonly api: Api;
  readonly store: ObjectStore;
  /** Where there is one. */
  readonly server: ObjectServer;
  /** Keys of all objects, in order. */
  keys(): Promise<string[]>;
}

/** @param env settings beside the defaults */
export function withApiOver(kind: StoreKind, env: Readonly<Record<string, string>> = {}): ApiWithStore {
  let api: Api | undefined;
  let store: ObjectStore | undefined;
  let server: ObjectServer | undefined;
  let folder: string | undefined;
  // Before the database goes.
  after(async () => {
    await api?.stop();
    await server?.remove();
    if (folder) await rm(folder, {recursive: true});
  });
  before(function () {
    requireOnMachine(this, kind === 'local' || ObjectServer.isOnMachine(kind), `needs ${kind}, see .ci/run`);
  });
  const database = withDatabase();
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'artistas-objects-'));
    if (kind !== 'local') server = await ObjectServer.start(kind);
    api = await Api.start(database.url, {DATA_DIR: folder, ...server?.settings, ...env});
    store = await api.app.get(StorageKeys.STORE);
  });
  return {
    get api() {
      return api!;
    },
    get store() {
      return store!;
    },
    get server() {
      return server!;
    },
    async keys() {
      const keys: string[] = [];
      for await (const page of store!.list()) keys.push(...page.map(({key}) => key));
      return keys;
    },
  };
}
