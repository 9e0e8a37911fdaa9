import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {basic, bearer, givenTokens, login, send} from '../support/auth';
import {Answer} from '../support/http';
import {expectGeneral} from '../support/problems';
import {withReplicas} from '../support/redis';
import {givenUsuario} from '../support/usuario';

const V1 = '/api/v1/auth/login';
const V2 = '/api/v2/auth/login';
const ALBUM = '/api/v1/album';
/** Stated in the documentation: they are no settings. */
const FREE_OF_ACCOUNT = 20;
const FREE_OF_ADDRESS = 100;
const LONGEST_WAIT_SECONDS = 900;
/** A part of both. */
const AT_ONCE = 5;
const BEHIND_PROXY = {env: {TRUSTED_PROXIES: '127.0.0.1'}};

function expectThrottled(answer: Answer, path: string): void {
  const message = 'Muitas tentativas de login sem sucesso; tente novamente mais tarde';
  expectGeneral(answer, {status: 429, code: 'login_throttled', message, path});
  expect(Number(answer.headers['retry-after'])).to.be.within(1, LONGEST_WAIT_SECONDS);
}

const loginFrom = (api: Api, address: string, username: string, password: string): Promise<Answer> =>
  send(api, 'POST', V2, {headers: {...basic(username, password), 'x-forwarded-for': address}});

/** Wrong passwords, each of which is looked at; one more costs a wait. */
async function givenFailures(
  api: Api,
  username: string,
  {count = FREE_OF_ACCOUNT, from = (i: number) => `198.51.100.${i}`} = {},
): Promise<void> {
  for (let begun = 0; begun < count; begun += AT_ONCE) {
    const attempts = Array.from({length: AT_ONCE}, (_, i) =>
      loginFrom(api, from(begun + i), username, `errada-${begun + i}`),
    );
    for (const {status} of await Promise.all(attempts)) expect(status).to.equal(401);
  }
}

/** As if nobody had tried for so long. */
const letPass = (api: Api, seconds: number): Promise<unknown> =>
  api.sql(
    `update tentativa_login set livre_em = livre_em - make_interval(secs => $1),
            atualizada_em = atualizada_em - make_interval(secs => $1)`,
    [seconds],
  );

describe('failed logins of one account', () => {
  const running = withApi(BEHIND_PROXY);

  it('make further ones wait, from wherever they come, without a look at the password', async () => {
    const {api} = running;
    await givenUsuario(api, 'elis', 'senha-da-elis');
    await givenFailures(api, 'elis');
    expect((await loginFrom(api, '198.51.100.99', 'elis', 'errada')).status).to.equal(401);
    // All of them are right.
    expectThrottled(await loginFrom(api, '203.0.113.1', 'elis', 'senha-da-elis'), V2);
    expectThrottled(await login(api, 'elis', 'senha-da-elis'), V1);
    const headers = basic('elis', 'senha-da-elis');
    expectThrottled(await send(api, 'GET', ALBUM, {headers}), ALBUM);
  });

  it('leave other accounts alone', async () => {
    expect((await login(running.api)).status).to.equal(200);
  });

  it('make each wait twice as long as the one before, up to a limit', async () => {
    const {api} = running;
    await givenUsuario(api, 'tim', 'senha-do-tim');
    await givenFailures(api, 'tim');
    const waits: number[] = [];
    for (let i = 0; i < 13; i++) {
      expect((await loginFrom(api, `198.51.100.${i}`, 'tim', `errada-${i}`)).status).to.equal(401);
      const refused = await loginFrom(api, `198.51.100.${i}`, 'tim', `errada-${i}`);
      expectThrottled(refused, V2);
      waits.push(Number(refused.headers['retry-after']));
      await api.sql(`update tentativa_login set livre_em = '-infinity'`);
    }
    expect(waits).to.eql([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  });

  it('make who guesses wait with a password that somebody else uses, too', async () => {
    const {api} = running;
    await givenUsuario(api, 'marisa', 'senha-da-marisa');
    expect((await loginFrom(api, '192.0.2.7', 'marisa', 'senha-da-marisa')).status).to.equal(200);
    await givenFailures(api, 'marisa');
    expect((await loginFrom(api, '198.51.100.99', 'marisa', 'errada')).status).to.equal(401);
    expectThrottled(await loginFrom(api, '198.51.100.200', 'marisa', 'senha-da-marisa'), V2);
    expect((await loginFrom(api, '192.0.2.7', 'marisa', 'senha-da-marisa')).status).to.equal(200);
  });

  it('do not keep out who signs in from where it did so before', async () => {
    const {api} = running;
    await givenUsuario(api, 'gal', 'senha-da-gal');
    const home = '192.0.2.7';
    expect((await loginFrom(api, home, 'gal', 'senha-da-gal')).status).to.equal(200);
    await givenFailures(api, 'gal', {count: FREE_OF_ACCOUNT});
    expect((await loginFrom(api, '198.51.100.99', 'gal', 'errada')).status).to.equal(401);
    expectThrottled(await loginFrom(api, '198.51.100.98', 'gal', 'errada'), V2);
    expect((await loginFrom(api, home, 'gal', 'quase-certa')).status).to.equal(401);
    expect((await loginFrom(api, home, 'gal', 'senha-da-gal')).status).to.equal(200);
  });

  it('are forgotten with time, and by the right password', async () => {
    const {api} = running;
    await givenUsuario(api, 'rita', 'senha-da-rita');
    await givenFailures(api, 'rita');
    expect((await loginFrom(api, '198.51.100.99', 'rita', 'errada')).status).to.equal(401);
    expectThrottled(await loginFrom(api, '198.51.100.98', 'rita', 'errada'), V2);
    await letPass(api, 900 * (FREE_OF_ACCOUNT + 1));
    expect((await loginFrom(api, '198.51.100.97', 'rita', 'senha-da-rita')).status).to.equal(200);
    await givenFailures(api, 'rita');
  });

  it('tell nothing of whether there is such an account', async () => {
    const {api} = running;
    await givenUsuario(api, 'nara', 'senha-da-nara');
    const bodies = new Map<string, string[]>();
    for (const name of ['nara', 'ninguem']) {
      const texts: string[] = [];
      for (let i = 0; i <= FREE_OF_ACCOUNT + 1; i++) {
        const {status, text} = await loginFrom(api, `198.51.100.${100 + i}`, name, `errada-${i}`);
        texts.push(`${status} ${text.replace(/"(timestamp|requestId)":"[^"]*"/g, '')}`);
      }
      bodies.set(name, texts);
    }
    expect(bodies.get('ninguem')).to.eql(bodies.get('nara'));
  });

  it('are counted once when one pair comes many times at once', async () => {
    const {api} = running;
    await givenUsuario(api, 'elza', 'senha-da-elza');
    const attempts = Array.from({length: 60}, () => login(api, 'elza', 'senha-da-elza'));
    for (const {status} of await Promise.all(attempts)) expect(status).to.equal(200);
  });

  it('are counted when they come all at once', async () => {
    const {api} = running;
    await givenUsuario(api, 'milton', 'senha-do-milton');
    const attempts = Array.from({length: 60}, (_, i) =>
      loginFrom(api, `198.51.100.${i}`, 'milton', `errada-${i}`),
    );
    const statuses = (await Promise.all(attempts)).map(({status}) => status);
    expect(statuses.filter(status => status === 401).length).to.be.belowOrEqual(FREE_OF_ACCOUNT + 1);
    expect(statuses.filter(status => status !== 401 && status !== 429)).to.eql([]);
  });

  it('concern no access token', async () => {
    const {api} = running;
    await givenUsuario(api, 'maria', 'senha-da-maria');
    const {accessToken} = await givenTokens(api, 'maria', 'senha-da-maria');
    await givenFailures(api, 'maria');
    expect((await send(api, 'GET', ALBUM, {headers: bearer(accessToken)})).status).to.equal(200);
  });
});

describe('failed logins from one address', () => {
  const running = withApi(BEHIND_PROXY);

  it('make everybody there wait, whoever they name, and nobody elsewhere', async function () {
    this.timeout(60_000);
    const {api} = running;
    const attacker = '198.51.100.1';
    for (let i = 0; i < 10; i++) {
      await givenFailures(api, `ninguem-${i}`, {count: FREE_OF_ADDRESS / 10, from: () => attacker});
    }
    // Those that took their time are forgotten meanwhile, one each 6 s.
    let answer = await loginFrom(api, attacker, 'mais-um', 'x');
    for (let i = 0; i < 20 && answer.status === 401; i++) {
      answer = await loginFrom(api, attacker, `mais-um-${i}`, 'x');
    }
    expectThrottled(answer, V2);
    expect((await loginFrom(api, '192.0.2.1', 'seletivo', 'admin')).status).to.equal(200);
  });

  it('are those of the IPv6 network that one host owns', async () => {
    const {api} = running;
    await api.sql('truncate tentativa_login');
    await loginFrom(api, '2001:db8::1:1', 'ninguem', 'x');
    await loginFrom(api, '2001:db8::ffff', 'ninguem', 'y');
    await loginFrom(api, '2001:db8:0:1::1', 'ninguem', 'z');
    const rows = await api.sql<{endereco: string; falhas: number}>(
      `select endereco, round(falhas)::int as falhas from tentativa_login where conta = '' order by endereco`,
    );
    expect(rows).to.eql([
      {endereco: '2001:db8:0:0', falhas: 2},
      {endereco: '2001:db8:0:1', falhas: 1},
    ]);
  });
});

describe('failed logins at replicas', () => {
  const replicas = withReplicas(BEHIND_PROXY.env);

  it('are counted together, with Redis away too', async () => {
    const {apis, redis} = replicas;
    await redis.kill();
    for (const api of apis) await givenFailures(api, 'seletivo', {count: FREE_OF_ACCOUNT / 2});
    expect((await loginFrom(apis[0], '198.51.100.99', 'seletivo', 'errada')).status).to.equal(401);
    for (const api of apis) expectThrottled(await login(api), V1);
    await redis.start();
  });
});
