import {expect} from '@loopback/testlab';
import {BACKUP_EXIT} from '../../../../src/config/exit-codes';
import type {ArtistasBackup, ArchiveRequest} from '../../../../src/operator/api/requests';
import {parseRequest} from '../../../../src/operator/api/requests';
import {serveRequest} from '../../../../src/operator/steps/serve-request';
import type {Ending} from '../../../../src/operator/steps/types';
import {ENDED_AT, givenArchiveJob, LAST_WORDS, MADE_AT, REPORT} from '../../../support/archive-jobs';
import {BACKUP, givenArtistasApi, GivenSpec} from '../../../support/artistas-api';
import {givenStep} from '../../../support/given-step';

const UID = 'uid-of-request';
const request = (kind: string, spec: object = {}): ArchiveRequest =>
  parseRequest({
    apiVersion: 'artistas.dev/v1alpha1',
    kind,
    metadata: {name: 'antes', namespace: 'catalogo', uid: UID},
    spec: {installationRef: {name: 'artistas'}, ...spec},
  });
const backup = request('ArtistasBackup');
const restore = request('ArtistasRestore', {archive: REPORT.id});
/** When its status knows of the Job. */
const noted = <T extends ArchiveRequest>(given: T): T => ({
  ...given,
  status: {phase: 'Running', startTime: MADE_AT},
});
const byName = request('ArtistasRestore', {backupRef: {name: 'ontem'}});

interface Case {
  readonly name: string;
  readonly request: ArchiveRequest;
  readonly spec?: GivenSpec;
  readonly missing?: string[];
  readonly jobs?: Parameters<typeof givenArchiveJob>[1][];
  readonly ending?: Ending;
  readonly known?: ArtistasBackup['status'];
  readonly want: string;
  readonly facts?: object;
  readonly does?: string[];
}

describe('serveRequest', () => {
  const begun = {startTime: '2026-11-28T03:30:00Z'};
  const failing = (exitCode: number, message = 'It did not work.'): Pick<Case, 'jobs' | 'ending'> => ({
    jobs: [{name: 'antes-restore', component: 'restore', owner: UID, ended: 'Failed'}],
    ending: {exitCode, message},
  });
  const cases: Case[] = [
    {
      name: 'makes a Job for a backup',
      request: backup,
      want: 'wait BackingUp',
      does: ['create Job antes-backup'],
    },
    {
      name: 'makes a Job for a restore',
      request: restore,
      want: 'wait Restoring',
      does: ['create Job antes-restore'],
    },
    {
      name: 'needs to know where archives are',
      request: backup,
      spec: {backup: undefined},
      want: 'wait BackupNotConfigured',
    },
    {
      name: 'makes nothing while the object is suspended',
      request: backup,
      spec: {suspend: true},
      want: 'wait Suspended',
    },
    {
      name: 'waits for what the pod reads',
      request: backup,
      missing: ['Secret "s3"'],
      want: 'wait ReferenceMissing',
    },
    {
      name: 'waits while another is at work',
      request: backup,
      jobs: [{component: 'restore'}],
      want: 'wait Queued',
    },
    {
      name: 'waits for no drill, and for nothing that is over',
      request: backup,
      jobs: [{component: 'drill', name: 'a'}, {ended: 'Failed'}],
      want: 'wait BackingUp',
      does: ['create Job antes-backup'],
    },
    {
      name: 'notes that there is a Job before that begins',
      request: restore,
      jobs: [{name: 'antes-restore', owner: UID, begins: false}],
      want: 'wait Restoring',
      facts: {startTime: MADE_AT},
    },
    {
      name: 'lets it begin when that is noted',
      request: noted(restore),
      jobs: [{name: 'antes-restore', owner: UID, begins: false}],
      want: 'wait Restoring',
      facts: {startTime: MADE_AT},
      does: ['resume Job antes-restore'],
    },
    {
      name: 'says since when it is at work',
      request: noted(backup),
      jobs: [{name: 'antes-backup', owner: UID}],
      want: 'wait BackingUp',
      facts: begun,
    },
    {name: 'restores nothing twice', request: noted(restore), want: 'stalled RestoreFailed'},
    {name: 'backs nothing up twice', request: noted(backup), want: 'stalled BackupFailed'},
    {
      name: 'does not take the Job of another for its own',
      request: backup,
      jobs: [{name: 'antes-backup'}],
      want: 'stalled NameTaken',
    },
    {
      name: 'reads off the pod what was backed up',
      request: backup,
      jobs: [{name: 'antes-backup', owner: UID, ended: 'Complete'}],
      ending: {exitCode: 0, message: LAST_WORDS},
      want: 'done',
      facts: {
        ...begun,
        completionTime: ENDED_AT,
        archive: REPORT.id,
        snapshotTime: REPORT.snapshotAt,
        durationSeconds: 11,
        objects: 7,
        rows: 120,
        sizeBytes: 4096,
        missingObjects: 0,
      },
    },
    {
      name: 'goes on to its end while the object is suspended',
      request: backup,
      spec: {suspend: true},
      jobs: [{name: 'antes-backup', owner: UID, ended: 'Complete'}],
      want: 'done',
      facts: {...begun, completionTime: ENDED_AT},
    },
    {name: 'waits for the backup that it names', request: byName, want: 'wait ReferenceMissing'},
    {
      name: 'waits until that is made',
      request: byName,
      known: {phase: 'Running'},
      want: 'wait ReferenceMissing',
    },
    {
      name: 'has nothing to restore when that failed',
      request: byName,
      known: {phase: 'Failed'},
      want: 'stalled ArchiveMissing',
    },
    {
      name: 'has nothing to restore when nobody knows what it made',
      request: byName,
      known: {phase: 'Succeeded'},
      want: 'stalled ArchiveMissing',
    },
    {
      name: 'restores what that made',
      request: byName,
      known: {phase: 'Succeeded', archive: REPORT.id},
      want: 'wait Restoring',
      does: ['create Job antes-restore'],
    },
    ...(
      [
        ['noArchive', 'ArchiveMissing'],
        ['archiveDamaged', 'ArchiveDamaged'],
        ['schemaAhead', 'SchemaAhead'],
        ['databaseUnreachable', 'DatabaseUnreachable'],
        ['storageUnreachable', 'StorageUnreachable'],
        ['busy', 'RestoreFailed'],
        ['deadline', 'DeadlineExceeded'],
      ] as const
    ).map(([code, reason]): Case => ({
      name: `says what exit code ${code} means`,
      request: restore,
      ...failing(BACKUP_EXIT[code]),
      want: `stalled ${reason}`,
      facts: begun,
    })),
    {
      name: 'says that it failed',
      request: restore,
      ...failing(1),
      want: 'stalled RestoreFailed',
      facts: begun,
    },
  ];
  for (const {
    name,
    request: given,
    spec,
    missing,
    jobs = [],
    ending,
    known,
    want,
    facts = {},
    does = [],
  } of cases) {
    it(name, async () => {
      const cr = givenArtistasApi({backup: BACKUP, ...spec});
      const step = givenStep({cr, missing, ending, children: jobs.map(job => givenArchiveJob(cr, job))});
      const named = known && ({status: known} as ArtistasBackup);
      const {result, facts: learned} = await serveRequest(given, {...step, backup: () => named});
      expect('reason' in result ? `${result.kind} ${result.reason}` : result.kind).to.equal(want);
      expect(learned).to.eql(facts);
      expect(step.cluster.done).to.eql(does);
    });
  }
});
