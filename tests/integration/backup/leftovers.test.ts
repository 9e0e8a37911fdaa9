import {expect} from '@loopback/testlab';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {withScratchDatabase} from '../../../src/backup/scratch-database';
import {loadConfig} from '../../../src/config/config';
import {S3Store} from '../../../src/storage/s3-store';
import {scratchName} from '../../../src/storage/scratch-name';
import {removeAbandonedStores} from '../../../src/storage/scratch-store';
import {givenWork} from '../../support/archives';
import {silentLogger} from '../../support/cluster';
import {givenDatabase, TestDatabase} from '../../support/database';
import {withFolder} from '../../support/folder';
import {requireOnMachine} from '../../support/machine';
import {ObjectServer} from '../../support/object-servers';
import {sql} from '../../support/sql';

const HOUR_MS = 3_600_000;
const before = new Date(Date.now() - HOUR_MS);
const [old, young] = [new Date(Date.now() - 2 * HOUR_MS), new Date()];

describe('what a drill left that was killed', () => {
  const folder = withFolder('test');
  let database: TestDatabase;
  beforeEach(async () => void (database = await givenDatabase({template: 'empty'})));
  afterEach(() => database.drop());

  it('goes with the next one: databases that are older than a drill may be, and none of others', async () => {
    const prefix = 'artistas_ensaio_';
    const own = new URL(database.url).pathname;
    const [killed, atWork, others] = [
      scratchName(prefix, own, old),
      scratchName(prefix, own, young),
      scratchName(prefix, '/outro', old),
    ];
    const made = [killed, atWork, others];
    for (const name of made) await sql(database.url, `create database "${name}"`);
    try {
      await withScratchDatabase(database.url, before, givenWork(), () => Promise.resolve());
      const left = await sql<{datname: string}>(
        database.url,
        `select datname from pg_database where datname in (${made.map(name => `'${name}'`).join()})`,
      );
      expect(left.map(({datname}) => datname).sort()).to.eql([atWork, others].sort());
    } finally {
      for (const name of made) await sql(database.url, `drop database if exists "${name}"`);
    }
  });

  it('goes with the next one: folders', async () => {
    const local = {folder: join(folder.path, 'objetos'), secret: 'x'};
    const [killed, atWork] = [old, young].map(at => scratchName('ensaio-', local.folder, at));
    for (const name of [killed!, atWork!, 'objetos']) {
      await mkdir(join(folder.path, name));
      await writeFile(join(folder.path, name, 'capa'), 'x');
    }
    expect(await removeAbandonedStores({local}, before, silentLogger)).to.equal(1);
    expect((await readdir(folder.path)).sort()).to.eql([atWork, 'objetos'].sort());
  });

  it('goes with the next one: buckets', async function () {
    requireOnMachine(this, ObjectServer.isOnMachine('minio'), 'minio');
    const server = await ObjectServer.start('minio');
    const s3 = loadConfig(server.settings).storage.s3!;
    const stores = [
      s3.bucket,
      scratchName('ensaio-', s3.bucket, old),
      scratchName('ensaio-', s3.bucket, young),
      scratchName('ensaio-', 'de-outros', old),
    ].map(bucket => ({bucket, store: new S3Store({...s3, bucket}, silentLogger)}));
    try {
      for (const {store} of stores) {
        await store.ensureReady();
        await store.put('capa', Readable.from([Buffer.from('x')]), {contentType: 'image/png'});
      }
      expect(
        await removeAbandonedStores({s3, local: {folder: '', secret: ''}}, before, silentLogger),
      ).to.equal(1);
      const kept = stores.filter((_, index) => index !== 1).map(({bucket}) => bucket);
      expect((await stores[0]!.store.buckets()).sort()).to.eql(kept.sort());
    } finally {
      for (const {store} of stores) await store.stop();
      await server.remove();
    }
  }).timeout(60_000);
});
