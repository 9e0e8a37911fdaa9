import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {
  basic,
  expectCredentialsRequired,
  expectLoginRefused,
  givenTokens,
  login,
  send,
} from '../support/auth';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {Answer} from '../support/http';
import {sql} from '../support/sql';
import {phcOf} from '../support/usuario';

const PATH = '/api/v1/artistas';
const encoded = (bytes: string | Buffer): string => `Basic ${Buffer.from(bytes).toString('base64')}`;

describe('Authorization: Basic', () => {
  const running = withApi();
  const read = (authorization: string): Promise<Answer> =>
    send(running.api, 'GET', PATH, {headers: {authorization}});

  it('opens every protected path', async () => {
    for (const path of [PATH, '/api/v1/album', '/api/v1/album/tipo-artista']) {
      expect((await send(running.api, 'GET', path, {headers: basic()})).status).to.equal(200);
    }
  });

  it('writes, too', async () => {
    const body = {nome: 'Elis Regina', tipo: 'CANTOR'};
    expect((await send(running.api, 'POST', PATH, {headers: basic(), body})).status).to.equal(200);
  });

  const refused = [
    {name: 'a wrong password', authorization: encoded('seletivo:errada')},
    {name: 'an unknown user', authorization: encoded('ninguem:admin')},
    {name: 'an empty password', authorization: encoded('seletivo:')},
    {name: 'an empty user', authorization: encoded(':admin')},
    {name: 'the scheme in small letters', authorization: encoded('seletivo:admin').replace('B', 'b')},
    {name: 'the scheme alone', authorization: 'Basic'},
    {name: 'something that is not base64', authorization: 'Basic $$$'},
    {name: 'no colon', authorization: encoded('seletivo')},
    {name: 'bytes that are not UTF-8', authorization: encoded(Buffer.from('seletivo:\xff', 'latin1'))},
    {name: 'a NUL in the user', authorization: encoded('seletivo\0:admin')},
    {name: 'credentials of 6 KB', authorization: encoded(`seletivo:${'x'.repeat(4500)}`)},
  ];
  for (const {name, authorization} of refused) {
    it(`asks for credentials: ${name}`, async () =>
      expectCredentialsRequired(await read(authorization), PATH));
  }
});

/** Each has an API of its own: what is refused here counts as failed logins. */
describe('Authorization: Basic, when the user changes', () => {
  const statusOf = async (api: Api, password: string): Promise<number> =>
    (await send(api, 'GET', PATH, {headers: basic('seletivo', password)})).status;

  describe('to a disabled one', () => {
    const running = withApi();

    it('is soon refused', async () => {
      expect(await statusOf(running.api, 'admin')).to.equal(200);
      await running.api.sql('update usuario set ativo = false');
      await eventually('the refusal', async () => (await statusOf(running.api, 'admin')) === 401);
      expectLoginRefused(await login(running.api));
    });
  });

  describe('to another password', () => {
    const running = withApi();

    it('is soon refused with the old one, and accepted with the new one', async () => {
      expect(await statusOf(running.api, 'admin')).to.equal(200);
      await running.api.sql('update usuario set senha_hash = $1', [phcOf('nova-senha')]);
      await eventually('the refusal', async () => (await statusOf(running.api, 'admin')) === 401);
      expect(await statusOf(running.api, 'nova-senha')).to.equal(200);
    });
  });
});

describe('the queue of password checks', () => {
  const running = withApi();

  it('answers 503 with Retry-After when it is full, and goes on', async () => {
    const attempts = Array.from({length: 90}, (_, i) => login(running.api, `ninguem-${i}`, 'x'));
    const answers = await Promise.all(attempts);
    const busy = answers.filter(({status}) => status === 503);
    expect(busy.length).to.be.greaterThan(0);
    for (const {headers, json} of busy) {
      expect([json.code, headers['retry-after']]).to.eql(['overloaded', '1']);
    }
    for (const answer of answers) if (answer.status !== 503) expectLoginRefused(answer);
    await givenTokens(running.api);
  });
});

describe('the configured user', () => {
  const running: Api[] = [];
  // Before the database goes.
  after(() => Promise.all(running.map(api => api.stop())));
  const database = withDatabase();
  const start = async (env: Record<string, string> = {}): Promise<Api> => {
    const api = await Api.start(database.url, env);
    running.push(api);
    return api;
  };

  it('is created once by several instances that start at once', async () => {
    const apis = await Promise.all([start(), start(), start(), start()]);
    const users = await sql(database.url, 'select nome_usuario, ativo from usuario');
    expect(users).to.eql([{nome_usuario: 'seletivo', ativo: true}]);
    for (const api of apis) await givenTokens(api);
  });

  it('has its password as an argon2id PHC string', async () => {
    const [user] = await sql<{senha_hash: string}>(database.url, 'select senha_hash from usuario');
    expect(user!.senha_hash).to.match(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
    const salt = Buffer.from(user!.senha_hash.split('$')[4]!, 'base64');
    expect(user!.senha_hash).to.equal(phcOf('admin', salt));
  });

  it('keeps a password that was changed, whatever the setting says at the next start', async () => {
    await sql(database.url, 'update usuario set senha_hash = $1', [phcOf('minha-senha')]);
    const api = await start({APP_PASSWORD: 'outra-senha'});
    await givenTokens(api, 'seletivo', 'minha-senha');
    for (const password of ['admin', 'outra-senha']) {
      expectLoginRefused(await login(api, 'seletivo', password));
    }
  });

  it('has the name of the setting, and stands beside those who are there', async () => {
    const api = await start({APP_USERNAME: 'Zoë', APP_PASSWORD: 'senha:çom 🎸'});
    await givenTokens(api, 'Zoë', 'senha:çom 🎸');
    const {status} = await send(api, 'GET', PATH, {headers: basic('Zoë', 'senha:çom 🎸')});
    expect(status).to.equal(200);
    await givenTokens(api, 'seletivo', 'minha-senha');
  });
});
