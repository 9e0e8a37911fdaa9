import {expect} from '@loopback/testlab';
import {KIND} from '../../src/operator/api/group';
import {requireCluster} from '../support/cluster';
import {eventually} from '../support/eventually';
import {Exported} from '../support/exported';
import {OperatorCluster} from '../support/operator-cluster';
import {allQueries, asked} from '../support/promql';

const OF_OPERATOR = /^artistas_operator_/;
const SEEN_LIMIT_MS = 60_000;
const OF_TARGETS = ['namespace', 'instance'];

describe('queries of alarms and dashboard about the operator', function () {
  this.timeout(120_000);
  let on: OperatorCluster;
  const exported = new Exported();
  before(async function () {
    requireCluster(this);
    on = await OperatorCluster.start();
    await on.create('medido', {replicas: 1});
    await on.hasReady('medido', 'True');
    // What a drill had shown before.
    const drill = {lastFailureTime: '2026-11-28T04:30:00Z', failure: 'It did not work.'};
    await on.cluster.patch(KIND, 'medido', {status: {drill}}, 'status');
    // So that there is something to be put right.
    await on.cluster.remove('Service', 'medido-api');
    const [{process: operator}] = on.operators as [(typeof on.operators)[number]];
    const isSeen = async (): Promise<boolean> => {
      await exported.scrape(operator.metricsUrl);
      return (
        exported.hasLabel('artistas_operator_repairs_total', 'kind') &&
        exported.hasLabel('artistas_operator_archive_failed', 'work')
      );
    };
    await eventually('a repair is counted', isSeen, SEEN_LIMIT_MS);
  });
  after(() => on?.stop());

  it('ask for what it exports, by names and labels', () => {
    const queries = allQueries
      .map(asked)
      .filter(({metrics}) => [...metrics.keys()].some(name => OF_OPERATOR.test(name)));
    expect(queries.length).to.be.above(10);
    const unknown = queries.flatMap(({metrics, grouping}) => [
      ...[...metrics].flatMap(([metric, labels]) =>
        exported.has(metric) ? [...labels].filter(label => !exported.hasLabel(metric, label)) : [metric],
      ),
      ...[...grouping].filter(label => !OF_TARGETS.includes(label) && !exported.hasAnywhere(label)),
    ]);
    expect(unknown).to.eql([]);
  });

  it('count objects by condition', async () => {
    const [{process: operator}] = on.operators as [(typeof on.operators)[number]];
    const counted = async (): Promise<string[]> =>
      [
        ...(await (await fetch(`${operator.metricsUrl}/metrics`)).text()).matchAll(
          /^artistas_operator_objects(.*)$/gm,
        ),
      ]
        .map(([, rest = '']) => rest)
        .sort();
    const wanted = [
      '{condition="BackupStale"} 0',
      '{condition="Degraded"} 0',
      '{condition="Ready"} 1',
      '{condition="Reconciling"} 0',
      '{condition="Stalled"} 0',
    ];
    await eventually(
      'it is ready again',
      async () => (await counted()).join() === wanted.join(),
      SEEN_LIMIT_MS,
    );
    await on.create('espera', {database: {secretRef: {name: 'nenhum'}}});
    await on.hasReady('espera', 'False', 'ReferenceMissing');
    const isTold = async (): Promise<boolean> => (await counted()).includes('{condition="Reconciling"} 1');
    await eventually('the other one is counted', isTold, SEEN_LIMIT_MS);
  });
});
