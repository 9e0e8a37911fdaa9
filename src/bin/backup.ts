import {checkArchive} from '../backup/archive-check';
import {backUp} from '../backup/backup';
import {findArchive, listArchives, Manifest, readManifest} from '../backup/manifest';
import {openVault} from '../backup/open-vault';
import {loadBackupConfig} from '../config/backup-config';
import {readBuildInfo} from '../observability/build-info';
import {readArguments} from './commands/arguments';
import {report} from './work/reporting';
import {runWork} from './work/run-work';
import {withParts} from './work/with-parts';
import {fail} from './process';

/** Makes a backup and ends; with `--list` says which there are, with `--check [ID]` reads one whole. */
async function main(): Promise<void> {
  const options = {list: {type: 'boolean'}, check: {type: 'boolean'}} as const;
  const {values, positionals} = readArguments('backup', options, {max: 1});
  if (values.list) await list();
  else if (values.check) await check(positionals[0] ?? 'latest');
  else await make();
}

const make = (): Promise<void> =>
  withParts(async ({config, backup, databaseUrl, store, vault}) => {
    const {archive, pruned} = await runWork(backup.deadlineSeconds, work =>
      backUp(
        {
          ...{databaseUrl, store, vault, keep: backup.keep, app: readBuildInfo()},
          waitSeconds: config.database.waitSeconds,
        },
        work,
      ),
    );
    await report({...summaryOf(archive), prunedArchives: pruned.archives.length, place: vault.place});
  });

async function list(): Promise<void> {
  const vault = openVault(loadBackupConfig(process.env));
  try {
    for (const id of (await listArchives(vault)).complete)
      await report(summaryOf(await readManifest(vault, id)));
  } finally {
    vault.close();
  }
}

async function check(id: string): Promise<void> {
  const config = loadBackupConfig(process.env);
  const vault = openVault(config);
  try {
    const archive = await findArchive(vault, id);
    await runWork(config.deadlineSeconds, work => checkArchive(vault, archive, work));
    await report({...summaryOf(archive), whole: true});
  } finally {
    vault.close();
  }
}

function summaryOf({id, startedAt, completedAt, snapshot, tables, objects}: Manifest): object {
  const seconds = (Date.parse(completedAt) - Date.parse(startedAt)) / 1000;
  return {
    id,
    snapshotAt: snapshot.time,
    seconds: Math.round(seconds * 10) / 10,
    rows: tables.reduce((sum, {file}) => sum + file.lines, 0),
    objects: objects.count,
    bytes: tables.reduce((sum, {file}) => sum + file.size, objects.bytes),
    copiedObjects: objects.copied,
    missingObjects: objects.missing,
  };
}

main().catch(fail);
