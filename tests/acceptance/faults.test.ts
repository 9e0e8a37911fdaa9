import {expect} from '@loopback/testlab';
import {connect} from 'node:net';
import {withApi} from '../support/api';
import {eventually} from '../support/eventually';

const PATH = '/api/v1/album';
const CLIENTS = 50;

describe('a database whose connections are cut', () => {
  const given = withApi({template: 'sample'});

  it('costs a 503 at most, and requests are answered again at once', async () => {
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
      // A connection may still be on its way out.
      await eventually('an answer', async () => (await given.api.request('GET', PATH)).status === 200);
    }
  });

  it('shows in the log by its cause, and shows no secret there', async () => {
    const canary = 'senha-canario';
    const body = {username: 'seletivo', password: canary};
    await given.api.request('POST', '/api/v1/auth/login', {body, auth: 'none'});
    await given.api.request('GET', `${PATH}?nome=${canary}`, {headers: {authorization: `Bearer ${canary}`}});
    await given.api.request('POST', PATH, {body: `{"nome":"${canary}`});
    const lines = given.api.logs();
    expect(lines.length).to.be.greaterThan(3);
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

describe('a client that goes away', () => {
  const given = withApi({template: 'sample'});
  const logged = (path: string) =>
    given.api
      .logs()
      .map(line => JSON.parse(line) as {path?: string; level: string})
      .filter(line => line.path === path);

  for (const path of ['/explorer/start.js', '/nada', '/api/v1/artistas']) {
    it(`is no failure of ours in the log: ${path}`, async () => {
      const {hostname, port} = new URL(given.api.url);
      for (let i = 0; i < CLIENTS; i++) {
        const socket = connect(Number(port), hostname);
        socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`, () => socket.resetAndDestroy());
      }
      await eventually('a line for each request', () => logged(path).length === CLIENTS);
      expect(new Set(logged(path).map(({level}) => level))).to.eql(new Set(['info']));
    });
  }
});
