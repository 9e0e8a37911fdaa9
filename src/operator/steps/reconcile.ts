import {ZodError} from 'zod';
import {ArtistasApi, ArtistasApiStatus, parseArtistasApi} from '../api/artistas-api';
import {Conditions, Reasons} from '../api/conditions';
import {ApiError} from '../runtime/api-error';
import type {StoredObject} from '../runtime/types';
import {afterDeletion} from './aftermath';
import {noteArchives} from './archives';
import {staleInMs} from './backup-age';
import {ChildCluster, ChildClusterParts} from './child-cluster';
import {conditionsOf} from './conditions';
import {layGroundwork} from './groundwork';
import {recallLastBackup, recordLastBackup} from './last-backup';
import {ensureLogin} from './login';
import {migrate} from './migrate';
import {observe} from './observe';
import type {ReferenceHashes} from './reference-hashes';
import {requireReferences} from './references';
import {releaseOf} from './release';
import {followRollout} from './rollout';
import {settle} from './settle';
import type {StatusWriter} from './status-writer';
import {summarise} from './summary';
import {Facts, Observed, stalled, Step, StepContext, StepResult} from './types';
import {putUpWorkloads} from './workloads';

/** In this order; the first that is not done ends the pass. */
const STEPS: readonly Step[] = [
  requireReferences,
  layGroundwork,
  migrate,
  recordLastBackup,
  putUpWorkloads,
  followRollout,
];
/** A failure that the next attempt does away with is nobody's business. */
const FAILURES_TO_TELL = 3;

export interface ReconcilerParts extends ChildClusterParts {
  readonly hashes: ReferenceHashes;
  readonly status: StatusWriter;
  /** ISO 8601. */
  readonly now: () => string;
}

/** Passes over objects: observes one, takes it a step further, and says in its status where it is. */
export class Reconciler {
  constructor(private readonly parts: ReconcilerParts) {}

  /**
   * One pass.
   * @param failureCount passes over this object that have failed in a row
   */
  async reconcile(key: string, failureCount: number): Promise<{readonly afterMs?: number}> {
    const found = this.parts.view.find(key);
    if (!found) {
      this.parts.applier.forget(key);
      this.parts.view.forget(key);
      return afterDeletion(this.parts, key);
    }
    // What it owns goes by itself.
    if (found.metadata.deletionTimestamp) return {};
    const cr = parse(found);
    if (cr instanceof ZodError) return this.refuse(found, cr);
    try {
      return await this.pass(found, cr);
    } catch (error) {
      if (failureCount >= FAILURES_TO_TELL) await this.tellFailure(found, cr, error as Error);
      throw error;
    }
  }

  private async pass(found: StoredObject, cr: ArtistasApi): Promise<{readonly afterMs?: number}> {
    const {view, hashes, events} = this.parts;
    const release = releaseOf(cr);
    const children = view.childrenOf(`${cr.metadata.namespace}/${cr.metadata.name}`);
    const cluster = new ChildCluster(this.parts, cr, children);
    const applied: StepContext['applied'] = new Map();
    let observed: Observed = {children, referencesHash: '', missing: []};
    const context = (): StepContext => ({cr, observed, cluster, release, applied});
    let facts: Facts = {};
    await recallLastBackup(context());
    let result = suspension(cr) ?? (await settle(() => ensureLogin(context())));
    if (result.kind === 'done') {
      // With the login's Secret in it, made just now or long ago.
      observed = await observe(cr, view, hashes);
      for (const step of STEPS) {
        result = await settle(() => step(context()));
        facts = {...facts, ...result.facts};
        if (result.kind !== 'done') break;
      }
    }
    const news = await noteArchives(context());
    for (const event of news.events) await events.record(found, event);
    facts = {...facts, ...news.facts};
    const now = this.parts.now();
    const status = summarise(cr, {result, facts, release, observed}, now);
    await this.parts.status.write(found, status);
    const afterMs = [staleInMs(cr, observed, status.backup, now), result.kind === 'wait' && result.afterMs];
    return {afterMs: soonest(afterMs)};
  }

  /** An object that the API server took, by another schema than ours. */
  private async refuse(found: StoredObject, error: ZodError): Promise<{readonly afterMs?: number}> {
    const cr = found as ArtistasApi;
    const [issue] = error.issues;
    const result = stalled(Reasons.SPEC_INVALID, `${issue?.path.join('.')}: ${issue?.message}.`);
    await this.writeConditions(found, cr, result);
    return {};
  }

  /** The reason may say more than people should read; the log has it all. */
  private async tellFailure(found: StoredObject, cr: ArtistasApi, error: Error): Promise<void> {
    const why = error instanceof ApiError ? error.message : 'the API server cannot be reached';
    const result: StepResult = {
      kind: 'wait',
      reason: Reasons.RETRYING,
      message: `A pass failed: ${why}.`,
      afterMs: 0,
    };
    await this.writeConditions(found, cr, result).catch(() => undefined);
  }

  private writeConditions(found: StoredObject, cr: ArtistasApi, result: StepResult): Promise<void> {
    const others = cr.status?.conditions?.filter(({type}) => type === Conditions.BACKUP_STALE) ?? [];
    const conditions = [...conditionsOf(cr, result, this.parts.now()), ...others];
    return this.parts.status.write(found, {
      ...cr.status,
      observedGeneration: cr.metadata.generation,
      conditions,
    } as ArtistasApiStatus);
  }
}

/** A timer takes no more than 24 days. */
const MAX_WAIT_MS = 86_400_000;

function soonest(waits: readonly (number | false | undefined)[]): number | undefined {
  const wanted = waits.filter(wait => typeof wait === 'number');
  return wanted.length > 0 ? Math.min(...wanted, MAX_WAIT_MS) : undefined;
}

function parse(found: StoredObject): ArtistasApi | ZodError {
  try {
    // With what a newer operator may have written there, which is not ours to take away.
    return {...parseArtistasApi(found), status: (found as ArtistasApi).status};
  } catch (error) {
    if (error instanceof ZodError) return error;
    throw error;
  }
}

function suspension({spec}: ArtistasApi): StepResult | undefined {
  if (!spec.suspend) return undefined;
  return {
    kind: 'suspended',
    reason: Reasons.SUSPENDED,
    message: 'Nothing is written while spec.suspend is true.',
  };
}
