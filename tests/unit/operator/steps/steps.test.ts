import {expect} from '@loopback/testlab';
import {Reasons} from '../../../../src/operator/api/conditions';
import {migrationJobName} from '../../../../src/operator/manifests/tasks';
import {layGroundwork} from '../../../../src/operator/steps/groundwork';
import {ensureLogin} from '../../../../src/operator/steps/login';
import {requireReferences} from '../../../../src/operator/steps/references';
import {putUpWorkloads} from '../../../../src/operator/steps/workloads';
import {givenArtistasApi} from '../../../support/artistas-api';
import {givenChild, givenStep} from '../../../support/given-step';

describe('the step ensureLogin', () => {
  const ours = givenArtistasApi({auth: {secretRef: {name: 'meu'}}});
  const cases = [
    {
      name: 'makes the Secret where there is none',
      given: {},
      does: ['create Secret artistas-auth'],
      kind: 'done',
    },
    {name: 'leaves alone the one it made', given: {secret: {isOurs: true}}, does: [], kind: 'done'},
    {
      name: 'does not take one that somebody else made',
      given: {secret: {isOurs: false}},
      does: [],
      kind: 'stalled',
    },
    {name: 'makes none where the object names one', given: {cr: ours}, does: [], kind: 'done'},
  ];
  for (const {name, given, does, kind} of cases) {
    it(name, async () => {
      const step = givenStep(given);
      const result = await ensureLogin(step);
      expect([result.kind, step.cluster.done]).to.eql([kind, does]);
    });
  }
});

describe('the step requireReferences', () => {
  it('waits for what is missing, and names it', async () => {
    const result = await requireReferences(givenStep({missing: ['Secret "a"', 'Key "url" of Secret "b"']}));
    const message = 'Secret "a", Key "url" of Secret "b" are missing.';
    expect(result).to.containEql({kind: 'wait', reason: Reasons.REFERENCE_MISSING, message});
  });

  it('goes on when nothing is', async () => {
    expect((await requireReferences(givenStep())).kind).to.equal('done');
  });
});

describe('the steps that apply', () => {
  it('puts down accounts and policies before anything runs', async () => {
    const step = givenStep();
    await layGroundwork(step);
    expect(step.cluster.done).to.containEql('apply ServiceAccount artistas-app');
    expect(step.cluster.done.filter(line => /Deployment|Service artistas-api/.test(line))).to.eql([]);
  });

  const autoscaling = {minReplicas: 2, maxReplicas: 5};
  const handovers = [
    {
      name: 'leaves the number of pods to an autoscaler that is only coming',
      spec: {autoscaling},
      kinds: ['Deployment'],
      want: ['hand over Deployment artistas-api {"spec":{"replicas":3}}'],
    },
    {
      name: 'and not again once it is there',
      spec: {autoscaling},
      kinds: ['Deployment', 'HorizontalPodAutoscaler'],
      want: [],
    },
    {name: 'and to nobody where the object says it', spec: {}, kinds: ['Deployment'], want: []},
    {name: 'and none where there are no pods yet', spec: {autoscaling}, kinds: [], want: []},
  ];
  for (const {name, spec, kinds, want} of handovers) {
    it(name, async () => {
      const cr = givenArtistasApi(spec);
      const children = kinds.map(kind => givenChild(cr, kind, 'artistas-api', {spec: {replicas: 3}}));
      const step = givenStep({cr, children});
      await putUpWorkloads(step);
      expect(step.cluster.done.filter(line => line.startsWith('hand'))).to.eql(want);
    });
  }

  it('takes down what is not asked for any more, and nothing else', async () => {
    const cr = givenArtistasApi();
    const isOwn = {
      ownerReferences: [{apiVersion: 'apps/v1', kind: 'CronJob', name: 'x', uid: 'outro', controller: true}],
    };
    const children = [
      givenChild(cr, 'Deployment', 'artistas-api'),
      givenChild(cr, 'Ingress', 'artistas-api'),
      givenChild(cr, 'Job', migrationJobName(cr, {})),
      givenChild(cr, 'Job', 'artistas-migrate-antiga'),
      givenChild(cr, 'Job', 'artistas-sincronizar-1', {metadata: {name: 'artistas-sincronizar-1', ...isOwn}}),
    ];
    const step = givenStep({cr, children});
    await putUpWorkloads(step);
    const removed = step.cluster.done.filter(line => line.startsWith('remove'));
    expect(removed).to.eql(['remove Ingress artistas-api', 'remove Job artistas-migrate-antiga']);
  });
});
