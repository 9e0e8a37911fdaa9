import {expect} from '@loopback/testlab';
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parse} from 'yaml';
import {nested} from '../support/chart-changes';
import {hasHelm, manifestsIn, render} from '../support/helm';
import {requireOnMachine} from '../support/machine';
import {podsOf} from '../support/pods';
import {ROOT} from '../support/source-files';

interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly chartPath: string;
  readonly valuesFiles?: readonly string[];
  readonly setValueTemplates: Readonly<Record<string, string>>;
}
interface Artifact {
  readonly image: string;
  readonly docker: {readonly dockerfile: string; readonly target?: string};
  readonly sync?: {readonly manual: readonly {readonly src: string; readonly dest: string}[]};
}
interface Sections {
  readonly build?: {readonly artifacts: readonly Artifact[]};
  readonly deploy: {readonly helm: {readonly releases: readonly Release[]}};
  readonly portForward?: readonly {readonly resourceType: string; readonly resourceName: string}[];
}
interface Skaffold extends Sections {
  readonly apiVersion: string;
  readonly kind: string;
  readonly profiles: readonly (Sections & {readonly name: string})[];
}

const text = readFileSync(join(ROOT, 'skaffold.yaml'), 'utf8');
const config = parse(text, {merge: true}) as Skaffold;
const all = [{...config, name: 'no profile'}, ...config.profiles];

/** What skaffold puts in the place of its templates. */
const BUILT: Readonly<Record<string, string>> = {
  '{{.IMAGE_REPO_artistas_api}}': 'registry.example.org/artistas-api',
  '{{.IMAGE_TAG_artistas_api}}': 'abc',
  '{{.IMAGE_DIGEST_artistas_api}}': `sha256:${'a'.repeat(64)}`,
};

describe('skaffold.yaml', function () {
  before(function () {
    requireOnMachine(this, hasHelm(), 'helm');
  });

  it('names its schema, and has a profile for each occasion', () => {
    expect([config.apiVersion, config.kind]).to.eql(['skaffold/v4beta13', 'Config']);
    expect(config.profiles.map(({name}) => name)).to.eql(['dev', 'ci', 'prod']);
  });

  for (const {name, build, deploy, portForward = []} of all) {
    describe(name, () => {
      const [release] = deploy.helm.releases;

      it('names files that are there', () => {
        for (const {docker, sync} of build?.artifacts ?? []) {
          const lines = readFileSync(join(ROOT, docker.dockerfile), 'utf8');
          if (docker.target) expect(lines).to.match(new RegExp(`^FROM \\S+ AS ${docker.target}$`, 'm'));
          for (const {src} of sync?.manual ?? []) expect(globSync(src, {cwd: ROOT})).to.not.be.empty();
        }
        expect(release!.chartPath).to.equal('charts/artistas');
      });

      it('renders, with the image that was built in every pod of ours', async () => {
        const {valuesFiles = [], setValueTemplates} = release!;
        const values = Object.entries(setValueTemplates).map(([key, template]) => [key, BUILT[template]]);
        const rendered = manifestsIn(
          await render({
            files: valuesFiles.map(file => join(ROOT, file)),
            values: nested(Object.fromEntries(values) as Record<string, string>),
          }),
        );
        const images = podsOf(rendered).flatMap(([, {spec}]) => spec!.containers.map(({image}) => image!));
        expect(images.filter(image => image.startsWith('artistas-api'))).to.eql([]);
        expect(images.some(image => image.startsWith(BUILT['{{.IMAGE_REPO_artistas_api}}']!))).to.be.true();
        const names = rendered.map(({kind, metadata}) => `${kind.toLowerCase()} ${metadata.name}`);
        // What the operator makes is not rendered.
        const forwarded = portForward.filter(({resourceName}) => !/-(api|worker)$/.test(resourceName));
        for (const {resourceType, resourceName} of forwarded)
          expect(names).to.containEql(`${resourceType} ${resourceName}`);
      });
    });
  }
});
