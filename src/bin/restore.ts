import {checkArchive, requireKnownArchive} from '../backup/archive-check';
import {findArchive} from '../backup/manifest';
import {restore, restoreObjectsAlone} from '../backup/restore';
import {readArguments} from './commands/arguments';
import {report} from './work/reporting';
import {runWork} from './work/run-work';
import {withParts} from './work/with-parts';
import {fail} from './process';

/**
 * Restores an archive, the latest or that of an id, and ends. With `--dry-run` it only reads the archive whole and changes
 * nothing; with `--objects` it leaves the database alone; `--replace` is needed where there is something to lose.
 */
async function main(): Promise<void> {
  const {values, positionals} = readArguments(
    'restore',
    {'dry-run': {type: 'boolean'}, objects: {type: 'boolean'}, replace: {type: 'boolean'}},
    {max: 1},
  );
  const begun = performance.now();
  await withParts(async ({config, backup, databaseUrl, store, vault}) => {
    const archive = await findArchive(vault, positionals[0] ?? 'latest');
    const done = await runWork(backup.deadlineSeconds, async work => {
      if (values['dry-run']) {
        await requireKnownArchive(archive);
        await checkArchive(vault, archive, work);
        return {dryRun: true};
      }
      const parts = {databaseUrl, store, vault, archive, waitSeconds: config.database.waitSeconds};
      if (values.objects) return restoreObjectsAlone(parts, work);
      const [replace, withJobQueue] = [values.replace === true, config.redisUrl === undefined];
      return restore({...parts, replace, withJobQueue}, work);
    });
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    await report({id: archive.id, snapshotAt: archive.snapshot.time, seconds, ...done});
  });
}

main().catch(fail);
