import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import {ownerReferencesOf} from '../../src/operator/manifests/names';
import type {Applied, KeptObject} from '../../src/operator/runtime/applier';
import {releaseOf} from '../../src/operator/steps/release';
import {childKey, Cluster, Ending, Observed, StepContext} from '../../src/operator/steps/types';
import {givenArtistasApi} from './artistas-api';

/** A cluster that notes what it is told to do, in place of a real one: what a step decides is what is looked at. */
export interface NotedCluster extends Cluster {
  readonly done: string[];
}

export interface GivenStep {
  readonly cr?: ArtistasApi;
  readonly children?: readonly KeptObject[];
  readonly missing?: readonly string[];
  /** What `apply` says of objects, by `Kind name`; absent: created, with nothing in its status. */
  readonly applied?: Readonly<Record<string, Applied>>;
  readonly secret?: {readonly isOurs: boolean};
  readonly ending?: Ending;
  /** How many pods there are. */
  readonly pods?: number;
}

export function givenStep(given: GivenStep = {}): StepContext & {readonly cluster: NotedCluster} {
  const {
    cr = givenArtistasApi(),
    children = [],
    missing = [],
    applied = {},
    secret,
    ending,
    pods = 0,
  } = given;
  const done: string[] = [];
  const cluster: NotedCluster = {
    done,
    apply: manifest => {
      const {suspend} = (manifest as {spec?: {suspend?: boolean}}).spec ?? {};
      done.push(`apply ${childKey(manifest)}${suspend ? ', suspended' : ''}`);
      return Promise.resolve(applied[childKey(manifest)] ?? {outcome: 'created'});
    },
    handOver: (object, fields) =>
      Promise.resolve(void done.push(`hand over ${childKey(object)} ${JSON.stringify(fields)}`)),
    create: manifest => Promise.resolve(done.push(`create ${childKey(manifest)}`) > 0),
    remove: object => Promise.resolve(void done.push(`remove ${childKey(object)}`)),
    resume: job => Promise.resolve(void done.push(`resume ${childKey(job)}`)),
    removeSecret: name => Promise.resolve(void done.push(`remove Secret ${name}`)),
    findSecret: () => secret,
    podCount: () => Promise.resolve(pods),
    endingOf: () => Promise.resolve(ending),
  };
  const observed: Observed = {
    children: new Map(children.map(child => [childKey(child), child])),
    referencesHash: 'hash',
    missing,
  };
  return {cr, observed, cluster, release: releaseOf(cr), applied: new Map(Object.entries(applied))};
}

/** A child as the cache has it. */
export function givenChild(
  cr: ArtistasApi,
  kind: string,
  name: string,
  more: Partial<KeptObject> = {},
): KeptObject {
  const {namespace, name: instance} = cr.metadata;
  const labels = {'app.kubernetes.io/instance': instance};
  const metadata = {
    name,
    namespace,
    uid: `uid-${name}`,
    generation: 2,
    labels,
    ownerReferences: ownerReferencesOf(cr),
  };
  return {kind, fingerprint: 'x', ...more, metadata: {...metadata, ...more.metadata}};
}
