import type {ArtistasApi} from '../api/artistas-api';
import {backupSources, referencesOf, secretSources} from '../manifests/references';
import {hashOf} from '../runtime/fingerprint';
import {keyOf} from '../runtime/resources';
import type {ClusterView} from './cluster-view';
import type {Content, ReferenceHashes, ReferenceKind} from './reference-hashes';
import type {Observed} from './types';

/** Gathers what there is of one object: from memory, but for the content of a Secret or ConfigMap that has changed. */
export async function observe(
  cr: ArtistasApi,
  view: ClusterView,
  hashes: ReferenceHashes,
): Promise<Observed> {
  const {namespace = ''} = cr.metadata;
  const references = referencesOf(cr);
  const onlyOfArchives = new Set(
    backupSources(cr)
      .map(({name}) => name)
      .filter(name => !references.secrets.includes(name)),
  );
  const secrets = [...references.secrets, ...onlyOfArchives];
  view.refer(keyOf(cr), {...references, secrets});
  const look = async (kind: ReferenceKind, name: string): Promise<readonly [string, Content | undefined]> => {
    const version = view.reference(kind, `${namespace}/${name}`)?.version;
    return [`${kind} ${name}`, await hashes.find(kind, namespace, name, version)];
  };
  const found = await Promise.all([
    ...secrets.map(name => look('Secret', name)),
    ...references.configMaps.map(name => look('ConfigMap', name)),
  ]);
  const contents = new Map(found.filter(isThere));
  return {
    children: view.childrenOf(keyOf(cr)),
    referencesHash: hashOf(
      [...contents]
        // What only backups read is no reason for others to start anew.
        .filter(([name]) => !onlyOfArchives.has(name.replace('Secret ', '')))
        .map(([name, {hash}]) => [name, hash]),
    ),
    missing: missingOf(cr, contents),
  };
}

const isThere = (pair: readonly [string, Content | undefined]): pair is readonly [string, Content] =>
  pair[1] !== undefined;

/** Of what our settings need; what a person has added may be optional, and the node says when it is not. */
function missingOf(cr: ArtistasApi, contents: ReadonlyMap<string, Content>): string[] {
  const missing = [...secretSources(cr), ...backupSources(cr)].map(({name, key}) => {
    const content = contents.get(`Secret ${name}`);
    if (!content) return `Secret "${name}"`;
    return content.keys.includes(key) ? undefined : `Key "${key}" of Secret "${name}"`;
  });
  return [...new Set(missing.filter(one => one !== undefined))];
}
