import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';

const PATH = '/api/v1/album';

describe('a database whose connections are cut', () => {
  const given = withApi({template: 'sample'});

  it('costs a 503 at most, and the next request is answered', async () => {
    for (let round = 0; round < 3; round++) {
      const requests = Array.from({length: 30}, () => given.api.request('GET', PATH));
      await given.api.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`,
      );
      for (const {status, headers, json} of await Promise.all(requests)) {
        expect([200, 503]).to.containEql(status);
        if (status === 503) expect([json.code, headers['retry-after']]).to.eql(['database_unavailable', '1']);
      }
      expect((await given.api.request('GET', PATH)).status).to.equal(200);
    }
  });

  it('shows in the log by its cause, and shows no secret there', async () => {
    const canary = 'senha-canario';
    const body = {username: 'seletivo', password: canary};
    await given.api.request('POST', '/api/v1/auth/login', {body, auth: 'none'});
    await given.api.request('GET', `${PATH}?nome=${canary}`, {headers: {authorization: `Bearer ${canary}`}});
    await given.api.request('POST', PATH, {body: `{"nome":"${canary}`});
    const lines = given.api.logs();
    expect(lines.length).to.be.greaterThan(90);
    for (const line of lines) expect(JSON.parse(line)).to.have.properties('level', 'time', 'msg');
    const secrets = [
      canary,
      new URL(given.api.databaseUrl).password,
      'Basic ',
      await given.api.accessToken(),
    ];
    expect(lines.filter(line => secrets.some(secret => secret !== '' && line.includes(secret)))).to.eql([]);
  });
});
