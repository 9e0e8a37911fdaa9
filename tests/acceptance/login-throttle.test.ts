import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {basic, bearer, login, send} from '../support/auth';
import {Answer} from '../support/http';
import {expectGeneral} from '../support/problems';
import {withReplicas} from '../support/redis';
import {givenClaims, signToken} from '../support/tokens';
import {givenUsuario} from '../support/usuario';

const V1 = '/api/v1/auth/login';
const V2 = '/api/v2/auth/login';
const ALBUM = '/api/v1/album';
/** Stated in the documentation: they are no settings. */
const OF_ONE_USER = 30;
const OF_ONE_ADDRESS = 100;
/** A part of both. */
const AT_ONCE = 5;

function expectThrottled(answer: Answer, path: string): void {
  const message = 'Muitas tentativas de login sem sucesso; tente novamente mais tarde';
  expectGeneral(answer, {status: 429, code: 'login_throttled', message, path});
  expect(Number(answer.headers['retry-after'])).to.be.within(1, 60);
}

/** Wrong passwords, each of which is looked at; several at once, since the window of a minute runs. */
async function givenFailures(api: Api, username: string, count: number): Promise<void> {
  for (let begun = 0; begun < count; begun += AT_ONCE) {
    const attempts = Array.from({length: AT_ONCE}, (_, i) => login(api, username, `errada-${begun + i}`));
    for (const {status} of await Promise.all(attempts)) expect(status).to.equal(401);
  }
}

describe(`${OF_ONE_USER} failed logins of one user`, () => {
  const running = withApi({env: {TRUSTED_PROXIES: '127.0.0.1'}});

  it('keep the user out of that address, without a look at the password, and nobody else', async () => {
    const {api} = running;
    await givenUsuario(api, 'outra', 'senha-da-outra');
    await givenFailures(api, 'seletivo', OF_ONE_USER);
    // All of them are right.
    expectThrottled(await login(api), V1);
    expectThrottled(await send(api, 'POST', V2, {headers: basic()}), V2);
    expectThrottled(await send(api, 'GET', ALBUM, {headers: basic()}), ALBUM);
    expect((await login(api, 'outra', 'senha-da-outra')).status).to.equal(200);
    const elsewhere = {...basic(), 'x-forwarded-for': '192.0.2.1'};
    expect((await send(api, 'POST', V2, {headers: elsewhere})).status).to.equal(200);
    const token = bearer(signToken(givenClaims()));
    expect((await send(api, 'GET', ALBUM, {headers: token})).status).to.equal(200);
  });

  it('leave alone who has just shown the right password', async () => {
    const {api} = running;
    expect((await login(api, 'outra', 'senha-da-outra')).status).to.equal(200);
    await givenFailures(api, 'outra', OF_ONE_USER);
    expect((await login(api, 'outra', 'senha-da-outra')).status).to.equal(200);
    expectThrottled(await login(api, 'outra', 'errada'), V1);
  });

  it('are counted over the IPv6 network that one host owns', async () => {
    const {api} = running;
    const statusFrom = async (address: string, password: string): Promise<number> => {
      const headers = {...basic('seletivo', password), 'x-forwarded-for': address};
      return (await send(api, 'POST', V2, {headers})).status;
    };
    for (let i = 0; i < OF_ONE_USER; i++) {
      expect(await statusFrom(`2001:db8::${i}:1`, `errada-${i}`)).to.equal(401);
    }
    expect(await statusFrom('2001:db8::ffff', 'errada')).to.equal(429);
    expect(await statusFrom('2001:db8:0:1::1', 'errada')).to.equal(401);
  });
});

describe(`${OF_ONE_ADDRESS} failed logins from one address`, () => {
  const running = withApi({env: {TRUSTED_PROXIES: '127.0.0.1'}});

  it('keep everybody who signs in out of it, whoever they name', async function () {
    this.timeout(60_000);
    const {api} = running;
    for (let i = 0; i < 5; i++) await givenFailures(api, `ninguem-${i}`, OF_ONE_ADDRESS / 5);
    expectThrottled(await login(api), V1);
    expectThrottled(await login(api, 'mais-um', 'x'), V1);
    const elsewhere = {...basic(), 'x-forwarded-for': '192.0.2.1'};
    expect((await send(api, 'POST', V2, {headers: elsewhere})).status).to.equal(200);
  });
});

describe('failed logins at replicas that share a Redis', () => {
  const replicas = withReplicas();

  it('are counted together', async () => {
    const {apis} = replicas;
    for (const api of apis) await givenFailures(api, 'seletivo', OF_ONE_USER / 2);
    for (const api of apis) expectThrottled(await login(api), V1);
  });
});
