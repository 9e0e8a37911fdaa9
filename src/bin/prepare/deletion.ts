import {setTimeout as delay} from 'node:timers/promises';
import type {ArtistasApi} from '../../operator/api/artistas-api';
import {KIND, LAST_BACKUP_FINALIZER} from '../../operator/api/group';
import type {ApiClient} from '../../operator/runtime/api-client';
import {setFinalizer} from '../../operator/runtime/finalizer';
import {pathOf, resourceOf} from '../../operator/runtime/resources';

const LOOK_MS = 1_000;
/** The operator gives a last backup up itself, this much earlier. */
const RESERVE_SECONDS = 30;

/**
 * Deletes an installation while everything that a last backup needs is still there, and waits until that is made or given up.
 * Where no operator does either, the object is let go of: then no backup was made, and nothing that lasts is deleted.
 * @returns what was done, in lines
 */
export async function* deleteWithBackup(
  client: ApiClient,
  {name, namespace}: {readonly name: string; readonly namespace: string},
): AsyncGenerator<string> {
  const path = pathOf(resourceOf(KIND), namespace, name);
  const find = (): Promise<ArtistasApi | undefined> => client.find<ArtistasApi>(path);
  const found = await find();
  if (!found) {
    yield `${KIND} ${name} is gone already.`;
    return;
  }
  await client.remove(path);
  const limitSeconds = (found.spec.backup?.deletionDeadlineSeconds ?? 0) + RESERVE_SECONDS;
  const until = performance.now() + limitSeconds * 1000;
  let left = await find();
  for (; left && performance.now() < until; left = await find()) await delay(LOOK_MS);
  if (!left) {
    yield `${KIND} ${name} is gone; its Events say whether a last backup was made.`;
    return;
  }
  await setFinalizer(client, left, LAST_BACKUP_FINALIZER, false);
  yield `No operator has made a last backup in ${limitSeconds} s: ${KIND} ${name} goes without, and what lasts stays.`;
}
