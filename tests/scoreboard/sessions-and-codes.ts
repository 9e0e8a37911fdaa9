import {basic, bearer, TokenPair} from '../support/auth';
import {givenDatabase, TestDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {ServiceProcess} from '../support/service-process';
import {SignedIn} from '../support/signed-in';
import {sql} from '../support/sql';
import {claimsOf} from '../support/tokens';
import {codeOf, presentStep} from '../support/totp';
import {phcOf} from '../support/usuario';
import type {Row} from './types';

const SENHA = 'cavalo bateria grampo';
const PARALLEL = 50;
const LIMIT_MS = 1_000;
/** Longer than the bar, so that what it came to is told. */
const PATIENCE_MS = 5_000;

/** Two replicas over one database, as strangers see them. */
class Replicas {
  private count = 0;
  /** Each user comes from one of their own, so that a code's many failures are not an address's. */
  private address = '';

  constructor(
    readonly urls: readonly [string, string],
    private readonly database: TestDatabase,
  ) {}

  ask(method: string, path: string, headers: Record<string, string>, body?: object): Promise<Response> {
    const url = this.urls[this.count++ % 2]! + path;
    const type = body && {'content-type': 'application/json'};
    const from = {'x-forwarded-for': this.address};
    return fetch(url, {method, headers: {...headers, ...type, ...from}, body: body && JSON.stringify(body)});
  }

  async login(nome: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.ask('POST', '/api/v2/auth/login', {...basic(nome, SENHA), ...headers});
  }

  async tokens(nome: string): Promise<TokenPair> {
    return pairOf(await this.login(nome));
  }

  refresh(refreshToken: string): Promise<Response> {
    return this.ask('POST', '/api/v1/auth/refresh', {}, {refreshToken});
  }

  async user(): Promise<{nome: string; id: number}> {
    const number = this.count++;
    const nome = `usuario-${number}`;
    this.address = `10.0.${number >> 8}.${number & 255}`;
    const [row] = await sql<{id: string}>(
      this.database.url,
      `insert into usuario (nome_usuario, senha_hash) values ($1, $2) returning id`,
      [nome, phcOf(SENHA)],
    );
    return {nome, id: Number(row!.id)};
  }

  age(seconds: number): Promise<unknown> {
    return sql(
      this.database.url,
      'update sessao_token set substituido_em = substituido_em - make_interval(secs => $1)',
      [seconds],
    );
  }
}

async function pairOf(answer: Response): Promise<TokenPair> {
  if (answer.status !== 200) throw new Error(`${answer.url} gave ${answer.status}, no tokens`);
  return (await answer.json()) as TokenPair;
}

/** Milliseconds from the answer of what ends a token until nothing of it is let in at any replica. */
async function timeToRefusal(
  replicas: Replicas,
  token: string,
  end: () => Promise<unknown>,
): Promise<number> {
  const open = await SignedIn.open(replicas.urls, token);
  try {
    await end();
    const from = performance.now();
    await eventually('nothing is let in', () => open.isRefused(), PATIENCE_MS);
    return performance.now() - from;
  } finally {
    await open.close();
  }
}

const ENDINGS: ((replicas: Replicas, token: string, id: number) => Promise<unknown>)[] = [
  (replicas, token) => replicas.ask('POST', '/api/v1/eu/sair', bearer(token)),
  (replicas, token) =>
    replicas.ask('PUT', '/api/v1/eu/senha', bearer(token), {senhaAtual: SENHA, senha: 'outro cavalo'}),
  (replicas, _token, id) =>
    replicas.ask('PUT', `/api/v1/usuarios/${id}`, basic(), {papel: 'editor', ativo: false}),
];

/** Refresh tokens that come out of many refreshes of one at once, and the time until a reuse has ended the family. */
async function reuse(replicas: Replicas): Promise<{successors: number; ms: number}> {
  const {nome} = await replicas.user();
  const first = await replicas.tokens(nome);
  const answers = await Promise.all(
    Array.from({length: PARALLEL}, () => replicas.refresh(first.refreshToken)),
  );
  const pairs = await Promise.all(answers.map(pairOf));
  const successors = new Set(pairs.map(({refreshToken}) => claimsOf(refreshToken).jti));
  const last = await pairOf(await replicas.refresh(pairs[0]!.refreshToken));
  await replicas.age(11);
  const ms = await timeToRefusal(replicas, last.accessToken, () => replicas.refresh(first.refreshToken));
  return {successors: successors.size, ms};
}

/** How many logins one code lets in beyond the first. */
async function replays(replicas: Replicas): Promise<number> {
  const {nome} = await replicas.user();
  const {accessToken} = await replicas.tokens(nome);
  const enrolment = await replicas.ask('POST', '/api/v1/eu/totp', bearer(accessToken), {senha: SENHA});
  const {segredo} = (await enrolment.json()) as {segredo: string};
  const codigo = codeOf(segredo, presentStep() - 1);
  await replicas.ask('POST', '/api/v1/eu/totp/confirmacao', bearer(accessToken), {codigo});
  // The one of the confirmation, and one that nobody has used, many times at once and once more.
  const fresh = codeOf(segredo);
  const codes = [codigo, ...Array<string>(15).fill(fresh)];
  const answers = await Promise.all(codes.map(code => replicas.login(nome, {'x-totp': code})));
  const again = await replicas.login(nome, {'x-totp': fresh});
  return [...answers, again].filter(({status}) => status === 200).length - 1;
}

/** S4: tokens and codes that were used, replaced or taken away. */
export const sessionsAndCodes: Row = async ({quick}) => {
  const rounds = quick ? 1 : 10;
  const database = await givenDatabase();
  const env = {DATABASE_URL: database.url, RUN_WORKER: 'off', TRUSTED_PROXIES: '127.0.0.1'};
  const services = [await ServiceProcess.start('api', env), await ServiceProcess.start('api', env)] as const;
  const replicas = new Replicas([services[0].url, services[1].url], database);
  let [successors, familyMs, revokedMs, replayed] = [0, 0, 0, 0];
  try {
    for (let round = 0; round < rounds; round++) {
      const reused = await reuse(replicas);
      successors = Math.max(successors, reused.successors);
      familyMs = Math.max(familyMs, reused.ms);
      for (const end of ENDINGS) {
        const {nome, id} = await replicas.user();
        const {accessToken} = await replicas.tokens(nome);
        const ms = await timeToRefusal(replicas, accessToken, () => end(replicas, accessToken, id));
        revokedMs = Math.max(revokedMs, ms);
      }
      replayed += await replays(replicas);
    }
    return {
      passed: successors === 1 && replayed === 0 && familyMs <= LIMIT_MS && revokedMs <= LIMIT_MS,
      figure: `${PARALLEL} refreshes at once × ${rounds}: ${successors} successor; family dead in ≤ ${familyMs.toFixed(0)} ms; ${replayed} replays; logout, password, disable: refused and closed in ≤ ${revokedMs.toFixed(0)} ms`,
      bar: 'one successor; ≤ 1 s; 0 replays; ≤ 1 s on HTTP and sockets',
    };
  } finally {
    await Promise.all(services.map(service => service.stop()));
    await database.drop();
  }
};
