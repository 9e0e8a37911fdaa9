import {ZodError} from 'zod';
import type {ArtistasApi} from '../api/artistas-api';
import {Reasons} from '../api/conditions';
import {LAST_BACKUP_FINALIZER} from '../api/group';
import {setFinalizer} from '../runtime/finalizer';
import {keyOf} from '../runtime/resources';
import type {StoredObject} from '../runtime/types';
import {ChildCluster} from './child-cluster';
import {conditionsOf} from './conditions';
import {makeLastBackup} from './last-backup';
import type {ReconcilerParts} from './reconcile';
import {releaseOf} from './release';
import {stalled, StepResult} from './types';

/** Holds objects whose policy is `BackupThenDelete` until that is done or given up, and no others. */
export class Deletion {
  constructor(private readonly parts: ReconcilerParts) {}

  /** Sees to it that an object that is there is held as its policy says. */
  async prepare(found: StoredObject, {spec}: ArtistasApi): Promise<void> {
    const isWanted = spec.deletionPolicy === 'BackupThenDelete';
    if (isWanted !== isHeld(found)) await this.hold(found, isWanted);
  }

  /** Takes an object that is deleted a step further. @param cr why it cannot be read, or what it says */
  async pass(found: StoredObject, cr: ArtistasApi | ZodError): Promise<{readonly afterMs?: number}> {
    if (!isHeld(found)) return {};
    if (!(cr instanceof ZodError) && cr.spec.deletionPolicy !== 'BackupThenDelete') {
      await this.hold(found, false);
      return {};
    }
    const result = await this.settle(found, cr);
    if (result.kind === 'wait') {
      const {status} = found as unknown as ArtistasApi;
      const conditions = conditionsOf(cr as ArtistasApi, result, this.parts.now());
      await this.parts.status.write(found, {...status, conditions});
      return {afterMs: result.afterMs};
    }
    await this.parts.events.record(found, {
      type: result.kind === 'done' ? 'Normal' : 'Warning',
      action: 'Delete',
      ...(result.kind === 'done'
        ? {reason: Reasons.LAST_BACKUP_MADE, note: 'The last backup is made.'}
        : {reason: result.reason, note: result.message}),
    });
    await this.hold(found, false);
    return {};
  }

  private settle(found: StoredObject, cr: ArtistasApi | ZodError): Promise<StepResult> {
    if (cr instanceof ZodError) {
      const [issue] = cr.issues;
      const why = `${issue?.path.join('.')}: ${issue?.message}`;
      return Promise.resolve(stalled(Reasons.LAST_BACKUP_GIVEN_UP, `The object is not valid (${why}).`));
    }
    const children = this.parts.view.childrenOf(keyOf(found));
    return makeLastBackup(
      {
        cr,
        observed: {children, referencesHash: '', missing: []},
        cluster: new ChildCluster(this.parts, cr, children),
        release: releaseOf(cr),
        applied: new Map(),
      },
      Date.parse(this.parts.now()),
    );
  }

  private hold(found: StoredObject, isWanted: boolean): Promise<void> {
    return setFinalizer(this.parts.client, found, LAST_BACKUP_FINALIZER, isWanted);
  }
}

const isHeld = ({metadata}: StoredObject): boolean =>
  metadata.finalizers?.includes(LAST_BACKUP_FINALIZER) === true;
