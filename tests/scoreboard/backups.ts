import {randomBytes} from 'node:crypto';
import {readFile, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {findArchive} from '../../src/backup/manifest';
import {loadConfig} from '../../src/config/config';
import {BACKUP_EXIT} from '../../src/config/exit-codes';
import {createLogger} from '../../src/observability/logger';
import {openStore} from '../../src/storage/open-store';
import {ArchiveFixture, digestOf, givenCover, sumsIn} from '../support/archives';
import {givenDatabase} from '../support/database';
import {Gate} from '../support/gate';
import {ObjectServer} from '../support/object-servers';
import {runProgram} from '../support/programs';
import {sql} from '../support/sql';
import type {Row} from './types';

const MIB = 1024 * 1024;
const LIMIT_SECONDS = 300;
const DRILL_DEADLINE_SECONDS = 5;
/** The deadline, what may be cleared away behind it, and the start of the process. */
const HANG_LIMIT_SECONDS = DRILL_DEADLINE_SECONDS + 15;

/** K6: all is lost and comes back; a drill shows that it would; what is damaged or hangs is noticed, and costs nothing. */
export const backups: Row = async ({quick}) => {
  const [covers, eventos] = quick ? [20, 20_000] : [500, 1_200_000];
  const archives = await ArchiveFixture.make();
  const server = await ObjectServer.start('minio');
  const [database, fresh] = [await givenDatabase(), await givenDatabase({template: 'empty'})];
  const gate = await Gate.open();
  const env = {...server.settings, BACKUP_FOLDER: join(archives.folder, 'vault'), LOG_LEVEL: 'error'};
  const run = (program: string, url: string, args: string[] = [], more = {}) =>
    runProgram(program, args, {...env, DATABASE_URL: url, ...more});
  const {s3} = loadConfig(server.settings).storage;
  const {store, close} = openStore({s3, local: {folder: '', secret: 'x'}}, createLogger('error'));
  const faults: string[] = [];
  const check = (what: string, holds: boolean): void => void (holds || faults.push(what));
  try {
    await store.ensureReady();
    for (let i = 0; i < covers; i++)
      await givenCover(database.url, store, {content: randomBytes(quick ? MIB / 4 : MIB)});
    await sql(
      database.url,
      `insert into evento (tipo, dados)
       select 'album.alterado', jsonb_build_object('id', n, 'nome', repeat(md5(n::text), 8)) from generate_series(1, ${eventos}) n;
       insert into album (nome) select md5(n::text) from generate_series(1, ${eventos / 10}) n`,
    );
    const [rows, objects] = [await digestOf(database.url), await sumsIn(store)];
    const [size] = await sql<{bytes: string}>(
      database.url,
      'select pg_database_size(current_database()) as bytes',
    );
    const bytes = Number(size!.bytes) + Object.values(objects).reduce((sum, {size}) => sum + size, 0);

    const made = await run('backup', database.url);
    check(`the backup: ${made.output}`, made.exitCode === 0);
    await store.remove(Object.keys(objects));
    const restored = await run('restore', fresh.url);
    check(`the restore: ${restored.output}`, restored.exitCode === 0);
    check('the rows are others', (await digestOf(fresh.url)) === rows);
    check('the objects are others', isDeepStrictEqual(await sumsIn(store), objects));

    const drilled = await run('drill', fresh.url);
    check(
      `the drill: ${drilled.output}`,
      drilled.exitCode === 0 && /"recoverySeconds":/.test(drilled.output),
    );
    gate.leadTo(fresh.url);
    const hung = run('drill', gate.urlFor(fresh.url), [], {
      BACKUP_DEADLINE_SECONDS: String(DRILL_DEADLINE_SECONDS),
    });
    gate.silence();
    const {exitCode, output, seconds} = await hung;
    check(`the hung drill: ${output}`, exitCode === BACKUP_EXIT.deadline && /was given up/.test(output));
    const left = await sql(fresh.url, `select from pg_database where datname like 'artistas_ensaio%'`);
    check('a drill left its database behind', left.length === 0);

    const {id} = await findArchive(archives.vault, 'latest');
    const table = join(env.BACKUP_FOLDER, 'archives', id, 'tables/evento.zst');
    const whole = await readFile(table);
    for (const harm of [cut, changed]) {
      await harm(table, whole);
      const refused = await run('restore', fresh.url, ['--replace']);
      check(`a bad archive: ${refused.output}`, refused.exitCode === BACKUP_EXIT.archiveDamaged);
    }
    check('a bad archive was restored', (await digestOf(fresh.url)) === rows);

    for (const fault of faults) process.stderr.write(`${fault}\n`);
    const slowest = Math.max(made.seconds, restored.seconds);
    const figure =
      `${(bytes / 1024 / MIB).toFixed(2)} GiB: backup ${made.seconds.toFixed(0)} s, restore ${restored.seconds.toFixed(0)} s, ` +
      `drill ${drilled.seconds.toFixed(0)} s, hang ended after ${seconds.toFixed(0)} s, ${faults.length} faults`;
    return {
      passed: faults.length === 0 && slowest <= LIMIT_SECONDS && seconds <= HANG_LIMIT_SECONDS,
      figure,
      bar: 'rows, counts and objects equal; 1 GB ≤ 5 min; a bad archive refused before data is touched; hang ended by deadline',
    };
  } finally {
    await close();
    await gate.close();
    await server.remove();
    await fresh.drop();
    await database.drop();
    await archives.remove();
  }
};

const cut = async (path: string, whole: Buffer): Promise<void> => {
  await writeFile(path, whole);
  await truncate(path, whole.length - 5);
};

async function changed(path: string, whole: Buffer): Promise<void> {
  const bytes = Buffer.from(whole);
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(path, bytes);
}
