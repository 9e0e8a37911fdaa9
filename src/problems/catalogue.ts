import {access} from './entries/access';
import {catalogo} from './entries/catalogo';
import {CatalogueEntry} from './entries/entry';
import {regionais} from './entries/regionais';
import {request} from './entries/request';
import {service} from './entries/service';
import {FieldMessages, Problem, ProblemOptions} from './problem';

export type {CatalogueEntry};

const JSON_TYPES = 'application/json, application/*+json';

/** Every code that leaves this API. A structure test holds `docs/errors.md` to it, both ways. */
export const catalogue = {...request, ...access, ...catalogo, ...regionais, ...service};

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

/** Why a regional office is looked for; the replaced service has a text for each. */
const REGIONAL_TEXTS = {
  read: 'Regional não encontrada para o ID informado',
  delete: 'Não foi possível desativar: Regional não encontrada ou já inativa. ID',
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
  originRefused: () => problem('origin_refused'),
  routeNotFound: () => problem('route_not_found'),
  artistaNotFound: () => problem('artista_not_found'),
  albumNotFound: (wantedFor: keyof typeof ALBUM_TEXTS = 'read') =>
    problem('album_not_found', {message: ALBUM_TEXTS[wantedFor]}),
  vinculoNotFound: () => problem('vinculo_not_found'),
  adminRequired: () => problem('admin_required'),
  regionalNotFound: (id: number, wantedFor: keyof typeof REGIONAL_TEXTS = 'read') =>
    problem('regional_not_found', {message: `${REGIONAL_TEXTS[wantedFor]}: ${id}`}),
  regionalAlreadyActive: (id: number, options?: WithCause) =>
    problem('regional_already_active', {
      ...options,
      message: `Já existe uma regional ativa com o ID informado: ${id}`,
    }),
  sincronizacaoNotFound: (id: number) =>
    problem('sincronizacao_not_found', {message: `Sincronização não encontrada para o ID informado: ${id}`}),
  /** @param reason Portuguese, such as how many would be deactivated */
  sincronizacaoRefused: (reason: string) =>
    problem('sincronizacao_refused', {message: `Sincronização recusada: ${reason}`}),
  sincronizacaoNotApplied: () => problem('sincronizacao_not_applied'),
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
  /** @param reason Portuguese: what is wrong with it */
  regionaisAnswerInvalid: (reason: string, options?: WithCause) =>
    problem('regionais_answer_invalid', {
      ...options,
      message: `A resposta da API de regionais não é válida: ${reason}`,
    }),
  /** @param reason Portuguese: what it did */
  regionaisUnavailable: (reason: string, options?: WithCause) =>
    problem('regionais_unavailable', {
      ...options,
      message: `A API de regionais não está disponível: ${reason}`,
    }),
  regionaisTimeout: (options?: WithCause) => problem('regionais_timeout', options),
  regionaisOff: () => problem('regionais_off'),
  queueUnavailable: (options?: WithCause) =>
    problem('queue_unavailable', {...options, headers: {'Retry-After': '1'}}),
  databaseUnavailable: (options?: WithCause) =>
    problem('database_unavailable', {...options, headers: {'Retry-After': '1'}}),
  overloaded: () => problem('overloaded', {headers: {'Retry-After': '1'}}),
} as const;
