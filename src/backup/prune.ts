import {ownerOf} from '../models/object-key';
import {listArchives, readManifest, removeArchive, timeOf} from './manifest';
import {CoverObjects, OBJECTS_FOLDER, objectsOf} from './object-list';
import {Ordered} from './ordered';
import {keptOf, Retention} from './retention';
import type {Vault} from './types';

/** What is younger stays: somebody may have made it before a change, or is just making it. */
const GRACE_MS = 86_400_000;
const REMOVE_BATCH = 500;

export interface Pruned {
  /** Ids of archives that went, and of folders that never became one. */
  readonly archives: readonly string[];
  readonly objects: number;
}

/** Removes archives that the retention does not keep, what was left of interrupted ones, and objects that no archive has. */
export async function prune(vault: Vault, retention: Retention, now = new Date()): Promise<Pruned> {
  const before = new Date(now.getTime() - GRACE_MS);
  const {complete, incomplete} = await listArchives(vault);
  const kept = keptOf(
    complete.map(id => ({id, at: timeOf(id)})),
    retention,
  );
  const wanted = new Set([...kept].map(({id}) => id));
  const expired = complete.filter(id => !wanted.has(id) && timeOf(id) < before);
  const abandoned = [...incomplete.keys()].filter(id => timeOf(id) < before);
  if (expired.length + abandoned.length === 0) return {archives: [], objects: 0};
  for (const id of [...expired, ...abandoned]) await removeArchive(vault, id);
  const left = complete.filter(id => !expired.includes(id));
  return {archives: [...expired, ...abandoned], objects: await removeUnused(vault, left, before)};
}

/** One pass over all objects and the lists of all archives, in the order of keys. */
async function removeUnused(vault: Vault, ids: readonly string[], before: Date): Promise<number> {
  const manifests = await Promise.all(ids.map(id => readManifest(vault, id)));
  const lists = manifests.map(manifest => new Ordered(objectsOf(vault, manifest)));
  let [removed, unused]: [number, string[]] = [0, []];
  const removeBatch = async (): Promise<void> => {
    await vault.remove(unused);
    removed += unused.length;
    unused = [];
  };
  let cover: {readonly key: string; readonly names: ReadonlySet<string>} | undefined;
  for await (const {key, modifiedAt} of vault.list(OBJECTS_FOLDER)) {
    const name = key.slice(OBJECTS_FOLDER.length);
    const owner = ownerOf(name) ?? name;
    if (cover?.key !== owner) cover = {key: owner, names: await namesOf(lists, owner)};
    if (!cover.names.has(name) && modifiedAt < before) unused.push(key);
    if (unused.length >= REMOVE_BATCH) await removeBatch();
  }
  await removeBatch();
  return removed;
}

/** Names of the objects that any of the archives has of a cover. */
async function namesOf(lists: readonly Ordered<CoverObjects>[], key: string): Promise<Set<string>> {
  const found = await Promise.all(lists.map(list => list.find(key)));
  return new Set(found.flatMap(cover => cover?.files ?? []).map(({name}) => name));
}
