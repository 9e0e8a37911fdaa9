import {ZodError} from 'zod';
import {parseArtistasApi} from '../api/artistas-api';
import type {ArtistasApi} from '../api/artistas-api';
import {Reasons} from '../api/conditions';
import {BACKUP_KIND, RequestKind} from '../api/group';
import {ArchiveRequest, ArchiveRequestStatus, ArtistasBackup, parseRequest} from '../api/requests';
import type {StoredObject} from '../runtime/types';
import {ChildCluster} from './child-cluster';
import {requestConditions} from './conditions';
import {observe} from './observe';
import type {ReconcilerParts} from './reconcile';
import {releaseOf} from './release';
import {RequestFacts, serveRequest} from './serve-request';
import {settle} from './settle';
import {stalled, StepResult, wait} from './types';

/** Passes over what is asked for once: backups and restores. What is over is left alone for ever. */
export class RequestReconciler {
  constructor(private readonly parts: ReconcilerParts) {}

  async reconcile(kind: RequestKind, key: string): Promise<{readonly afterMs?: number}> {
    const found = this.parts.view.find(key, kind);
    if (!found || found.metadata.deletionTimestamp || isOver(found)) return {};
    let facts: RequestFacts = {};
    const result = await this.pass(found, given => (facts = given));
    await this.parts.status.write(found, this.statusOf(found, result, facts));
    return result.kind === 'wait' ? {afterMs: result.afterMs} : {};
  }

  private async pass(found: StoredObject, note: (facts: RequestFacts) => void): Promise<StepResult> {
    const request = parsed(() => parseRequest(found));
    if (request instanceof ZodError) return stalled(Reasons.SPEC_INVALID, wordsOf(request));
    const {name} = request.spec.installationRef;
    const installation = this.parts.view.find(`${found.metadata.namespace}/${name}`);
    if (!installation) return wait(Reasons.REFERENCE_MISSING, `There is no ArtistasApi "${name}".`, SOON);
    const cr = parsed(() => parseArtistasApi(installation));
    if (cr instanceof ZodError)
      return wait(Reasons.REFERENCE_MISSING, `ArtistasApi "${name}": ${wordsOf(cr)}`);
    return settle(async () => {
      const served = await this.serve(request, {...cr, status: (installation as ArtistasApi).status});
      note(served.facts);
      return served.result;
    });
  }

  private async serve(
    request: ArchiveRequest,
    cr: ArtistasApi,
  ): Promise<{readonly result: StepResult; readonly facts: RequestFacts}> {
    const {view, hashes} = this.parts;
    const observed = await observe(cr, view, hashes);
    return serveRequest(request, {
      cr,
      observed,
      cluster: new ChildCluster(this.parts, cr, observed.children),
      release: releaseOf(cr),
      backup: name =>
        view.find(`${cr.metadata.namespace}/${name}`, BACKUP_KIND) as ArtistasBackup | undefined,
    });
  }

  private statusOf(found: StoredObject, result: StepResult, facts: RequestFacts): ArchiveRequestStatus {
    const {status: before} = found as {status?: ArchiveRequestStatus};
    const [reason, message] =
      found.kind === BACKUP_KIND
        ? [Reasons.BACKED_UP, 'The backup is made.']
        : [Reasons.RESTORED, 'The archive is in the place of what was there.'];
    const done = {holds: true, reason, message};
    return {
      ...before,
      ...facts,
      phase: phaseOf(result, facts.startTime ?? before?.startTime),
      observedGeneration: found.metadata.generation,
      conditions: requestConditions(found, result, this.parts.now(), done),
    };
  }
}

const SOON = {seconds: 10};

function phaseOf(result: StepResult, startTime: string | undefined): ArchiveRequestStatus['phase'] {
  if (result.kind === 'done') return 'Succeeded';
  if (result.kind === 'stalled') return 'Failed';
  return startTime === undefined ? 'Pending' : 'Running';
}

function isOver(found: StoredObject): boolean {
  const {phase} = (found as {status?: ArchiveRequestStatus}).status ?? {};
  return phase === 'Succeeded' || phase === 'Failed';
}

function parsed<T>(parse: () => T): T | ZodError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ZodError) return error;
    throw error;
  }
}

function wordsOf({issues: [issue]}: ZodError): string {
  return `${issue?.path.join('.')}: ${issue?.message}.`;
}
