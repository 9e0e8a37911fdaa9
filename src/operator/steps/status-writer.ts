import {Conditions} from '../api/conditions';
import {FIELD_MANAGER} from '../api/group';
import type {ApiClient} from '../runtime/api-client';
import type {EventRecorder} from '../runtime/event-recorder';
import {hashOf} from '../runtime/fingerprint';
import {pathOfObject} from '../runtime/resources';
import type {StoredObject} from '../runtime/types';
import {doesHold, Judged} from './conditions';

type Status = NonNullable<Judged['status']>;

/** Says in the status of an object where it is, and tells people when the reason of `Ready` has changed. */
export class StatusWriter {
  constructor(
    private readonly client: ApiClient,
    private readonly events: EventRecorder,
  ) {}

  /** The only write of a status, and only when it says something new. */
  async write(found: StoredObject, status: Status): Promise<void> {
    const {status: before} = found as {status?: Status};
    if (hashOf(status) === hashOf(before ?? {})) return;
    await this.apply(found, status);
    const [ready, was] = [status, before].map(one =>
      one?.conditions?.find(({type}) => type === Conditions.READY),
    );
    if (!ready || ready.reason === was?.reason) return;
    await this.events.record(found, {
      type: doesHold({status}, Conditions.STALLED) ? 'Warning' : 'Normal',
      reason: ready.reason,
      action: 'Reconcile',
      note: ready.message,
    });
  }

  private async apply({apiVersion, kind, metadata}: StoredObject, status: Status): Promise<void> {
    const {name, namespace} = metadata;
    const body = {apiVersion, kind, metadata: {name, namespace}, status};
    await this.client.apply(pathOfObject(body, 'status'), body, FIELD_MANAGER);
  }
}
