import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {expectCredentialsRequired} from '../support/auth';
import {Answer} from '../support/http';
import {expectGeneral, unknownPath} from '../support/problems';

const MEDIA_TYPE = 'application/vnd.spring-boot.actuator.v3+json';
const STATUSES = {
  status: 'UP',
  components: {
    db: {status: 'UP'},
    discoveryComposite: {status: 'UNKNOWN', components: {discoveryClient: {status: 'UNKNOWN'}}},
    diskSpace: {status: 'UP'},
    livenessState: {status: 'UP'},
    minio: {status: 'UP'},
    ping: {status: 'UP'},
    readinessState: {status: 'UP'},
    refreshScope: {status: 'UP'},
  },
};
const open = (api: Api, path: string, headers = {}): Promise<Answer> =>
  api.request('GET', path, {auth: 'none', headers});

describe('health', () => {
  const given = withApi();

  it('tells everybody statuses, in the media type of the replaced service', async () => {
    const {status, headers, text} = await open(given.api, '/actuator/health');
    expect(text).to.equal(JSON.stringify(STATUSES));
    expect([status, headers['content-type']]).to.eql([200, MEDIA_TYPE]);
  });

  it('comes as plain JSON when asked for', async () => {
    const {headers} = await open(given.api, '/actuator/health', {accept: 'application/json'});
    expect(headers['content-type']).to.equal('application/json');
  });

  it('tells details to those it knows', async () => {
    const {json} = await given.api.request('GET', '/actuator/health');
    expect(json.components.db.details).to.eql({database: 'PostgreSQL', validationQuery: 'isValid()'});
    expect(Object.keys(json.components.diskSpace.details as object)).to.eql([
      'total',
      'free',
      'threshold',
      'path',
      'exists',
    ]);
  });

  it('takes wrong credentials for none', async () => {
    const {status, json} = await open(given.api, '/actuator/health', {authorization: 'Bearer lixo'});
    expect([status, json]).to.eql([200, STATUSES]);
  });

  for (const path of ['liveness', 'readiness', 'db', 'minio', 'ping', 'diskSpace']) {
    it(`can be asked for ${path} alone`, async () => {
      const {status, text} = await open(given.api, `/actuator/health/${path}`);
      expect([status, text]).to.eql([200, '{"status":"UP"}']);
    });
  }

  it('knows no other part, without a word', async () => {
    const {status, text} = await open(given.api, '/actuator/health/nada');
    expect([status, text]).to.eql([404, '']);
  });

  it('is told to probes by the paths of the framework, too', async () => {
    for (const path of ['/health', '/ready', '/live']) {
      const {status, json} = await open(given.api, path);
      expect([path, status, json.status]).to.eql([path, 200, 'UP']);
    }
  });

  it('says what is running to those it knows', async () => {
    const {status, json} = await given.api.request('GET', '/actuator/info');
    expect([status, json.name]).to.eql([200, 'artistas-api']);
    expect(json.version).to.match(/^\d+\.\d+\.\d+/);
    expectCredentialsRequired(await open(given.api, '/actuator/info'), '/actuator/info');
  });

  it('has nothing else', async () => {
    for (const path of ['/actuator', '/actuator/env']) {
      expectCredentialsRequired(await open(given.api, path), path);
      expectGeneral(await given.api.request('GET', path), unknownPath(path));
    }
  });
});

describe('a service whose schema is behind its code', () => {
  const given = withApi();
  before(() => given.api.sql('delete from migracao where name = (select max(name) from migracao)'));

  it('lives, and is not ready', async () => {
    const status = async (path: string): Promise<number> => (await open(given.api, path)).status;
    expect(await status('/live')).to.equal(200);
    expect(await status('/actuator/health/liveness')).to.equal(200);
    expect(await status('/ready')).to.equal(503);
    expect(await status('/actuator/health/readiness')).to.equal(503);
    const {status: whole, json} = await open(given.api, '/actuator/health');
    expect([whole, json.status, json.components.db.status]).to.eql([503, 'OUT_OF_SERVICE', 'UP']);
  });
});

describe('HEALTH_DETAILS', () => {
  const given = withApi({env: {HEALTH_DETAILS: 'on'}});

  it('shows details to everybody', async () => {
    const {json} = await open(given.api, '/actuator/health');
    expect(json.components.db.details.database).to.equal('PostgreSQL');
  });
});
