import {expect} from '@loopback/testlab';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {withDatabase} from '../../support/database';
import {eventually} from '../../support/eventually';
import {Exported} from '../../support/exported';
import {allQueries, asked, recordedNames} from '../../support/promql';
import {ServiceProcess} from '../../support/service-process';

const OF_OPERATOR = /^artistas_operator_/;
const READY_LIMIT_MS = 30_000;
/** What Prometheus adds to all that it scrapes. */
const OF_TARGETS = ['namespace', 'instance', 'job', 'pod'];

describe('queries of alarms and dashboard', function () {
  this.timeout(90_000);
  const processes: ServiceProcess[] = [];
  let folder = '';
  // Before the database goes.
  after(async () => {
    await Promise.all(processes.map(process => process.stop()));
    await rm(folder, {recursive: true});
  });
  const database = withDatabase();
  const exported = new Exported();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'artistas-metrics-'));
    const env = {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      REGIONAIS_URL: 'http://127.0.0.1:1/v1/regionais',
      REGIONAIS_CRON: 'off',
    };
    for (const program of ['api', 'worker'] as const)
      processes.push(await ServiceProcess.start(program, env));
    const [api] = processes;
    const authorization = `Basic ${Buffer.from('seletivo:admin').toString('base64')}`;
    await fetch(`${api!.url}/api/v1/album`, {headers: {authorization}});
    const sweep = await fetch(`${api!.url}/api/v1/imagens/varredura`, {
      method: 'POST',
      headers: {authorization},
    });
    expect(sweep.status).to.equal(200);
    const isSeen = async (): Promise<boolean> => {
      for (const {metricsUrl} of processes) await exported.scrape(metricsUrl);
      return (
        exported.hasLabel('artistas_dependency_up', 'dependency') &&
        exported.hasLabel('artistas_jobs', 'queue')
      );
    };
    await eventually('all that is gathered now and then is there', isSeen, READY_LIMIT_MS);
  });

  const queries = allQueries.filter(query =>
    [...asked(query).metrics.keys()].every(name => !OF_OPERATOR.test(name)),
  );

  it('ask for what the processes export, by names and labels', () => {
    const unknown = queries.flatMap(query =>
      [...asked(query).metrics].flatMap(([metric, labels]) => {
        if (recordedNames.includes(metric)) return [];
        if (!exported.has(metric)) return [metric];
        return [...labels]
          .filter(label => !OF_TARGETS.includes(label) && !exported.hasLabel(metric, label))
          .map(label => `${metric}{${label}}`);
      }),
    );
    expect(unknown).to.eql([]);
  });

  it('group by labels that there are', () => {
    const unknown = queries.flatMap(query =>
      [...asked(query).grouping].filter(label => !OF_TARGETS.includes(label) && !exported.hasAnywhere(label)),
    );
    expect(unknown).to.eql([]);
  });

  it('are many, so that the two above say something', () => {
    expect(queries.length).to.be.above(40);
    expect([...asked('sum by (b) (rate(x{a="1"}[5m])) > on (c) y').metrics]).to.eql([
      ['x', new Set(['a'])],
      ['y', new Set()],
    ]);
    expect(() => asked('sum by (')).to.throw(/no PromQL/);
  });
});
