import {expect} from '@loopback/testlab';
import {parseArtistasApi} from '../../../../src/operator/api/artistas-api';
import {givenArtistasApi, GivenSpec, LEAST_SPEC} from '../../../support/artistas-api';

const credentialsSecretRef = {name: 's3'};

describe('parseArtistasApi', () => {
  const refused: {name: string; spec: GivenSpec; message: RegExp}[] = [
    {name: 'no tag and no digest', spec: {image: {repository: 'a'}}, message: /tag or digest must be set/},
    {
      name: 'fewest above most',
      spec: {autoscaling: {minReplicas: 5, maxReplicas: 4}},
      message: /minReplicas must not be above maxReplicas/,
    },
    {
      name: 'ingress and httpRoute',
      spec: {ingress: {hosts: ['a.example.org']}, httpRoute: {parentRefs: [{name: 'g'}], hostnames: ['a']}},
      message: /exclude each other/,
    },
    {name: 'a last backup without any', spec: {deletionPolicy: 'BackupThenDelete'}, message: /needs backup/},
    {
      name: 'an endpoint with a password',
      spec: {objectStorage: {endpoint: 'http://a:b@minio', credentialsSecretRef}},
      message: /endpoint/,
    },
    {
      name: 'a port that is none',
      spec: {objectStorage: {endpoint: 'http://minio:65536', credentialsSecretRef}},
      message: /endpoint/,
    },
    {name: 'a minute that is none', spec: {regionais: {schedule: '60 * * * *'}}, message: /schedule/},
  ];
  for (const {name, spec, message} of refused) {
    it(`refuses ${name}`, () => expect(() => givenArtistasApi(spec)).to.throw(message));
  }

  const names = [
    {name: 'a', isValid: true},
    {name: 'a'.repeat(40), isValid: true},
    {name: 'a'.repeat(41), isValid: false},
    {name: '1a', isValid: false},
    {name: 'a.b', isValid: false},
  ];
  for (const {name, isValid} of names) {
    it(`${isValid ? 'takes' : 'refuses'} the name ${name}`, () => {
      const parse = (): unknown => givenArtistasApi({}, {name});
      if (isValid) parse();
      else expect(parse).to.throw(/name/);
    });
  }

  it('takes null for absent, and drops what it does not know', () => {
    const given = givenArtistasApi();
    const odd = {...LEAST_SPEC, replicas: null, redis: null, colour: 'blue'};
    expect(parseArtistasApi({...given, spec: odd})).to.eql(given);
  });

  it('keeps of metadata what it does not look at', () => {
    const metadata = {annotations: {a: 'b'}, resourceVersion: '7', uid: 'u'};
    expect(givenArtistasApi({}, metadata).metadata).to.containEql(metadata);
  });
});
