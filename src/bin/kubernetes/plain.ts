import type {ArtistasApi} from '../../operator/api/artistas-api';
import type {Manifest} from '../../operator/api/manifest';
import {groundwork, workloads} from '../../operator/manifests/children';
import {MANAGED_BY_LABEL} from '../../operator/manifests/names';
import {migrationJob} from '../../operator/manifests/tasks';

/** What an object becomes, in the order in which it is needed, without the operator's mark: nobody will look after it. */
export function plainManifests(cr: ArtistasApi): Manifest[] {
  const made = [...groundwork(cr), migrationJob(cr), ...workloads(cr)];
  return made.map(manifest => withoutMark(manifest) as Manifest);
}

function withoutMark(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMark);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== MANAGED_BY_LABEL);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutMark(member)]));
}
