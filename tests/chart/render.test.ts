import {expect} from '@loopback/testlab';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {join} from 'node:path';
import {goldenOf, goldenPath} from '../support/chart-golden';
import {expectGolden} from '../support/golden';
import {CHART, hasHelm, helm, manifestsIn, render, valueSets} from '../support/helm';
import {requireOnMachine} from '../support/machine';
import {findTool} from '../support/tool';

/** Of these Kubernetes itself has no schema. */
const FOREIGN = 'ArtistasApi,HTTPRoute,ServiceMonitor,PrometheusRule';

describe('the chart', function () {
  before(function () {
    requireOnMachine(this, hasHelm(), 'helm');
  });

  it('pleases helm lint --strict with each set of values', async () => {
    for (const [name, file] of valueSets) {
      const said = await helm(['lint', '--strict', '--quiet', CHART, '-f', file]);
      expect([name, said.exitCode, said.stdout]).to.eql([name, 0, '']);
    }
  }).timeout(60_000);

  describe('renders as it did (UPDATE_SNAPSHOTS=1 rewrites it)', () => {
    for (const [name, file] of valueSets) {
      it(name, async () => expectGolden(goldenPath(name), await goldenOf(name, file)));
    }
  });

  it('renders the same twice: nothing in it is chance', async () => {
    expect(await render()).to.equal(await render());
  });

  it('renders what the schemas of Kubernetes allow', async function () {
    const schemas = process.env.KUBERNETES_SCHEMAS;
    const isThere = schemas !== undefined && findTool('kubeconform') !== undefined;
    requireOnMachine(
      this,
      isThere,
      'kubeconform, and KUBERNETES_SCHEMAS, a folder with JSON schemas of Kubernetes 1.34',
    );
    const all = await Promise.all(valueSets.map(([, file]) => render({files: [file]})));
    const kinds = all.flatMap(manifestsIn).map(({kind}) => kind);
    const skipped = kinds.filter(kind => FOREIGN.split(',').includes(kind)).length;
    const {summary, resources} = await kubeconform(schemas!, all.join('---\n'));
    expect(resources.filter(({status}) => status !== 'statusSkipped')).to.eql([]);
    // An unknown schema would pass in silence.
    expect(summary).to.eql({valid: kinds.length - skipped, invalid: 0, errors: 0, skipped});
  }).timeout(60_000);
});

interface Verdict {
  /** Those that are not valid. */
  readonly resources: readonly {readonly status: string; readonly name: string; readonly msg: string}[];
  readonly summary: {
    readonly valid: number;
    readonly invalid: number;
    readonly errors: number;
    readonly skipped: number;
  };
}

async function kubeconform(schemas: string, manifests: string): Promise<Verdict> {
  const place = '{{.NormalizedKubernetesVersion}}{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json';
  const args = ['-strict', '-summary', '-output', 'json', '-kubernetes-version', '1.34.0', '-skip', FOREIGN];
  const child = spawn(findTool('kubeconform')!, [...args, '-schema-location', join(schemas, place)]);
  child.stdin.end(manifests);
  const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return JSON.parse(stdout) as Verdict;
}
