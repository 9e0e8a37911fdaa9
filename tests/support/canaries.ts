import {Agent} from 'node:http';
import {basic, bearer} from './auth';
import {Answer, exchange, Exchange, rawExchange} from './http';
import {png} from './images';
import {form} from './uploads';

/** Secrets that a process is given, and that callers send where they belong or do not; none may be seen again. */
export const CANARIES = {
  jwtSecret: 'canario-01-chave-que-assina-os-tokens',
  appPassword: 'canario-02-senha-do-administrador',
  redisPassword: 'canario-03-redis',
  s3AccessKey: 'canario04acesso',
  s3SecretKey: 'canario-05-segredo-do-s3',
  passwordV1: 'canario-06-senha-v1',
  passwordV2: 'canario-07-senha-v2',
  passwordOfUnknown: 'canario-08-senha-de-ninguem',
  passwordBroken: 'canario-09-json-cortado',
  passwordNested: 'canario-10-objeto',
  passwordInForm: 'canario-11-formulario',
  passwordWithNul: 'canario-12-nul',
  basicOnResource: 'canario-13-basic',
  bearer: 'canario-14.token.opaco',
  refresh: 'canario-15-renovacao',
  refreshNested: 'canario-16-renovacao',
  cookie: 'canario-17-cookie',
  query: 'canario-18-na-consulta',
  signature: 'canario-19-assinatura',
  apiKey: 'canario-20-outro-cabecalho',
  senhaAtual: 'canario-21-senha-atual',
  senhaNova: 'canario-22-senha-nova',
  senhaDeOutro: 'canario-23-senha-de-outro',
  senhaDoFator: 'canario-24-senha-do-fator',
  codigo: 'canario-25-codigo',
  codigoNoLogin: 'canario-26-x-totp',
  recuperacao: 'canario-27-recuperacao',
} as const;

const ALBUM = '/api/v1/album';
const LOGIN = '/api/v1/auth/login';
const JSON_TYPE = {'content-type': 'application/json'};

/** What is asked with a secret in it, each of which goes wrong. */
export function leaks(): readonly Exchange[] {
  const c = CANARIES;
  const post = (path: string, body: unknown, headers = {}): Exchange => ({
    method: 'POST',
    path,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {...JSON_TYPE, ...headers},
  });
  const get = (path: string, headers: Exchange['headers'] = {}): Exchange => ({method: 'GET', path, headers});
  return [
    post(LOGIN, {username: 'seletivo', password: c.passwordV1}),
    post(LOGIN, {username: 'ninguem', password: c.passwordOfUnknown}),
    post(LOGIN, {username: c.passwordOfUnknown, password: 'x'}),
    post(LOGIN, `{"username":"seletivo","password":"${c.passwordBroken}`),
    post(LOGIN, `{"password":${c.passwordBroken}}`),
    post(LOGIN, {username: 'seletivo', password: {valor: c.passwordNested}}),
    post(LOGIN, {[c.passwordNested]: c.passwordNested}),
    post(LOGIN, {username: 'seletivo', password: `${c.passwordWithNul}\0`}),
    post(LOGIN, `password=${c.passwordInForm}`, {'content-type': 'application/x-www-form-urlencoded'}),
    post('/api/v2/auth/login', '', basic('seletivo', c.passwordV2)),
    post('/api/v2/auth/login', '', {authorization: `Basic ${c.passwordV2}`}),
    post('/api/v1/auth/refresh', {refreshToken: c.refresh}),
    post('/api/v2/auth/refresh', {refreshToken: {valor: c.refreshNested}}),
    post('/api/v1/auth/refresh', `{"refreshToken":"${c.refreshNested}`),
    post('/objetos?assinatura=x', `assinatura=${c.signature}`),
    ...[ALBUM, `${ALBUM}/0`, '/nada', '/admin/filas', '/monitor.html', '/actuator/info', '/ws/info'].flatMap(
      path => [
        get(path, basic('seletivo', c.basicOnResource)),
        get(path, bearer(c.bearer)),
        get(path, {authorization: `Digest ${c.basicOnResource}`}),
        get(`${path}?access_token=${c.query}&senha=${c.query}`),
        get(path, {cookie: `sessao=${c.cookie}`, 'x-api-key': c.apiKey, 'proxy-authorization': c.apiKey}),
      ],
    ),
    get(`/objetos/6040f6e8-49fa-4ee5-b894-f09379062f0b-a.png?expira=1&assinatura=${c.signature}`),
    get(`/objetos/a?X-Amz-Signature=${c.signature}`),
  ];
}

/** The same in what administrators and users do to accounts. @param headers of an administrator */
export function leaksOfAccounts(headers: Readonly<Record<string, string>>): readonly Exchange[] {
  const c = CANARIES;
  const ask = (line: string, body: unknown, more = {}): Exchange => {
    const [method = '', path = ''] = line.split(' ');
    return {method, path, body: JSON.stringify(body), headers: {...JSON_TYPE, ...headers, ...more}};
  };
  return [
    ask('PUT /api/v1/eu/senha', {senhaAtual: c.senhaAtual, senha: c.senhaNova}),
    ask('PUT /api/v1/eu/senha', {senhaAtual: {valor: c.senhaAtual}, senha: [c.senhaNova]}),
    ask('POST /api/v1/usuarios', {nome: 'a:b', senha: c.senhaDeOutro, papel: 'admin'}),
    ask('POST /api/v1/usuarios', {nome: 'a', senha: c.senhaDeOutro, papel: c.senhaDeOutro}),
    ask('PUT /api/v1/usuarios/999999999/senha', {senha: c.senhaDeOutro}),
    ask('POST /api/v1/eu/totp', {senha: c.senhaDoFator}),
    ask('POST /api/v1/eu/totp/confirmacao', {codigo: c.codigo}),
    ask('POST /api/v1/eu/totp/remocao', {senha: c.senhaDoFator, codigo: c.recuperacao}),
    ask('POST /api/v2/auth/login', undefined, {'x-totp': c.codigoNoLogin}),
    ask('POST /api/v1/auth/login', {username: 'seletivo', password: 'x'}, {'x-totp': c.codigoNoLogin}),
  ];
}

/** Everything that breaks a line, turns it round or is obeyed by a terminal, and a line that wants to be one of ours. */
export const CONTROL =
  '\r\nX-Forjado: sim\r\n{"level":"fatal","forjado":1}\x1b[2J\x07\x7f\u009b31m\u2028\u202e\u2066';

/** Every text that callers may send, with that in it. */
export function forgeries(): readonly Exchange[] {
  const {authorization} = basic('seletivo', CANARIES.appPassword);
  const text = `forjado${CONTROL}`;
  const encoded = encodeURIComponent(text);
  const json = (method: string, path: string, body: object): Exchange => ({
    method,
    path,
    body: JSON.stringify(body),
    headers: {...JSON_TYPE, authorization},
  });
  const cover = form([
    {content: png(), fileName: `a${encoded}.png`},
    {content: 'x', fileName: 'b\x1b[2J\u202e.svg'},
  ]);
  const paths = [
    `${ALBUM}?nome=${encoded}`,
    `${ALBUM}?sort=${encoded}`,
    `${ALBUM}?cursor=${encoded}`,
    `${ALBUM}?include=${encoded}`,
    `${ALBUM}/tipo-artista?tipo=${encoded}`,
    `${ALBUM}/album-por-artista?artista=${encoded}`,
    `/api/v1/artistas?nome=${encoded}`,
    `${ALBUM}/${encoded}`,
    `/objetos/${encodeURIComponent('a\x1b\u202e')}?expira=${encoded}&assinatura=${encoded}&disposicao=${encoded}`,
    `/actuator/health/${encodeURIComponent('a\x1b\u202e')}`,
    `/nada%1b%0d%0a${encodeURIComponent('\u202e')}`,
  ];
  return [
    json('POST', ALBUM, {nome: text}),
    json('PUT', `${ALBUM}/1`, {nome: text}),
    json('POST', '/api/v1/artistas', {nome: text, tipo: 'BANDA'}),
    json('POST', '/api/v1/artistas', {nome: 'x', tipo: text}),
    json('PUT', '/api/v1/artistas/1', {nome: text, tipo: 'CANTOR'}),
    json('POST', '/api/v1/regionais', {regionalId: 1, nome: text}),
    json('POST', '/api/v1/regionais', {regionalId: text, nome: text}),
    json('POST', '/api/v1/albuns/1/imagens/envio', {nomeArquivo: text, tipo: 'image/png'}),
    json('POST', '/api/v1/albuns/1/imagens/confirmar', {chave: text, nomeArquivo: text}),
    json('POST', LOGIN, {username: text, password: text}),
    json('POST', LOGIN, {[text]: text}),
    {method: 'POST', path: '/api/v1/albuns/1/imagens', ...cover, headers: {...cover.headers, authorization}},
    {method: 'GET', path: ALBUM, headers: basic(text, text)},
    ...paths.map(path => ({method: 'GET', path, headers: {authorization}})),
  ];
}

/** Bytes that are no request, or carry what no client of ours would let through. */
export const RAW_FORGERIES: readonly string[] = [
  'nada\x1b[2J\r\n\r\n',
  `GET /\x1b[2J HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: a\r\nX-Request-Id: \x9b31m\r\nConnection: close\r\n\r\n`,
  `GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: \x1b[2J\r\nConnection: close\r\n\r\n`,
  `GET ${ALBUM} HTTP/1.1\r\nHost: a\r\nAuthorization: Basic ${CANARIES.basicOnResource}\0\r\n\r\n`,
  `GET ${ALBUM} HTTP/1.1\r\nAuthorization: Bearer ${CANARIES.bearer}\r\nConnection: close\r\n\r\n`,
  `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
  'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: sessao=canario-17-cookie\r\n\r\n',
];

/** Header fields that no answer is without. */
const REQUIRED = [
  'x-content-type-options',
  'x-frame-options',
  'content-security-policy',
  'referrer-policy',
  'cross-origin-resource-policy',
  'cache-control',
];

export interface Seen {
  /** Bodies and header fields of all answers. */
  readonly text: string;
  readonly answers: number;
  /** Of answers that lack a field, or have one that a caller put there. */
  readonly wrong: readonly string[];
}

/** Sends them all, those at the end as they are. */
export async function provoke(
  url: string,
  requests: readonly Exchange[],
  raw: readonly string[],
): Promise<Seen> {
  const agent = new Agent({keepAlive: false});
  const texts: string[] = [];
  const wrong: string[] = [];
  for (const request of requests) {
    const answer = await exchange(url, request, agent);
    texts.push(answer.text, JSON.stringify(answer.headers));
    if (!isGuarded(request.path, answer)) wrong.push(`${answer.status} ${request.method} ${request.path}`);
  }
  for (const bytes of raw) {
    const text = await rawExchange(url, Buffer.from(bytes, 'latin1'));
    texts.push(text);
    const head = text.split('\r\n\r\n', 1)[0]!.toLowerCase();
    if (!REQUIRED.every(name => head.includes(`\n${name}: `)) || head.includes('forjado')) wrong.push(bytes);
  }
  agent.destroy();
  return {text: texts.join('\n'), answers: requests.length + raw.length, wrong};
}

function isGuarded(path: string, {headers}: Answer): boolean {
  // The pages of some transports are scripts.
  const wanted = REQUIRED.filter(name => name !== 'content-security-policy' || !path.startsWith('/ws/'));
  return wanted.every(name => name in headers) && !('x-forjado' in headers);
}
