import type {KubernetesObject} from '@kubernetes/client-node';
import {expect} from '@loopback/testlab';
import {customResourceDefinitions, RELEASE_ANNOTATION} from '../../src/operator/api/crd';
import {BACKUP_PLURAL, GROUP, PLURAL} from '../../src/operator/api/group';
import {ChartRelease} from '../support/chart-release';
import {eventually} from '../support/eventually';
import {hasHelm} from '../support/helm';
import {requireOnMachine} from '../support/machine';

type Definition = KubernetesObject & {spec: {names: {shortNames?: string[]; categories?: string[]}}};

describe("the hook's hand on the definition of ArtistasApi", function () {
  this.timeout(60_000);
  let release: ChartRelease;
  before(async function () {
    requireOnMachine(
      this,
      hasHelm() && !!process.env.KUBECONFIG,
      'helm, and KUBECONFIG, which has to name a cluster, of which all rights are needed',
    );
    release = await ChartRelease.join();
  });
  after(async () => {
    // Other tests go on with it.
    for (const one of customResourceDefinitions()) await release?.cluster.applyCrd(one);
    await release?.leave();
  });

  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${PLURAL}.${GROUP}`;
  const present = (): Promise<Definition> => release.cluster.client.get<Definition>(path);
  const given = (patch: object): Promise<unknown> =>
    release.cluster.client.call({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: patch,
    });
  /** As another release has it, with a name that ours has not. */
  const ofRelease = (name: string): Promise<unknown> =>
    given({
      metadata: {annotations: {[RELEASE_ANNOTATION]: name, dono: 'outro'}},
      spec: {names: {categories: ['artistas', 'antigos']}},
    });
  const prepare = (): Promise<string> => release.prepare(release.valuesWith());

  it('puts this release in the place of an older one, and leaves what others say of it', async () => {
    await ofRelease('0.0.9');
    expect(await prepare()).to.match(/was brought to that of release 0\.1\.0/);
    const {metadata, spec} = await present();
    expect(spec.names.categories).to.eql(['artistas']);
    expect(metadata!.annotations).to.containEql({[RELEASE_ANNOTATION]: '0.1.0', dono: 'outro'});
  });

  it('writes nothing when it is there', async () => {
    const {metadata} = await present();
    expect(await prepare()).to.match(/is that of release 0\.1\.0/);
    expect((await present()).metadata!.resourceVersion).to.equal(metadata!.resourceVersion);
  });

  it('takes one that says no release for an older one', async () => {
    await given({metadata: {annotations: {[RELEASE_ANNOTATION]: null}}});
    expect(await prepare()).to.match(/was brought to that of release 0\.1\.0/);
  });

  it('makes one that an older release did not have', async () => {
    const other = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${BACKUP_PLURAL}.${GROUP}`;
    await release.cluster.client.call({method: 'DELETE', path: other});
    const isGone = (): Promise<boolean> =>
      release.cluster.client.get(other).then(
        () => false,
        () => true,
      );
    await eventually('it is gone', isGone, 20_000);
    expect(await prepare()).to.match(/artistasbackups\.artistas\.dev was brought to that of release 0\.1\.0/);
    expect((await release.cluster.client.get<Definition>(other)).spec.names.categories).to.eql(['artistas']);
  });

  it('leaves a newer one as it is', async () => {
    await ofRelease('0.10.0');
    expect(await prepare()).to.match(/is of the newer release 0\.10\.0, and stays/);
    expect((await present()).spec.names.categories).to.eql(['artistas', 'antigos']);
  });
});
