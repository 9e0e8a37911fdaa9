import type {V1CronJob} from '@kubernetes/client-node';
import {expect} from '@loopback/testlab';
import type {ArtistasApi} from '../../../../src/operator/api/artistas-api';
import type {Manifest} from '../../../../src/operator/api/manifest';
import {lastBackupRecord, readLastBackup} from '../../../../src/operator/manifests/last-backup';
import {ApiError} from '../../../../src/operator/runtime/api-error';
import {makeLastBackup, recallLastBackup, recordLastBackup} from '../../../../src/operator/steps/last-backup';
import type {Ending} from '../../../../src/operator/steps/types';
import {givenArchiveJob, MADE_AT} from '../../../support/archive-jobs';
import {BACKUP, givenArtistasApi, GivenSpec} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

const NAME = 'artistas-backup-last';
const WANTED = {backup: BACKUP, deletionPolicy: 'BackupThenDelete'} as const;

/** As it is stored, when the object is gone. */
function givenRecord(cr: ArtistasApi): V1CronJob & Manifest {
  const record = lastBackupRecord(cr)!;
  return {...record, metadata: {...record.metadata, uid: 'uid-of-the-record'}};
}

describe('makeLastBackup', () => {
  const cases: {
    name: string;
    spec?: GivenSpec;
    job?: Parameters<typeof givenArchiveJob>[1];
    serves?: boolean;
    pods?: number;
    secret?: {isOurs: boolean};
    ending?: Ending;
    afterSeconds?: number;
    want: string | RegExp;
    does: string[];
  }[] = [
    {
      name: 'does not begin while pods are ending',
      pods: 2,
      want: 'wait',
      does: [`apply Job ${NAME}, suspended`],
    },
    {
      name: 'does not begin while pods may still come',
      serves: true,
      want: 'wait',
      does: [`apply Job ${NAME}, suspended`],
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
  for (const {name, spec, job, serves, pods, secret, ending, afterSeconds = 1, want, does} of cases) {
    it(name, async () => {
      const cr = givenArtistasApi({...WANTED, ...spec});
      const children = [
        ...(job ? [givenArchiveJob(cr, {name: NAME, ...job})] : []),
        ...(serves ? [givenChild(cr, 'Deployment', 'artistas-api')] : []),
      ];
      const step = givenStep({cr, children, secret, ending, pods});
      const now = Date.parse(MADE_AT) + afterSeconds * 1000;
      const result = await makeLastBackup(readLastBackup(givenRecord(cr)), step, now);
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
      const cr = givenArtistasApi(WANTED);
      const step = givenStep({cr});
      const cluster = {...step.cluster, apply: () => Promise.reject(new ApiError(words, 403, 'Forbidden'))};
      const plan = readLastBackup(givenRecord(cr));
      const made = makeLastBackup(plan, {...step, cluster}, Date.parse(MADE_AT));
      if (isOver) expect((await made).kind).to.equal('stalled');
      else await expect(made).to.be.rejectedWith(/quota/);
    });
  }
});

describe('the record of a last backup', () => {
  const cr = givenArtistasApi(WANTED);
  const record = givenChild(cr, 'CronJob', NAME);
  const job = givenChild(cr, 'Job', NAME);

  it('goes by itself never, and tells whose it is and what goes with the backup', () => {
    const {metadata, spec} = lastBackupRecord(cr)!;
    expect([metadata.ownerReferences, spec.suspend]).to.eql([undefined, true]);
    const {installation, secret, deadlineSeconds} = readLastBackup(givenRecord(cr));
    const {name, namespace, uid} = cr.metadata;
    expect(installation.metadata).to.eql({name, namespace, uid});
    expect([secret, deadlineSeconds]).to.eql(['artistas-auth', 900]);
  });

  it('is written down with what its pod stands on', async () => {
    const applied = {[`CronJob ${NAME}`]: {outcome: 'created', live: record}} as const;
    const step = givenStep({cr, applied});
    await recordLastBackup(step);
    const does = [`CronJob ${NAME}, suspended`, `ServiceAccount ${NAME}`, `NetworkPolicy ${NAME}`];
    expect(step.cluster.done).to.eql(does.map(one => `apply ${one}`));
  });

  const recalls = [
    {name: 'stays while it is wanted', policy: 'BackupThenDelete', children: [record], does: []},
    {
      name: 'goes when it is wanted no more, whatever else is in the way',
      policy: 'Retain',
      children: [record, job],
      does: [`remove CronJob ${NAME}`],
    },
    {
      name: 'is acted upon no more when the object is back',
      policy: 'BackupThenDelete',
      children: [record, job],
      does: [`remove Job ${NAME}`],
    },
  ] as const;
  for (const {name, policy, children, does} of recalls) {
    it(name, async () => {
      const step = givenStep({cr: givenArtistasApi({...WANTED, deletionPolicy: policy}), children});
      await recallLastBackup(step);
      expect(step.cluster.done).to.eql(does);
    });
  }
});
