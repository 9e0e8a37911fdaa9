import {expect} from '@loopback/testlab';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse, parseAllDocuments} from 'yaml';
import type {Manifest} from '../../src/operator/api/manifest';
import {parseArtistasApi} from '../../src/operator/api/artistas-api';
import {KIND} from '../../src/operator/api/group';
import {CHART, hasHelm, manifestsIn, render, valueSets} from '../support/helm';
import {requireOnMachine} from '../support/machine';
import {podsOf} from '../support/pods';
import {ROOT} from '../support/source-files';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const chart = parse(read('charts/artistas/Chart.yaml')) as {
  version: string;
  appVersion: string;
  annotations: Record<string, string>;
};

/** What the chart says besides: labels of its own, and of the release. */
const OWN = /^(app\.kubernetes\.io\/(instance|managed-by)|helm\.sh\/chart|imagePullPolicy)$/;

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !OWN.test(name));
  return Object.fromEntries(
    kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, plain(one)]),
  );
}

const byName = (manifests: readonly Manifest[]): Record<string, unknown> =>
  Object.fromEntries(manifests.map(one => [`${one.kind} ${one.metadata.name}`, plain(one)]));

describe('the chart agrees', function () {
  before(function () {
    requireOnMachine(this, hasHelm(), 'helm');
  });

  it('with k8s/operator about the operator', async () => {
    const ofKustomize = parseAllDocuments(read('k8s/operator/operator.yaml')).map(
      one => one.toJS() as Manifest,
    );
    const rendered = manifestsIn(await render());
    const ofChart = rendered.filter(({metadata}) => metadata.name.startsWith('artistas-operator'));
    const deployment = ofChart.find(({kind}) => kind === 'Deployment')!;
    // The chart's users may say how much it logs.
    const [container] = podsOf([deployment])[0]![1].spec!.containers;
    container!.env = container!.env!.filter(({name}) => name !== 'LOG_LEVEL');
    expect(byName(ofChart)).to.eql(byName(ofKustomize));
  });

  it('with the package about the release', () => {
    const {version} = JSON.parse(read('package.json')) as {version: string};
    expect([chart.version, chart.appVersion]).to.eql([version, version]);
  });

  it('with itself about the images that it takes', async () => {
    const named = (parse(chart.annotations['artifacthub.io/images']!) as {image: string}[]).map(
      ({image}) => image,
    );
    const rendered = manifestsIn(await render({files: [join(ROOT, 'tests/chart/values/edge.yaml')]}));
    const taken = podsOf(rendered).flatMap(([, {spec}]) => spec!.containers.map(({image}) => image!));
    expect(new Set(named)).to.eql(new Set(taken.filter(image => !image.startsWith('artistas-api:'))));
  });

  for (const [name, file] of valueSets) {
    it(`with the schema of the ArtistasApi: ${name}`, async () => {
      const objects = manifestsIn(await render({files: [file]})).filter(({kind}) => kind === KIND);
      expect(objects.map(object => parseArtistasApi(object).kind)).to.eql([KIND]);
    });
  }

  it('with its folder: every template makes something of some set of values', async () => {
    const all = await Promise.all(valueSets.map(([, file]) => render({files: [file]})));
    const used = new Set(all.join('\n').match(/(?<=^# Source: artistas\/)\S+/gm));
    const templates = readdirSync(join(CHART, 'templates'), {recursive: true, encoding: 'utf8'});
    const idle = templates.filter(path => path.endsWith('.yaml') && !used.has(`templates/${path}`));
    expect(idle).to.eql([]);
  });
});
