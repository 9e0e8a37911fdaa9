import {expect} from '@loopback/testlab';
import {authSecret, authSecretName} from '../../../../src/operator/manifests/accounts';
import {disruptionBudgets} from '../../../../src/operator/manifests/availability';
import {apiDeployment} from '../../../../src/operator/manifests/deployments';
import {publicUrl} from '../../../../src/operator/manifests/exposure';
import {imageOf, versionOf} from '../../../../src/operator/manifests/image';
import {referencesOf} from '../../../../src/operator/manifests/references';
import {migrationJobName} from '../../../../src/operator/manifests/tasks';
import {givenArtistasApi, GivenSpec} from '../../../support/artistas-api';
import {artistasApiCases} from '../../../support/artistas-api-cases';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

describe('the image', () => {
  const cases = [
    {image: {repository: 'r/a', tag: '1'}, want: ['r/a:1', '1']},
    {image: {repository: 'r/a', tag: '1', digest: DIGEST}, want: [`r/a@${DIGEST}`, 'abababababab']},
    {image: {repository: 'r:5000/a', tag: 'v1.2'}, want: ['r:5000/a:v1.2', 'v1.2']},
  ];
  for (const {image, want} of cases) {
    it(`is ${want[0]}, release ${want[1]}`, () => {
      const name = imageOf(givenArtistasApi({image}));
      expect([name, versionOf(name)]).to.eql(want);
    });
  }
});

describe('where the API is', () => {
  const host = 'a.example.org';
  const cases: {spec: GivenSpec; want: string}[] = [
    {spec: {}, want: 'http://artistas-api.catalogo.svc'},
    {spec: {ingress: {hosts: [host]}}, want: `http://${host}`},
    {spec: {ingress: {hosts: [host], tls: {secretName: 't'}}}, want: `https://${host}`},
    {spec: {httpRoute: {parentRefs: [{name: 'g'}], hostnames: [host]}}, want: `https://${host}`},
  ];
  for (const {spec, want} of cases) {
    it(want, () => expect(publicUrl(givenArtistasApi(spec))).to.equal(want));
  }
});

describe('the migration Job', () => {
  const cr = givenArtistasApi();

  it('is another one for another image', () => {
    const name = (image: string): string => migrationJobName(cr, {image});
    expect(name('a:1')).to.equal(name('a:1'));
    expect(name('a:1')).to.not.equal(name('a:2'));
  });

  it('has a name that leaves room for those of its pods', () => {
    const long = givenArtistasApi({}, {name: 'a'.repeat(40)});
    expect(migrationJobName(long, {}).length).to.be.lessThan(63 - '-xxxxx'.length + 1);
  });
});

describe('the number of pods', () => {
  it('is not said where an autoscaler chooses it', () => {
    expect(apiDeployment(artistasApiCases.autoscaling!).spec).to.not.have.property('replicas');
    expect(apiDeployment(artistasApiCases.minimal!).spec!.replicas).to.equal(2);
  });

  const cases: {spec: GivenSpec; want: string[]}[] = [
    {spec: {replicas: 1}, want: []},
    {spec: {replicas: 2}, want: ['artistas-api']},
    {spec: {replicas: 2, worker: {replicas: 2}}, want: ['artistas-api', 'artistas-worker']},
    {spec: {autoscaling: {minReplicas: 1, maxReplicas: 1}}, want: []},
    {spec: {replicas: 1, autoscaling: {minReplicas: 1, maxReplicas: 5}}, want: ['artistas-api']},
  ];
  for (const {spec, want} of cases) {
    it(`${JSON.stringify(spec)} has budgets for ${want.join(', ') || 'none'}`, () => {
      expect(disruptionBudgets(givenArtistasApi(spec)).map(one => one.metadata.name)).to.eql(want);
    });
  }
});

describe('what pods read', () => {
  it('is named, wherever an object mentions it', () => {
    expect(referencesOf(artistasApiCases.overrides!)).to.eql({
      secrets: ['artistas-auth', 'artistas-s3', 'more', 'own-ca', 'pg', 'pg-ro'],
      configMaps: ['limits', 'notes'],
    });
  });
});

describe('the generated login', () => {
  const login = {password: 'p', jwtSecret: 'j'};

  it('is not made where the object names one', () => {
    expect(authSecretName(artistasApiCases.autoscaling!)).to.be.undefined();
  });

  for (const [deletionPolicy, owners] of [
    ['Retain', 0],
    ['Delete', 1],
  ] as const) {
    it(`has ${owners} owners under ${deletionPolicy}`, () => {
      const {metadata} = authSecret(givenArtistasApi({deletionPolicy}), login);
      expect(metadata.ownerReferences ?? []).to.have.length(owners);
    });
  }
});
