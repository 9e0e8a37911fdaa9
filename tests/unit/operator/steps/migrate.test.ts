import {expect} from '@loopback/testlab';
import {MIGRATION_EXIT} from '../../../../src/config/exit-codes';
import {Reasons} from '../../../../src/operator/api/conditions';
import {migrationJobName} from '../../../../src/operator/manifests/tasks';
import {migrate} from '../../../../src/operator/steps/migrate';
import type {Ending, StepResult} from '../../../../src/operator/steps/types';
import {givenArtistasApi} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

const cr = givenArtistasApi();
const IMAGE = 'registry.example.org/artistas-api:1.2.3';
const name = migrationJobName(cr, {});
const job = (status: object): ReturnType<typeof givenChild> => givenChild(cr, 'Job', name, {status});
const condition = (type: string, message = ''): object => ({conditions: [{type, status: 'True', message}]});
const short = (result: StepResult): unknown =>
  result.kind === 'done'
    ? ['done', result.facts]
    : [result.kind, result.reason, 'message' in result && result.message];

interface Case {
  readonly name: string;
  readonly status?: object;
  readonly ending?: Ending;
  readonly want: unknown;
}

describe('the step migrate', () => {
  const again = `Mend it, then delete Job "${name}" to try again.`;
  const cases: Case[] = [
    {
      name: 'waits while it runs',
      status: {},
      want: ['wait', Reasons.MIGRATING, `The migration of ${IMAGE} runs.`],
    },
    {
      name: 'tells what an attempt has failed for, and waits for the next',
      status: {failed: 1},
      ending: {exitCode: 1, message: 'the table is locked'},
      want: ['wait', Reasons.MIGRATING, 'The migration failed: the table is locked. It is tried again.'],
    },
    {
      name: 'tells that the database is out of reach',
      status: {failed: 1},
      ending: {exitCode: MIGRATION_EXIT.databaseUnreachable, message: 'is it running?'},
      want: ['wait', Reasons.DATABASE_UNREACHABLE, 'The migration failed: is it running? It is tried again.'],
    },
    {
      name: 'waits for the Job to say that its second attempt has succeeded',
      status: {failed: 1},
      ending: {exitCode: 0, message: '20261123000100-catalogo\n'},
      want: ['wait', Reasons.MIGRATING, `The migration of ${IMAGE} runs.`],
    },
    {
      name: 'is over when it succeeded, and notes where the schema is',
      status: condition('Complete'),
      ending: {exitCode: 0, message: '20261123000100-catalogo\n'},
      want: ['done', {schemaVersion: '20261123000100-catalogo'}],
    },
    {
      name: 'is over when nobody remembers where the schema is',
      status: condition('Complete'),
      want: ['done', undefined],
    },
    {
      name: 'waits for a person when it failed',
      status: {failed: 4, ...condition('Failed')},
      ending: {exitCode: 1, message: 'column "x" does not exist'},
      want: [
        'stalled',
        Reasons.MIGRATION_FAILED,
        `The migration failed: column "x" does not exist. ${again}`,
      ],
    },
    {
      name: 'waits for a person when it hung until its deadline',
      status: condition('Failed', 'Job was active longer than specified deadline'),
      want: [
        'stalled',
        Reasons.MIGRATION_FAILED,
        `The migration failed: Job was active longer than specified deadline. ${again}`,
      ],
    },
    {
      name: 'refuses an image that the schema is ahead of',
      status: {failed: 1, ...condition('Failed')},
      ending: {exitCode: MIGRATION_EXIT.schemaAhead, message: 'The schema is ahead.'},
      want: ['stalled', Reasons.SCHEMA_AHEAD, `The migration failed: The schema is ahead. ${again}`],
    },
  ];
  for (const {name: title, status, ending, want} of cases) {
    it(title, async () => {
      const step = givenStep({cr, ending, children: status ? [job(status)] : []});
      expect(short(await migrate(step))).to.eql(want);
      expect(step.cluster.done).to.eql([]);
    });
  }

  const comesBack = {
    DATABASE_UNREACHABLE: MIGRATION_EXIT.databaseUnreachable,
    STORAGE_UNREACHABLE: MIGRATION_EXIT.storageUnreachable,
  } as const;
  for (const [reason, exitCode] of Object.entries(comesBack)) {
    it(`begins anew when a Job has given up with ${reason}`, async () => {
      const children = [job({failed: 4, ...condition('Failed')})];
      const step = givenStep({cr, children, ending: {exitCode, message: 'no route'}});
      const want = ['wait', Reasons[reason as keyof typeof comesBack]];
      expect(short(await migrate(step))).to.eql([
        ...want,
        'The migration failed: no route. It is tried again.',
      ]);
      expect(step.cluster.done).to.eql([`remove Job ${name}`]);
    });
  }

  it('makes the Job where there is none', async () => {
    const step = givenStep({cr});
    const want = ['wait', Reasons.MIGRATING, `The migration of ${IMAGE} runs.`];
    expect(short(await migrate(step))).to.eql(want);
    expect(step.cluster.done).to.eql([`create Job ${name}`]);
  });

  it('refuses to go back to an image that the schema is ahead of', async () => {
    const lastGoodImage = 'registry.example.org/artistas-api:1.0.0';
    const back = {...givenArtistasApi(), status: {failedImage: IMAGE, lastGoodImage}};
    const old = migrationJobName(back, {image: lastGoodImage});
    const children = [givenChild(back, 'Job', old, {status: {failed: 1, ...condition('Failed')}})];
    const ending = {exitCode: MIGRATION_EXIT.schemaAhead, message: ''};
    const [kind, reason] = short(await migrate(givenStep({cr: back, children, ending}))) as string[];
    expect([kind, reason]).to.eql(['stalled', Reasons.ROLLBACK_REFUSED]);
  });
});
