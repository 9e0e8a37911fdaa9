import {ACCESS, PREFIXES} from '../../src/auth/access-table';
import {Access} from '../../src/auth/access';
import {basic} from '../support/auth';
import {givenDatabase, TestDatabase} from '../support/database';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {givenUsuario} from '../support/usuario';
import type {Row} from './types';

const SENHA = 'cavalo bateria grampo';
const CALLERS = ['ninguem', 'leitor', 'editor', 'admin'] as const;
type Caller = (typeof CALLERS)[number];

/** Whether the table lets somebody in, told apart from what comes of the request. */
function isAllowed(access: Access, caller: Caller): boolean {
  if (access === 'publico') return true;
  if (access === 'proprio') return caller !== 'ninguem';
  // Closed, as production has it.
  return CALLERS.indexOf(caller) >= CALLERS.indexOf(access === 'catalogo' ? 'leitor' : access);
}

/** Requests that try to be more than they are, by a member, a parameter or somebody else's object. */
async function triesBeyond(
  ask: (caller: Caller, line: string, body?: object) => Promise<number>,
  other: Sessions,
) {
  const unchanged = {papel: 'admin', ativo: true};
  const forbidden: [Caller, string, object?][] = [
    ['editor', 'POST /api/v1/regionais/sincronizar?forcar=true'],
    ['leitor', 'POST /api/v1/regionais/sincronizar?dryRun=true'],
    ...(['leitor', 'editor'] as const).flatMap((caller): [Caller, string, object?][] => [
      [caller, `PUT /api/v1/usuarios/${other.ids[caller]}`, unchanged],
      [caller, 'POST /api/v1/usuarios', {nome: 'x', senha: SENHA, papel: 'admin'}],
      [caller, `DELETE /api/v1/eu/sessoes/${other.sessaoId}`],
      [caller, 'GET /admin/filas'],
      [caller, 'GET /admin/filas/api/queues'],
    ]),
    ['admin', `DELETE /api/v1/eu/sessoes/${other.sessaoId}`],
  ];
  const allowed: string[] = [];
  for (const [caller, line, body] of forbidden) {
    const status = await ask(caller, line, body);
    if (![401, 403, 404].includes(status)) allowed.push(`${caller} ${line}: ${status}`);
  }
  // A member that an operation does not have changes nothing.
  await ask('editor', 'PUT /api/v1/eu/senha', {senhaAtual: SENHA, senha: 'curta', papel: 'admin'});
  return {count: forbidden.length + 1, allowed};
}

interface Sessions {
  readonly ids: Readonly<Record<string, number>>;
  /** Of somebody else. */
  readonly sessaoId: string;
}

async function givenCallers(database: TestDatabase): Promise<Readonly<Record<string, number>>> {
  const store = {
    sql: (statement: string, params?: readonly unknown[]) => sql(database.url, statement, params),
  };
  const ids: Record<string, number> = {};
  for (const papel of ['leitor', 'editor', 'admin']) {
    ids[papel] = await givenUsuario(store as Parameters<typeof givenUsuario>[0], papel, SENHA, papel);
  }
  return ids;
}

/** S2: every route by everybody, and what is beyond somebody's role in an object or a field. */
export const accessMatrix: Row = async () => {
  const database = await givenDatabase({template: 'sample'});
  const service = await ServiceProcess.start('api', {
    DATABASE_URL: database.url,
    RUN_WORKER: 'off',
    CATALOG_PUBLIC: 'off',
  });
  const ask = async (caller: Caller, line: string, body?: object): Promise<number> => {
    const [method = '', path = ''] = line.split(' ');
    const answer = await fetch(service.url + path, {
      method,
      headers: {
        ...(caller !== 'ninguem' && basic(caller, SENHA)),
        ...(body && {'content-type': 'application/json'}),
      },
      redirect: 'manual',
      body: body && JSON.stringify(body),
      // Streams go on; their head is enough.
      signal: AbortSignal.timeout(20_000),
    });
    await answer.body?.cancel();
    return answer.status;
  };
  try {
    const ids = await givenCallers(database);
    const unexpected: string[] = [];
    const routes = [
      ...Object.entries(ACCESS),
      ...PREFIXES.map(([prefix, access]) => [`GET ${prefix}/nada`, access] as const),
    ];
    for (const [line, access] of routes) {
      // Ids that there are not: who is let in changes nothing.
      const concrete = line.replace(/\{\w+\}/g, '999999999');
      for (const caller of CALLERS) {
        const status = await ask(caller, concrete, /^(POST|PUT)/.test(line) ? {} : undefined);
        const isKeptOut = status === 403 || (status === 401 && !/\/auth\//.test(line));
        const isSignedIn = caller !== 'ninguem' || access === 'publico';
        const isRight = isAllowed(access, caller) ? !isKeptOut : status === (isSignedIn ? 403 : 401);
        // A signed link that is not signed is refused as such.
        if (!isRight && !line.includes('/objetos')) unexpected.push(`${caller} ${line}: ${status}`);
      }
    }
    const login = await fetch(`${service.url}/api/v2/auth/login`, {method: 'POST', headers: basic()});
    await login.body?.cancel();
    const [sessao] = await sql<{id: string}>(
      database.url,
      `select id from sessao order by criada_em desc limit 1`,
    );
    const beyond = await triesBeyond(ask, {ids, sessaoId: sessao!.id});
    const roles = await sql<{nome: string; papel: string}>(
      database.url,
      `select nome_usuario as nome, papel from usuario where nome_usuario in ('leitor', 'editor', 'admin')`,
    );
    const risen = roles.filter(({nome, papel}) => nome !== papel).map(({nome}) => `${nome} has risen`);
    const wrong = [...unexpected, ...beyond.allowed, ...risen];
    return {
      passed: wrong.length === 0,
      figure: `${routes.length} routes × ${CALLERS.length} callers, ${beyond.count} objects and fields: ${wrong.length} unexpected ${wrong.slice(0, 5).join('; ')}`,
      bar: '0 unexpected allows',
    };
  } finally {
    await service.stop();
    await database.drop();
  }
};
