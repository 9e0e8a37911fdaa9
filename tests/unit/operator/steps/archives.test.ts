import {expect} from '@loopback/testlab';
import type {ArtistasApi, ArtistasApiStatus} from '../../../../src/operator/api/artistas-api';
import {noteArchives} from '../../../../src/operator/steps/archives';
import {backupStale, staleInMs} from '../../../../src/operator/steps/backup-age';
import type {Ending} from '../../../../src/operator/steps/types';
import {ENDED_AT, givenArchiveJob, LAST_WORDS, REPORT} from '../../../support/archive-jobs';
import {BACKUP, givenArtistasApi} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

const EARLIER = '2026-11-27T03:31:00Z';
const HOUR_MS = 3_600_000;
const made: Ending = {exitCode: 0, message: LAST_WORDS};
const figures = {archive: REPORT.id, sizeBytes: 4096, objects: 7, durationSeconds: 11};

const withStatus = (status: ArtistasApiStatus): ArtistasApi => ({
  ...givenArtistasApi({backup: BACKUP}),
  status,
});

describe('noteArchives', () => {
  const old = {lastSuccessTime: EARLIER, archive: 'old'};
  const drilled = {...REPORT, recoverySeconds: 42.3, lostSeconds: 3600};
  const cases: {
    name: string;
    status?: ArtistasApiStatus;
    jobs: Parameters<typeof givenArchiveJob>[1][];
    ending?: Ending;
    want: object;
    told: string[];
  }[] = [
    {name: 'says nothing while one is at work', jobs: [{}], want: {}, told: []},
    {
      name: 'reads off the pod what a backup has made',
      status: {backup: {...old, failure: 'no room'}},
      jobs: [{ended: 'Complete'}],
      ending: made,
      want: {backup: {lastSuccessTime: ENDED_AT, ...figures}},
      told: ['Normal BackedUp'],
    },
    {
      name: 'knows that one was made when its pod is gone',
      jobs: [{ended: 'Complete'}],
      want: {backup: {lastSuccessTime: ENDED_AT}},
      told: ['Normal BackedUp'],
    },
    {
      name: 'believes no report that is none',
      jobs: [{ended: 'Complete'}],
      ending: {exitCode: 0, message: '{"id": 7}'},
      want: {backup: {lastSuccessTime: ENDED_AT}},
      told: ['Normal BackedUp'],
    },
    {
      name: 'keeps the last good one when one fails, and says why',
      status: {backup: old},
      jobs: [{ended: 'Failed'}],
      ending: {exitCode: 12, message: 'objects: 1 objects\nThe store is away.\n'},
      want: {backup: {...old, lastFailureTime: ENDED_AT, failure: 'The store is away.'}},
      told: ['Warning BackupFailed'],
    },
    {
      name: 'looks at each once',
      status: {backup: {lastSuccessTime: ENDED_AT, archive: 'known'}},
      jobs: [{ended: 'Complete'}],
      ending: made,
      want: {backup: {lastSuccessTime: ENDED_AT, archive: 'known'}},
      told: [],
    },
    {
      name: 'takes several in the order of their ends',
      jobs: [
        {name: 'b', ended: 'Failed', at: ENDED_AT, message: 'x'},
        {name: 'a', ended: 'Complete', at: EARLIER},
      ],
      want: {backup: {lastSuccessTime: EARLIER, lastFailureTime: ENDED_AT, failure: 'x.'}},
      told: ['Normal BackedUp', 'Warning BackupFailed'],
    },
    {
      name: 'keeps what a drill has shown apart',
      status: {backup: old},
      jobs: [{component: 'drill', ended: 'Complete'}],
      ending: {exitCode: 0, message: JSON.stringify(drilled)},
      want: {
        backup: old,
        drill: {lastSuccessTime: ENDED_AT, archive: REPORT.id, recoverySeconds: 42, lostSeconds: 3600},
      },
      told: ['Normal Restored'],
    },
    {
      name: 'shows a drill that hung until its deadline',
      jobs: [{component: 'drill', ended: 'Failed', reason: 'DeadlineExceeded', message: 'was active longer'}],
      ending: {exitCode: 130, message: 'Stopped.'},
      want: {drill: {lastFailureTime: ENDED_AT, failure: 'was active longer.'}},
      told: ['Warning DrillFailed'],
    },
    {
      name: 'does not take a restore for a backup',
      jobs: [{component: 'restore', ended: 'Complete'}],
      want: {},
      told: [],
    },
  ];
  for (const {name, status = {}, jobs, ending, want, told} of cases) {
    it(name, async () => {
      const cr = withStatus(status);
      const children = jobs.map(job => givenArchiveJob(cr, job));
      const news = await noteArchives(givenStep({cr, children, ending}));
      expect(news.facts).to.eql(want);
      expect(news.events.map(({type, reason}) => `${type} ${reason}`)).to.eql(told);
    });
  }
});

describe('BackupStale', () => {
  const NOW = '2026-11-28T12:00:00Z';
  const cronJob = (cr: ArtistasApi, at: string): ReturnType<typeof givenChild> =>
    givenChild(cr, 'CronJob', 'artistas-backup', {
      metadata: {name: 'artistas-backup', creationTimestamp: at as never},
    });
  const cases = [
    {
      name: 'a young one',
      backup: {lastSuccessTime: '2026-11-28T11:00:00Z'},
      want: ['False', 'BackupRecent', 'The last backup is of 2026-11-28T11:00:00Z.'],
      leftHours: 25,
    },
    {
      name: 'an old one',
      backup: {lastSuccessTime: '2026-11-27T10:00:00Z'},
      want: ['True', 'BackupOverdue', 'The last backup is of 2026-11-27T10:00:00Z, and may be 26 h old.'],
    },
    {
      name: 'an old one, and why there is no other',
      backup: {lastSuccessTime: '2026-11-27T10:00:00Z', failure: 'No room.'},
      want: [
        'True',
        'BackupOverdue',
        'The last backup is of 2026-11-27T10:00:00Z, and may be 26 h old; the last one failed: No room.',
      ],
    },
    {
      name: 'none yet, asked for an hour ago',
      since: '2026-11-28T11:00:00Z',
      want: ['False', 'BackupRecent', 'There is no backup yet.'],
      leftHours: 25,
    },
    {
      name: 'none yet, asked for long ago',
      since: '2026-11-01T11:00:00Z',
      want: ['True', 'BackupOverdue', 'There is no backup yet, and may be 26 h old.'],
    },
  ];
  for (const {name, backup, since, want, leftHours} of cases) {
    it(`tells of ${name}`, () => {
      const cr = withStatus({backup});
      const {observed} = givenStep({cr, children: since ? [cronJob(cr, since)] : []});
      const {status, reason, message} = backupStale(cr, observed, backup, NOW)!;
      expect([status, reason, message]).to.eql(want);
      expect(staleInMs(cr, observed, backup, NOW)).to.equal(leftHours && leftHours * HOUR_MS);
    });
  }

  it('is not told where no backups are asked for', () => {
    const {cr, observed} = givenStep();
    expect(backupStale(cr, observed, undefined, NOW)).to.be.undefined();
  });
});
