import {FieldMessages, Problem, ProblemOptions, ProblemShape} from './problem';

/** One thing that can go wrong for a caller, as `docs/errors.md` shows it. */
export interface CatalogueEntry {
  readonly status: number;
  readonly shape: ProblemShape;
  /** Portuguese; what the caller reads. An entry whose text depends on the case shows a typical one. */
  readonly message: string;
  /** English; what the caller can do about it. */
  readonly remedy: string;
}

const JSON_TYPES = 'application/json, application/*+json';

/** Every code that leaves this API. A structure test holds `docs/errors.md` to it, both ways. */
export const catalogue = {
  request_malformed: {
    status: 400,
    shape: 'framework',
    message: 'O caminho da requisição não é válido',
    remedy:
      'Send a path without `//`, `/../`, `;` or an encoded slash, and no more than 8 KiB with its query.',
  },
  method_unsupported: {
    status: 400,
    shape: 'empty',
    message: 'Método HTTP não suportado',
    remedy: 'Use GET, POST, PUT, DELETE, HEAD or OPTIONS.',
  },
  json_malformed: {
    status: 400,
    shape: 'framework',
    message: 'O corpo da requisição não é um objeto JSON válido em UTF-8',
    remedy: 'Send one JSON object.',
  },
  field_type_invalid: {
    status: 400,
    shape: 'framework',
    message: 'Campo com tipo ou valor inválido: tipo (valores permitidos: CANTOR ou BANDA)',
    remedy: 'Give the named field the type that the OpenAPI document says.',
  },
  parameter_invalid: {
    status: 400,
    shape: 'framework',
    message: 'Parâmetro inválido: id (deve ser um número inteiro)',
    remedy: 'Correct the named path or query parameter.',
  },
  validation_failed: {
    status: 400,
    shape: 'validation',
    message: 'Há campos inválidos',
    remedy: 'Correct each named field.',
  },
  token_invalid: {
    status: 401,
    shape: 'framework',
    message: 'Token de acesso inválido ou expirado',
    remedy: 'Refresh the access token or sign in again.',
  },
  credentials_required: {
    status: 401,
    shape: 'credentials',
    message: 'Você precisa estar autenticado para acessar este recurso',
    remedy: 'Send `Authorization: Bearer <access token>` or `Basic <user:password>`.',
  },
  monitor_credentials_required: {
    status: 401,
    shape: 'page',
    message: 'Autenticação Necessária',
    remedy: 'Reload the page and sign in.',
  },
  login_refused: {
    status: 401,
    shape: 'text',
    message: 'Usuário ou senha inválidos',
    remedy: 'Correct the user or the password.',
  },
  login_credentials_missing: {
    status: 401,
    shape: 'empty',
    message: 'O login v2 espera o cabeçalho Authorization: Basic',
    remedy: 'Send `Authorization: Basic <user:password>`.',
  },
  refresh_refused: {
    status: 401,
    shape: 'empty',
    message: 'Token de renovação inválido, expirado ou encerrado',
    remedy: 'Sign in again.',
  },
  route_not_found: {
    status: 404,
    shape: 'framework',
    message: 'Recurso não encontrado',
    remedy: 'Look the path up in the OpenAPI document; paths have no trailing slash and are case-sensitive.',
  },
  artista_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Artista não encontrado',
    remedy: 'Use an id that the list of artists shows.',
  },
  album_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Álbum não encontrado para o ID informado',
    remedy: 'Use an id that the list of albums shows.',
  },
  vinculo_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Vínculo não encontrado entre o artista e o álbum informados',
    remedy: 'Use a pair of ids that is linked.',
  },
  method_not_allowed: {
    status: 405,
    shape: 'framework',
    message: 'Método não permitido para este recurso',
    remedy: 'Use a method that the `Allow` field names.',
  },
  not_acceptable: {
    status: 406,
    shape: 'empty',
    message: 'Nenhum formato aceito pelo cliente está disponível',
    remedy: 'Accept `application/json`. Nothing was carried out.',
  },
  artista_in_use: {
    status: 409,
    shape: 'domain',
    message: 'Não é possível excluir: este registro possui vínculos ativos (Álbuns/Imagens).',
    remedy: 'Remove the links of the artist first.',
  },
  body_too_large: {
    status: 413,
    shape: 'framework',
    message: 'O corpo da requisição excede o limite de 1048576 bytes',
    remedy: 'Send a smaller body.',
  },
  media_type_unsupported: {
    status: 415,
    shape: 'framework',
    message: 'O corpo deve ser enviado como application/json',
    remedy: 'Send `Content-Type: application/json`.',
  },
  rate_limited: {
    status: 429,
    shape: 'rate-limit',
    message: 'Máximo de 10 requisições por minuto',
    remedy: 'Wait for the seconds that `Retry-After` names.',
  },
  login_throttled: {
    status: 429,
    shape: 'framework',
    message: 'Muitas tentativas de login sem sucesso; tente novamente mais tarde',
    remedy: 'Wait for the seconds that `Retry-After` names.',
  },
  internal_error: {
    status: 500,
    shape: 'framework',
    message: 'Erro interno; informe o requestId ao suporte',
    remedy: 'Report the `requestId`; the cause is in the log under it.',
  },
  database_unavailable: {
    status: 503,
    shape: 'framework',
    message: 'Banco de dados indisponível no momento; tente novamente',
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  overloaded: {
    status: 503,
    shape: 'framework',
    message: 'Serviço sobrecarregado no momento; tente novamente',
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ProblemCode = keyof typeof catalogue;

function problem(code: ProblemCode, options?: ProblemOptions & {readonly message?: string}): Problem {
  const entry: CatalogueEntry = catalogue[code];
  return new Problem(code, entry.status, entry.shape, options?.message ?? entry.message, options);
}

/** A problem with its typical text, for documents. */
export function exampleProblem(code: ProblemCode): Problem {
  const fields: FieldMessages = {nome: 'O nome do artista deve ser informado.'};
  return problem(code, code === 'validation_failed' ? {fields} : {});
}

/** Where an album is looked for; the replaced service has a text for each. */
const ALBUM_TEXTS = {
  read: catalogue.album_not_found.message,
  delete: 'Álbum não encontrado para exclusão',
  link: 'Álbum não encontrado',
} as const;

/** Of a request that could not be read to its end, nobody knows where the next one begins. */
const CLOSING = {Connection: 'close'} as const;

type WithCause = Pick<ProblemOptions, 'cause'>;

/** `throw problems.albumNotFound()`: one function per way to fail. */
export const problems = {
  requestMalformed: () => problem('request_malformed', {headers: CLOSING}),
  methodUnsupported: () => problem('method_unsupported', {headers: CLOSING}),
  jsonMalformed: (options?: WithCause) => problem('json_malformed', {...options, headers: CLOSING}),
  /** @param field path of the member · @param expected Portuguese: what it should be */
  fieldTypeInvalid: (field: string, expected: string) =>
    problem('field_type_invalid', {message: `Campo com tipo ou valor inválido: ${field} (${expected})`}),
  parameterInvalid: (name: string, expected: string) =>
    problem('parameter_invalid', {message: `Parâmetro inválido: ${name} (${expected})`}),
  validationFailed: (fields: FieldMessages) => problem('validation_failed', {fields}),
  tokenInvalid: (options?: WithCause) => problem('token_invalid', options),
  credentialsRequired: () => problem('credentials_required'),
  monitorCredentialsRequired: () =>
    problem('monitor_credentials_required', {headers: {'WWW-Authenticate': 'Basic realm="Monitoramento"'}}),
  loginRefused: () => problem('login_refused'),
  loginCredentialsMissing: () => problem('login_credentials_missing'),
  refreshRefused: () => problem('refresh_refused'),
  routeNotFound: () => problem('route_not_found'),
  artistaNotFound: () => problem('artista_not_found'),
  albumNotFound: (wantedFor: keyof typeof ALBUM_TEXTS = 'read') =>
    problem('album_not_found', {message: ALBUM_TEXTS[wantedFor]}),
  vinculoNotFound: () => problem('vinculo_not_found'),
  methodNotAllowed: (allowed: readonly string[]) =>
    problem('method_not_allowed', {headers: {Allow: allowed.join(', ')}}),
  notAcceptable: () => problem('not_acceptable', {headers: {Accept: JSON_TYPES}}),
  artistaInUse: (options?: WithCause) => problem('artista_in_use', options),
  bodyTooLarge: (limitBytes: number) =>
    problem('body_too_large', {
      message: `O corpo da requisição excede o limite de ${limitBytes} bytes`,
      headers: CLOSING,
    }),
  mediaTypeUnsupported: () => problem('media_type_unsupported', {headers: {Accept: JSON_TYPES}}),
  rateLimited: (limit: number, retryAfterSeconds: number) =>
    problem('rate_limited', {
      message: `Máximo de ${limit} requisições por minuto`,
      headers: {'Retry-After': String(retryAfterSeconds)},
    }),
  loginThrottled: (retryAfterSeconds: number) =>
    problem('login_throttled', {headers: {'Retry-After': String(retryAfterSeconds)}}),
  internalError: (options?: WithCause) => problem('internal_error', options),
  databaseUnavailable: (options?: WithCause) =>
    problem('database_unavailable', {...options, headers: {'Retry-After': '1'}}),
  overloaded: () => problem('overloaded', {headers: {'Retry-After': '1'}}),
} as const;
