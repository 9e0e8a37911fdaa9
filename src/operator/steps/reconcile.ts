import {ZodError} from 'zod';
import {ArtistasApi, parseArtistasApi} from '../api/artistas-api';
import {Conditions, Reasons} from '../api/conditions';
import {FIELD_MANAGER} from '../api/group';
import {ApiError, isForbidden, isInvalid} from '../runtime/api-error';
import {NameTakenError} from '../runtime/applier';
import {hashOf} from '../runtime/fingerprint';
import type {StoredObject} from '../runtime/types';
import {applyStatus, ChildCluster, ChildClusterParts, KindMissingError} from './child-cluster';
import {layGroundwork} from './groundwork';
import {ensureLogin} from './login';
import {migrate} from './migrate';
import {observe} from './observe';
import type {ReferenceHashes} from './reference-hashes';
import {requireReferences} from './references';
import {releaseOf} from './release';
import {followRollout} from './rollout';
import {conditionsOf, summarise} from './summary';
import {Facts, Observed, stalled, Step, StepContext, StepResult, wait} from './types';
import {putUpWorkloads} from './workloads';

/** In this order; the first that is not done ends the pass. */
const STEPS: readonly Step[] = [requireReferences, layGroundwork, migrate, putUpWorkloads, followRollout];
/** A failure that the next attempt does away with is nobody's business. */
const FAILURES_TO_TELL = 3;

export interface ReconcilerParts extends ChildClusterParts {
  readonly hashes: ReferenceHashes;
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
      return {};
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
    const {view, hashes} = this.parts;
    const release = releaseOf(cr);
    const children = view.childrenOf(`${cr.metadata.namespace}/${cr.metadata.name}`);
    const cluster = new ChildCluster(this.parts, cr, children);
    const applied: StepContext['applied'] = new Map();
    let observed: Observed = {children, referencesHash: '', missing: []};
    const context = (): StepContext => ({cr, observed, cluster, release, applied});
    let facts: Facts = {};
    let result = suspension(cr) ?? (await settle(ensureLogin, context()));
    if (result.kind === 'done') {
      // With the login's Secret in it, made just now or long ago.
      observed = await observe(cr, view, hashes);
      for (const step of STEPS) {
        result = await settle(step, context());
        facts = {...facts, ...result.facts};
        if (result.kind !== 'done') break;
      }
    }
    await this.write(found, cr, summarise(cr, {result, facts, release, observed}, this.parts.now()));
    return result.kind === 'wait' ? {afterMs: result.afterMs} : {};
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
    const conditions = conditionsOf(cr, result, this.parts.now());
    return this.write(found, cr, {...cr.status, observedGeneration: cr.metadata.generation, conditions});
  }

  /** The only write of a status, and only when it says something new. */
  private async write(
    found: StoredObject,
    cr: ArtistasApi,
    status: NonNullable<ArtistasApi['status']>,
  ): Promise<void> {
    if (hashOf(status) === hashOf((found as ArtistasApi).status ?? {})) return;
    await applyStatus(this.parts.client, found, status, FIELD_MANAGER);
    const ready = status.conditions?.find(({type}) => type === Conditions.READY);
    const before = cr.status?.conditions?.find(({type}) => type === Conditions.READY);
    if (!ready || ready.reason === before?.reason) return;
    const isStalled = status.conditions?.some(
      ({type, status: is}) => type === Conditions.STALLED && is === 'True',
    );
    await this.parts.events.record(cr, {
      type: isStalled ? 'Warning' : 'Normal',
      reason: ready.reason,
      action: 'Reconcile',
      note: ready.message,
    });
  }
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

/** What would be refused again and again needs a person; a kind that is missing may come. */
async function settle(step: Step, context: StepContext): Promise<StepResult> {
  try {
    return await step(context);
  } catch (error) {
    if (error instanceof NameTakenError) return stalled(Reasons.NAME_TAKEN, error.message);
    if (error instanceof KindMissingError) return wait(Reasons.KIND_MISSING, error.message);
    if (isInvalid(error) || isForbidden(error))
      return stalled(Reasons.APPLY_REFUSED, (error as ApiError).message);
    throw error;
  }
}
