import type {ArtistasApi} from '../../src/operator/api/artistas-api';
import type {KeptObject} from '../../src/operator/runtime/applier';
import {givenChild} from './given-step';

export const MADE_AT = '2026-11-28T03:29:59Z';
export const ENDED_AT = '2026-11-28T03:31:00Z';
export const REPORT = {
  id: '20261128T033000000Z-1f3a',
  snapshotAt: '2026-11-28T03:30:00.5Z',
  seconds: 11.4,
  rows: 120,
  objects: 7,
  bytes: 4096,
  copiedObjects: 2,
  missingObjects: 0,
};
export const LAST_WORDS = `tables: 3 of 3 tables\n${JSON.stringify(REPORT)}\n`;

/** A Job of archives as the cache has it: at work, or over since `at`. */
export function givenArchiveJob(
  cr: ArtistasApi,
  {
    name = 'artistas-backup-1',
    component = 'backup',
    ended,
    at = ENDED_AT,
    owner,
    message = '',
    reason,
    begins = true,
  }: {
    readonly name?: string;
    readonly component?: string;
    readonly ended?: 'Complete' | 'Failed';
    readonly at?: string;
    readonly owner?: string;
    readonly message?: string;
    readonly reason?: string;
    /** Whether it has begun. */
    readonly begins?: boolean;
  } = {},
): KeptObject {
  const condition = {type: ended, status: 'True', lastTransitionTime: at, message, reason};
  const labels = {'app.kubernetes.io/instance': cr.metadata.name, 'app.kubernetes.io/component': component};
  const ownerReferences = [{apiVersion: 'a/v1', kind: 'X', name: 'x', uid: owner ?? 'x', controller: true}];
  return givenChild(cr, 'Job', name, {
    metadata: {name, labels, ownerReferences, creationTimestamp: MADE_AT as never},
    status: {...(begins && {startTime: '2026-11-28T03:30:00Z'}), ...(ended && {conditions: [condition]})},
  });
}
