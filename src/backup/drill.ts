import type {Client} from 'pg';
import {StartupError} from '../config/startup-error';
import {pendingMigrations} from '../datasources/migrations';
import {openSession} from '../datasources/migration-session';
import type {ObjectStore} from '../storage/types';
import type {Manifest} from './manifest';
import {ObjectFile, objectsOf} from './object-list';
import {drain, Summing} from './packed-file';
import {requireRows} from './require-rows';
import {restore} from './restore';
import {withScratchDatabase} from './scratch-database';
import type {Vault, Work} from './types';

/** One cover of a hundred is looked at, and so many at least. */
const SAMPLE_PART = 0.01;
const SAMPLE_MIN = 10;

export interface DrillParts {
  readonly databaseUrl: string;
  /** Empty. */
  readonly store: ObjectStore;
  readonly vault: Vault;
  readonly archive: Manifest;
  /** A drill that began before and is not over was killed: what it left goes. */
  readonly abandonedBefore: Date;
}

/** What a drill has shown. */
export interface DrillResult {
  /** How long it takes to have it all back: the recovery time. */
  readonly recoverySeconds: number;
  /** How much work would be lost, if it were needed now: the recovery point. */
  readonly lostSeconds: number;
  readonly rows: number;
  readonly objects: number;
  /** Covers whose bytes were looked at in the end. */
  readonly sampled: number;
}

/**
 * Restores an archive as one would have to, into a database of its own and an empty store, and looks from outside whether
 * it is there.
 * @throws StartupError that says what is not
 */
export async function drill(
  {databaseUrl, store, vault, archive, abandonedBefore}: DrillParts,
  work: Work,
): Promise<DrillResult> {
  const begun = performance.now();
  const lostSeconds = Math.round((Date.now() - Date.parse(archive.snapshot.time)) / 1000);
  return withScratchDatabase(databaseUrl, abandonedBefore, work, async url => {
    const parts = {
      databaseUrl: url,
      store,
      vault,
      archive,
      replace: false,
      withJobQueue: false,
      waitSeconds: 0,
    };
    await restore(parts, work);
    const recoverySeconds = Math.round((performance.now() - begun) / 100) / 10;
    const rows = await countRows(url, archive, work);
    const sample = await sampleOf(vault, archive);
    for (const file of sample) await requireObject(store, file);
    return {recoverySeconds, lostSeconds, rows, objects: archive.objects.count, sampled: sample.length};
  });
}

/** @throws StartupError when the schema is not this release's, or a table has not its rows */
async function countRows(url: string, archive: Manifest, {signal, log}: Work): Promise<number> {
  const client: Client = await openSession(url, {waitSeconds: 0, signal, log});
  try {
    const pending = await pendingMigrations(async sql => (await client.query<{name: string}>(sql)).rows);
    if (pending.length > 0) throw new StartupError(`The restored schema lacks ${pending.join(', ')}.`);
    return await requireRows(client, archive);
  } finally {
    await client.end();
  }
}

/** Covers by chance, each as likely as any other. */
async function sampleOf(vault: Vault, archive: Manifest): Promise<ObjectFile[]> {
  const covers = archive.objects.list.lines;
  let wanted = Math.min(covers, Math.max(SAMPLE_MIN, Math.ceil(covers * SAMPLE_PART)));
  let left = covers;
  const sample: ObjectFile[] = [];
  for await (const {files} of objectsOf(vault, archive)) {
    const isChosen = Math.random() * left-- < wanted;
    if (isChosen) wanted--;
    if (isChosen && files[0]) sample.push(files[0]);
  }
  return sample;
}

async function requireObject(store: ObjectStore, {name, sha256}: ObjectFile): Promise<void> {
  const summing = new Summing();
  await drain(summing.through(await store.read(name)));
  if (summing.sum().sha256 !== sha256) throw new StartupError(`The restored object ${name} is another one.`);
}
