import {expect} from '@loopback/testlab';
import type {Condition} from '../../../../src/operator/api/condition';
import {Reason, Reasons} from '../../../../src/operator/api/conditions';
import {conditionsOf} from '../../../../src/operator/steps/conditions';
import {summarise} from '../../../../src/operator/steps/summary';
import {done, stalled, StepResult, wait} from '../../../../src/operator/steps/types';
import {givenArtistasApi} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

const NOW = '2026-11-24T12:00:00Z';
const BEFORE = '2026-11-24T11:00:00Z';
const cr = givenArtistasApi();

const short = (conditions: readonly Condition[]): string =>
  conditions.map(({type, status}) => `${type}=${status}`).join(' ');

describe('the conditions', () => {
  const suspended: StepResult = {kind: 'suspended', reason: Reasons.SUSPENDED, message: ''};
  const cases: {name: string; result: StepResult; want: string}[] = [
    {name: 'all is done', result: done, want: 'Ready=True Reconciling=False Stalled=False Degraded=False'},
    {
      name: 'it waits',
      result: wait(Reasons.MIGRATING, ''),
      want: 'Ready=False Reconciling=True Stalled=False Degraded=False',
    },
    {
      name: 'a person must act',
      result: stalled(Reasons.MIGRATION_FAILED, ''),
      want: 'Ready=False Reconciling=False Stalled=True Degraded=False',
    },
    {
      name: 'it serves with less than was asked for',
      result: wait(Reasons.REPLICAS_UNAVAILABLE, ''),
      want: 'Ready=False Reconciling=True Stalled=False Degraded=True',
    },
    {
      name: 'it has gone back',
      result: stalled(Reasons.ROLLED_BACK, ''),
      want: 'Ready=False Reconciling=False Stalled=True Degraded=True',
    },
    {
      name: 'it is suspended',
      result: suspended,
      want: 'Ready=False Reconciling=False Stalled=False Degraded=False',
    },
  ];
  for (const {name, result, want} of cases) {
    it(`say when ${name}`, () => expect(short(conditionsOf(cr, result, NOW))).to.equal(want));
  }

  it('keep the time since when it is so', () => {
    const ready = (status: 'True' | 'False', reason: Reason): Condition => ({
      type: 'Ready',
      status,
      reason,
      message: '',
      lastTransitionTime: BEFORE,
    });
    const times = (before: Condition): string | undefined =>
      conditionsOf({...cr, status: {conditions: [before]}}, wait(Reasons.MIGRATING, ''), NOW).find(
        ({type}) => type === 'Ready',
      )?.lastTransitionTime;
    expect(times(ready('False', Reasons.ROLLING_OUT))).to.equal(BEFORE);
    expect(times(ready('True', Reasons.AVAILABLE))).to.equal(NOW);
  });
});

describe('the status', () => {
  const {release} = givenStep({cr});
  const children = [
    givenChild(cr, 'Deployment', 'artistas-api', {status: {replicas: 3, readyReplicas: 2}}),
    givenChild(cr, 'Deployment', 'artistas-worker', {status: {replicas: 1}}),
    givenChild(cr, 'CronJob', 'artistas-sincronizar', {status: {lastSuccessfulTime: BEFORE}}),
  ];
  const {observed} = givenStep({cr, children});

  it('says what is there', () => {
    const facts = {lastGoodImage: release.image, schemaVersion: '20261123000100-x'};
    const {conditions, ...status} = summarise(cr, {result: done, facts, release, observed}, NOW);
    expect(conditions).to.have.length(4);
    expect(status).to.eql({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 2,
      workerReplicas: 1,
      selector:
        'app.kubernetes.io/name=artistas-api,app.kubernetes.io/instance=artistas,app.kubernetes.io/component=api',
      image: release.image,
      lastGoodImage: release.image,
      schemaVersion: '20261123000100-x',
      version: '1.2.3',
      url: 'http://artistas-api.catalogo.svc',
      lastSyncTime: BEFORE,
    });
  });

  it('keeps what nobody spoke of, also what this operator does not know', () => {
    const before = {...cr, status: {version: '1.0.0', futuro: 'x', failedImage: 'y'} as object};
    const result = wait(Reasons.ROLLING_OUT, '');
    const status = summarise(before, {result, facts: {failedImage: null}, release, observed}, NOW);
    expect(status).to.containEql({version: '1.0.0', futuro: 'x'});
    expect(status).to.not.have.property('failedImage');
  });

  it('is the same after a second look', () => {
    const outcome = {result: done, facts: {}, release, observed};
    const first = summarise(cr, outcome, BEFORE);
    expect(summarise({...cr, status: first}, outcome, NOW)).to.eql(first);
  });
});
