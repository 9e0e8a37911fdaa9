import {stopDatabaseServer} from '../support/database';
import {rows} from './rows';

const [, , ...args] = process.argv;
const quick = args.includes('--quick');
const soak = args.includes('--soak');
const wanted = args.filter(arg => !arg.startsWith('--'));

/** `P6` is one row, `P` all that begin with it, nothing all of them. */
const isWanted = (id: string): boolean =>
  wanted.length === 0 || wanted.some(name => (/\d/.test(name) ? id === name : id.startsWith(name)));

/** Runs rows one after the other, a line each; exit code 1 when one is short. */
async function main(): Promise<void> {
  const ids = Object.keys(rows).filter(isWanted);
  if (ids.length === 0) throw new Error(`There are these rows: ${Object.keys(rows).join(', ')}`);
  for (const id of ids) {
    const {passed, figure, bar} = await rows[id]!({quick, soak});
    process.stdout.write(`${passed ? 'PASS' : 'FAIL'} ${id} ${figure} (${bar})\n`);
    if (!passed) process.exitCode = 1;
  }
}

main()
  .catch((error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exitCode = 1;
  })
  .finally(stopDatabaseServer);
