import {join} from 'node:path';
import {drill} from '../backup/drill';
import {findArchive} from '../backup/manifest';
import {createLogger} from '../observability/logger';
import {removeAbandonedStores, scratchStore} from '../storage/scratch-store';
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
    const place = {s3: storage.s3, local};
    const logger = createLogger(logLevel);
    const abandonedBefore = new Date(Date.now() - backup.deadlineSeconds * 1000);
    const result = await runWork(backup.deadlineSeconds, async work => {
      const archive = await findArchive(vault, positionals[0] ?? 'latest');
      // A key that may not list buckets can drill all the same.
      await removeAbandonedStores(place, abandonedBefore, logger).catch((error: Error) =>
        work.log(`What earlier drills may have left was not looked for: ${error.message}.`),
      );
      const {store, remove} = scratchStore(place, logger);
      try {
        const done = await drill({databaseUrl, store, vault, archive, abandonedBefore}, work);
        return {id: archive.id, snapshotAt: archive.snapshot.time, ...done};
      } finally {
        await remove();
      }
    });
    await report(result);
  });
}

main().catch(fail);
