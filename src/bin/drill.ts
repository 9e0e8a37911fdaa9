import {join} from 'node:path';
import {drill} from '../backup/drill';
import {findArchive} from '../backup/manifest';
import {createLogger} from '../observability/logger';
import {scratchStore} from '../storage/scratch-store';
import {readArguments} from './commands/arguments';
import {report} from './work/reporting';
import {runWork} from './work/run-work';
import {withParts} from './work/with-parts';
import {fail} from './process';

/** Restores the latest archive beside everything, looks whether it is all there, removes it, and ends. */
async function main(): Promise<void> {
  const {positionals} = readArguments('drill', {}, {max: 1});
  await withParts(async ({config, backup, databaseUrl, vault}) => {
    const {storage, dataDir, auth, logLevel} = config;
    const local = {folder: join(dataDir, 'objetos'), secret: auth.jwtSecret};
    const result = await runWork(backup.deadlineSeconds, async work => {
      const archive = await findArchive(vault, positionals[0] ?? 'latest');
      const {store, remove} = scratchStore({s3: storage.s3, local}, createLogger(logLevel));
      try {
        const done = await drill({databaseUrl, store, vault, archive}, work);
        return {id: archive.id, snapshotAt: archive.snapshot.time, ...done};
      } finally {
        await remove();
      }
    });
    await report(result);
  });
}

main().catch(fail);
