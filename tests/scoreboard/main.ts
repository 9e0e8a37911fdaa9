import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {stopDatabaseServer} from '../support/database';
import {onlyNamed, rows} from './rows';
import type {RowResult} from './types';

const [, , ...args] = process.argv;
const quick = args.includes('--quick');
const soak = args.includes('--soak');
/** `--json=FOLDER`: a file for each row, too. */
const folder = args.find(arg => arg.startsWith('--json='))?.slice('--json='.length);
const wanted = args.filter(arg => !arg.startsWith('--'));

/** `P6` is one row, `P` all that begin with it, nothing all of them. */
const isWanted = (id: string): boolean =>
  wanted.length === 0 || wanted.some(name => (/\d/.test(name) ? id === name : id.startsWith(name)));

async function writeResult(folder: string, result: RowResult & {readonly id: string}): Promise<void> {
  await mkdir(folder, {recursive: true});
  const text = JSON.stringify({...result, endedAt: new Date().toISOString()}, null, 2);
  await writeFile(join(folder, `${result.id}.json`), `${text}\n`);
}

const all = {...rows, ...onlyNamed};

/** Runs rows one after the other, a line each; exit code 1 when one is short. */
async function main(): Promise<void> {
  const ids = Object.keys(all).filter(id => (id in rows ? isWanted(id) : wanted.includes(id)));
  if (ids.length === 0) throw new Error(`There are these rows: ${Object.keys(all).join(', ')}`);
  for (const id of ids) {
    const result = await all[id]!({quick, soak});
    const {passed, figure, bar} = result;
    if (folder) await writeResult(folder, {id, ...result});
    process.stdout.write(`${passed ? 'PASS' : 'FAIL'} ${id} ${figure} (${bar})\n`);
    if (!passed) process.exitCode = 1;
  }
}

main()
  .catch((error: unknown) => {
    process.stderr.write(`${inspect(error)}\n`);
    process.exitCode = 1;
  })
  .finally(stopDatabaseServer);
