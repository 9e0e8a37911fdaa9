import {expect} from '@loopback/testlab';
import {ApiError} from '../../../../src/operator/runtime/api-error';
import {makeLastBackup} from '../../../../src/operator/steps/last-backup';
import type {Ending} from '../../../../src/operator/steps/types';
import {givenArchiveJob} from '../../../support/archive-jobs';
import {BACKUP, givenArtistasApi, GivenSpec} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

const DELETED_AT = '2026-11-28T12:00:00Z';
const NAME = 'artistas-last-backup';

describe('makeLastBackup', () => {
  const cases: {
    name: string;
    spec?: GivenSpec;
    job?: Parameters<typeof givenArchiveJob>[1];
    serves?: number;
    secret?: {isOurs: boolean};
    ending?: Ending;
    afterSeconds?: number;
    want: string | RegExp;
    does: string[];
  }[] = [
    {
      name: 'lets nobody write any more before it begins',
      serves: 2,
      want: 'wait',
      does: ['remove Deployment artistas-api', `apply Job ${NAME}, suspended`],
    },
    {name: 'begins when the last pod is gone', job: {}, want: 'wait', does: [`apply Job ${NAME}`]},
    {
      name: 'takes away what the operator made to last when it is made',
      job: {ended: 'Complete'},
      secret: {isOurs: true},
      want: 'done',
      does: ['remove Secret artistas-auth'],
    },
    {
      name: 'takes away nothing of others',
      job: {ended: 'Complete'},
      secret: {isOurs: false},
      want: 'done',
      does: [],
    },
    {
      name: 'takes away no Secret that the object only names',
      spec: {auth: {secretRef: {name: 'meu'}}},
      job: {ended: 'Complete'},
      secret: {isOurs: true},
      want: 'done',
      does: [],
    },
    {
      name: 'counts as made when it was in time, however late one looks',
      job: {ended: 'Complete'},
      afterSeconds: 9999,
      want: 'done',
      does: [],
    },
    {
      name: 'is given up when it fails, and everything stays',
      job: {ended: 'Failed'},
      secret: {isOurs: true},
      ending: {exitCode: 12, message: 'The store is away.'},
      want: /^The last backup failed: The store is away\. What was made to last stays/,
      does: [],
    },
    {
      name: 'is given up at its deadline, and everything stays',
      job: {},
      secret: {isOurs: true},
      afterSeconds: 900,
      want: /^The last backup was not made in 900 s\. What was made to last stays/,
      does: [],
    },
  ];
  for (const {name, spec, job, serves, secret, ending, afterSeconds = 1, want, does} of cases) {
    it(name, async () => {
      const given = {backup: BACKUP, deletionPolicy: 'BackupThenDelete', ...spec} as const;
      const cr = givenArtistasApi(given, {deletionTimestamp: DELETED_AT});
      const children = [
        ...(job ? [givenArchiveJob(cr, {name: NAME, ...job})] : []),
        ...(serves ? [givenChild(cr, 'Deployment', 'artistas-api')] : []),
      ];
      const step = givenStep({cr, children, secret, ending, pods: serves});
      const result = await makeLastBackup(step, Date.parse(DELETED_AT) + afterSeconds * 1000);
      if (typeof want === 'string') expect(result.kind).to.equal(want);
      else expect(result.kind === 'stalled' && result.message).to.match(want);
      expect(step.cluster.done).to.eql(does);
    });
  }

  const refusals = [
    {name: 'is given up in a namespace that goes too', words: 'because it is being terminated', isOver: true},
    {name: 'is tried again when it is refused', words: 'exceeded quota', isOver: false},
  ];
  for (const {name, words, isOver} of refusals) {
    it(name, async () => {
      const cr = givenArtistasApi(
        {backup: BACKUP, deletionPolicy: 'BackupThenDelete'},
        {deletionTimestamp: DELETED_AT},
      );
      const step = givenStep({cr});
      const cluster = {...step.cluster, apply: () => Promise.reject(new ApiError(words, 403, 'Forbidden'))};
      const made = makeLastBackup({...step, cluster}, Date.parse(DELETED_AT));
      if (isOver) expect((await made).kind).to.equal('stalled');
      else await expect(made).to.be.rejectedWith(/quota/);
    });
  }
});
