import type {V1CronJob} from '@kubernetes/client-node';
import {setTimeout as delay} from 'node:timers/promises';
import {KIND} from '../../operator/api/group';
import type {Manifest} from '../../operator/api/manifest';
import {lastBackupName, readLastBackup} from '../../operator/manifests/last-backup';
import type {ApiClient} from '../../operator/runtime/api-client';
import {pathOf, resourceOf} from '../../operator/runtime/resources';

const LOOK_MS = 1_000;
/** The operator gives a last backup up itself, this much earlier. */
const RESERVE_SECONDS = 30;

/**
 * Deletes an installation while everything that a last backup needs is still there, and waits until that is made or given up.
 * Where no operator does either, its record is taken away: then no backup was made, and nothing that lasts is deleted.
 * @returns what was done, in lines
 */
export async function* deleteWithBackup(
  client: ApiClient,
  {name, namespace}: {readonly name: string; readonly namespace: string},
): AsyncGenerator<string> {
  await client.remove(pathOf(resourceOf(KIND), namespace, name));
  const path = pathOf(resourceOf('CronJob'), namespace, lastBackupName(name));
  const find = (): Promise<(V1CronJob & Manifest) | undefined> => client.find(path);
  let left = await find();
  const limitSeconds = (left ? readLastBackup(left).deadlineSeconds : 0) + RESERVE_SECONDS;
  const until = performance.now() + limitSeconds * 1000;
  for (; left && performance.now() < until; left = await find()) await delay(LOOK_MS);
  if (!left) {
    yield `${KIND} ${name} is gone; its Events say whether a last backup was made.`;
    return;
  }
  await client.remove(path);
  yield `No operator has made a last backup in ${limitSeconds} s: ${KIND} ${name} is gone without, and what lasts stays.`;
}
