import {stopDatabaseServer} from '../support/database';
import {benchApi} from './api.bench';
import {benchCsv} from './csv.bench';
import {benchEvents} from './events.bench';
import {benchRegionais} from './regionais.bench';
import {benchScale} from './scale.bench';
import {benchSockets} from './sockets.bench';
import {benchTraces} from './traces.bench';
import {benchStart} from './start.bench';
import {benchUploads} from './uploads.bench';

/** Each prints what it measured. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  api: benchApi,
  csv: benchCsv,
  eventos: benchEvents,
  regionais: benchRegionais,
  scale: benchScale,
  sockets: benchSockets,
  traces: benchTraces,
  start: benchStart,
  uploads: benchUploads,
};

/** Runs the bench that the command line names. */
async function main([name = 'api']: readonly string[]): Promise<void> {
  const bench = benches[name];
  if (!bench) throw new Error(`Say which: npm run bench -- ${Object.keys(benches).join('|')}`);
  await bench();
}

main(process.argv.slice(2))
  .catch((error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  })
  .finally(stopDatabaseServer);
