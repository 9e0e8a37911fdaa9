import {expect} from '@loopback/testlab';
import {Reasons} from '../../../../src/operator/api/conditions';
import type {Applied} from '../../../../src/operator/runtime/applier';
import {followRollout} from '../../../../src/operator/steps/rollout';
import {givenArtistasApi} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

const cr = givenArtistasApi({replicas: 2});
const IMAGE = 'registry.example.org/artistas-api:1.2.3';
const GOOD = 'registry.example.org/artistas-api:1.0.0';
const complete = {observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2};
const progressing = (reason: string): object => ({conditions: [{type: 'Progressing', reason}]});
const overdue = {...complete, availableReplicas: 1, ...progressing('ProgressDeadlineExceeded')};

function given(api: object | undefined, worker: object = complete): Readonly<Record<string, Applied>> {
  const deployment = (name: string, status: object | undefined): Applied => ({
    outcome: 'unchanged',
    ...(status && {live: givenChild(cr, 'Deployment', name, {spec: {replicas: 2}, status})}),
  });
  return {
    'Deployment artistas-api': deployment('artistas-api', api),
    'Deployment artistas-worker': deployment('artistas-worker', worker),
    'Service artistas-api': {outcome: 'unchanged'},
  };
}

interface Case {
  readonly name: string;
  readonly api: object | undefined;
  readonly status?: object;
  readonly want: object;
}

describe('the step followRollout', () => {
  const rolling = {
    kind: 'wait',
    reason: Reasons.ROLLING_OUT,
    message: `Going over to ${IMAGE}: artistas-api.`,
  };
  const cases: Case[] = [
    {
      name: 'is over when all pods are new and ready, and remembers the image',
      api: complete,
      want: {kind: 'done', facts: {lastGoodImage: IMAGE, failedImage: null}},
    },
    {name: 'waits for a Deployment that is not heard of yet', api: undefined, want: rolling},
    {
      name: 'waits until the controller has seen the change',
      api: {...complete, observedGeneration: 1},
      want: rolling,
    },
    {name: 'waits for old pods to go', api: {...complete, replicas: 3}, want: rolling},
    {
      name: 'tells a pod that got unready later from a rollout',
      api: {...complete, availableReplicas: 1, ...progressing('NewReplicaSetAvailable')},
      want: {kind: 'wait', reason: Reasons.REPLICAS_UNAVAILABLE},
    },
    {
      name: 'goes back when the time is over',
      api: overdue,
      status: {lastGoodImage: GOOD},
      want: {kind: 'wait', reason: Reasons.ROLLING_OUT, facts: {failedImage: IMAGE}},
    },
    {
      name: 'has nowhere to go back to at the first release',
      api: overdue,
      want: {kind: 'stalled', reason: Reasons.ROLLOUT_FAILED},
    },
    {
      name: 'has nowhere to go back to when the image is the good one',
      api: overdue,
      status: {lastGoodImage: IMAGE},
      want: {kind: 'stalled', reason: Reasons.ROLLOUT_FAILED},
    },
    {
      name: 'waits for a person once it has gone back',
      api: complete,
      status: {lastGoodImage: GOOD, failedImage: IMAGE},
      want: {
        kind: 'stalled',
        reason: Reasons.ROLLED_BACK,
        message: `${IMAGE} did not come up in 600 s; ${GOOD} serves.`,
      },
    },
    {
      name: 'goes on when another image is asked for than the one that failed',
      api: complete,
      status: {lastGoodImage: GOOD, failedImage: 'registry.example.org/artistas-api:1.1.0'},
      want: {kind: 'done', facts: {lastGoodImage: IMAGE, failedImage: null}},
    },
  ];
  for (const {name, api, status, want} of cases) {
    it(name, async () => {
      const step = givenStep({cr: {...cr, ...(status && {status})}, applied: given(api)});
      expect(await followRollout(step)).to.containEql(want);
    });
  }
});
