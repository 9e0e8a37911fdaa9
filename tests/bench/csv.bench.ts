import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import {mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {givenDatabase} from '../support/database';
import {NODE_FLAGS} from '../support/service-process';

const PROGRAM = join(__dirname, '../../src/bin/artistas.js');
const LINES = 1_000_000;
const ALBUMS_OF_AN_ARTIST = 10;
const LOOK_MS = 100;
const MIB = 1024 * 1024;

/** A million lines in, again, and out: how long each takes, and the most memory that the program had. */
export async function benchCsv(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'artistas-csv-'));
  const database = await givenDatabase({template: 'migrated'});
  try {
    const path = join(folder, 'in.csv');
    await pipeline(Readable.from(lines()), createWriteStream(path));
    process.stdout.write(`${LINES} lines, ${((await stat(path)).size / MIB).toFixed(0)} MiB\n`);
    const calls = [
      ['importar', path, '--dry-run'],
      ['importar', path],
      ['importar', path],
      ['exportar', join(folder, 'out.csv')],
    ];
    for (const args of calls) await measure(args, database.url);
  } finally {
    await database.drop();
    await rm(folder, {recursive: true});
  }
}

function* lines(): Generator<string> {
  yield 'artista;tipo;album\n';
  for (let i = 0; i < LINES; i++) {
    const artista = Math.floor(i / ALBUMS_OF_AN_ARTIST);
    yield `Artista número ${artista};${artista % 2 ? 'BANDA' : 'CANTOR'};Álbum ${i} de estúdio\n`;
  }
}

async function measure(args: readonly string[], databaseUrl: string): Promise<void> {
  const begun = performance.now();
  const child = spawn(process.execPath, [...NODE_FLAGS, PROGRAM, ...args], {
    env: {PATH: process.env.PATH, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error'},
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = '';
  const look = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      status => (peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? peak),
      () => undefined,
    );
  }, LOOK_MS);
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  if (exitCode !== 0) throw new Error(`artistas ${args[0]} ended with ${exitCode}`);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const [verb, , flag = ''] = args;
  process.stdout.write(
    `${`${verb} ${flag}`.padEnd(20)} ${seconds} s, ${(Number(peak) / 1024).toFixed(0)} MiB\n`,
  );
}
