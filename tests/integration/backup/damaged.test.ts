import {expect} from '@loopback/testlab';
import {readFile, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {findArchive, Manifest} from '../../../src/backup/manifest';
import {BACKUP_EXIT} from '../../../src/config/exit-codes';
import {StartupError} from '../../../src/config/startup-error';
import {ArchiveFixture, givenCover, objectsIn, rowsIn} from '../../support/archives';
import {givenDatabase, TestDatabase} from '../../support/database';
import {sql} from '../../support/sql';

/** What may befall an archive. Paths are those of its folder in the vault. */
interface Harm {
  readonly name: string;
  readonly do: (harmed: {folder: string; objects: string; key: string; other: string}) => Promise<void>;
  readonly exitCode: number;
  readonly message: RegExp;
}

const {archiveDamaged, noArchive, schemaAhead} = BACKUP_EXIT;
const changeByte = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
};
const cut = async (path: string): Promise<void> => truncate(path, (await readFile(path)).length - 3);

const HARMS: readonly Harm[] = [
  {
    name: 'a table with another byte',
    do: ({folder}) => changeByte(join(folder, 'tables/album.zst')),
    exitCode: archiveDamaged,
    message: /tables\/album\.zst (is not what was written|cannot be unpacked)/,
  },
  {
    name: 'a table that was cut',
    do: ({folder}) => cut(join(folder, 'tables/album.zst')),
    exitCode: archiveDamaged,
    message: /tables\/album\.zst/,
  },
  {
    name: 'a table that is gone',
    do: ({folder}) => rm(join(folder, 'tables/regionais.zst')),
    exitCode: archiveDamaged,
    message: /tables\/regionais\.zst is missing/,
  },
  {
    name: 'a table of another archive',
    do: ({folder, other}) => rename(join(other, 'tables/album.zst'), join(folder, 'tables/album.zst')),
    exitCode: archiveDamaged,
    message: /tables\/album\.zst is not what was written/,
  },
  {
    name: 'the manifest of another archive',
    do: async ({folder, other}) => {
      await rename(join(other, 'manifest.json'), join(folder, 'manifest.json'));
      await rename(join(other, 'manifest.json.sha256'), join(folder, 'manifest.json.sha256'));
    },
    exitCode: archiveDamaged,
    message: /its manifest is that of/,
  },
  {
    name: 'a manifest that was changed',
    do: ({folder}) => changeByte(join(folder, 'manifest.json')),
    exitCode: archiveDamaged,
    message: /manifest\.json is not what was written/,
  },
  {
    name: 'an archive that was never completed',
    do: ({folder}) => rm(join(folder, 'manifest.json.sha256')),
    exitCode: archiveDamaged,
    message: /it was never completed/,
  },
  {
    name: 'an object with another byte',
    do: ({objects, key}) => changeByte(join(objects, key)),
    exitCode: archiveDamaged,
    message: /is not what was written, its bytes are others/,
  },
  {
    name: 'an object that was cut',
    do: ({objects, key}) => cut(join(objects, key)),
    exitCode: archiveDamaged,
    message: /bytes in place of/,
  },
  {
    name: 'an object that is gone',
    do: ({objects, key}) => rm(join(objects, key)),
    exitCode: archiveDamaged,
    message: /is missing/,
  },
  {
    name: 'no archive at all',
    do: ({folder}) => rm(folder, {recursive: true}),
    exitCode: noArchive,
    message: /There is no archive/,
  },
];

describe('a restore is refused before anything is touched', () => {
  let archives: ArchiveFixture;
  let database: TestDatabase;
  let archive: Manifest;
  let key: string;
  let other: Manifest;
  beforeEach(async () => {
    archives = await ArchiveFixture.make();
    database = await givenDatabase({template: 'sample'});
    key = await givenCover(database.url, archives.store);
    ({archive: other} = await archives.backUp(database.url));
    await sql(database.url, `update album set nome = nome || '!'`);
    ({archive} = await archives.backUp(database.url));
    await sql(database.url, `insert into artista (nome, tipo) values ('Later', 'BANDA')`);
    await archives.store.remove([key]);
  });
  afterEach(async () => {
    await database.drop();
    await archives.remove();
  });

  const folderOf = ({id}: Manifest): string => join(archives.folder, 'vault/archives', id);
  const refusal = async (): Promise<StartupError> => {
    const [rows, objects] = [await rowsIn(database.url), await objectsIn(archives.store)];
    const error = await findArchive(archives.vault, archive.id)
      .then(found => archives.restore(database.url, found))
      .then(
        () => new Error('It was not refused.'),
        (cause: Error) => cause,
      );
    expect(error).to.be.instanceOf(StartupError);
    expect(await rowsIn(database.url)).to.eql(rows);
    expect(await objectsIn(archives.store)).to.eql(objects);
    return error as StartupError;
  };

  for (const {name, do: harm, exitCode, message} of HARMS) {
    it(name, async () => {
      const objects = join(archives.folder, 'vault/objects');
      await harm({folder: folderOf(archive), other: folderOf(other), objects, key});
      const error = await refusal();
      expect(error.message).to.match(message);
      expect(error.exitCode).to.equal(exitCode);
    });
  }

  it('an archive of a later release', async () => {
    await sql(database.url, `delete from migracao where name like '%-idempotencia'`);
    const later = {...archive, migrations: [...archive.migrations, '29991231235959-ultima']};
    const error = await archives
      .restore(database.url, later)
      .catch((cause: unknown) => cause as StartupError);
    expect(error).to.match({
      exitCode: schemaAhead,
      message: /of a later release: it has 29991231235959-ultima/,
    });
  });
});
