import {access} from './entries/access';
import {contas} from './entries/contas';
import {catalogo} from './entries/catalogo';
import {csv} from './entries/csv';
import {CatalogueEntry} from './entries/entry';
import {imagens} from './entries/imagens';
import {regionais} from './entries/regionais';
import {request} from './entries/request';
import {service} from './entries/service';
import {FieldMessages, Problem, ProblemOptions} from './problem';

export type {CatalogueEntry};

const JSON_TYPES = 'application/json, application/*+json';

/** Every code that leaves this API. A structure test holds `docs/errors.md` to it, both ways. */
export const catalogue = {
  ...request,
  ...access,
  ...contas,
  ...catalogo,
  ...imagens,
  ...regionais,
  ...csv,
  ...service,
};

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

/** What a body has to be. */
const MEDIA_TYPE_TEXTS = {
  json: {message: catalogue.media_type_unsupported.message, headers: {Accept: JSON_TYPES}},
  files: {
    message: 'O corpo deve ser enviado como multipart/form-data',
    headers: {Accept: 'multipart/form-data'},
  },
  csv: {message: 'O corpo deve ser enviado como text/csv em UTF-8', headers: {Accept: 'text/csv'}},
} as const;

/** What an upload is for. */
const UPLOAD_TARGET_TEXTS = {
  album: catalogue.upload_target_not_found.message,
  imagem: 'Imagem não encontrada',
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
  /** @param fileName as the client named it · @param reason Portuguese: what is wrong with it */
  imagemInvalid: (fileName: string, reason: string, options?: WithCause) =>
    problem('imagem_invalid', {...options, message: `Imagem inválida: ${fileName} (${reason})`}),
  /** @param expected Portuguese: what should have been sent */
  uploadMalformed: (expected: string, options?: WithCause) =>
    problem('upload_malformed', {...options, message: expected}),
  validationFailed: (fields: FieldMessages) => problem('validation_failed', {fields}),
  tokenInvalid: (options?: WithCause) => problem('token_invalid', options),
  credentialsRequired: () => problem('credentials_required'),
  monitorCredentialsRequired: () =>
    problem('monitor_credentials_required', {headers: {'WWW-Authenticate': 'Basic realm="Monitoramento"'}}),
  loginRefused: () => problem('login_refused'),
  loginCredentialsMissing: () => problem('login_credentials_missing'),
  /** The password was right. */
  totpRequired: () => problem('totp_required'),
  totpInvalid: () => problem('totp_invalid'),
  refreshRefused: () => problem('refresh_refused'),
  originRefused: () => problem('origin_refused'),
  routeNotFound: () => problem('route_not_found'),
  artistaNotFound: () => problem('artista_not_found'),
  albumNotFound: (wantedFor: keyof typeof ALBUM_TEXTS = 'read') =>
    problem('album_not_found', {message: ALBUM_TEXTS[wantedFor]}),
  imagemNotFound: () => problem('imagem_not_found'),
  uploadTargetNotFound: (target: keyof typeof UPLOAD_TARGET_TEXTS, options?: WithCause) =>
    problem('upload_target_not_found', {...options, message: UPLOAD_TARGET_TEXTS[target]}),
  envioNotFound: (options?: WithCause) => problem('envio_not_found', options),
  objectNotFound: (options?: WithCause) => problem('object_not_found', options),
  linkInvalid: () => problem('link_invalid'),
  vinculoNotFound: () => problem('vinculo_not_found'),
  editorRequired: () => problem('editor_required'),
  adminRequired: () => problem('admin_required'),
  usuarioNotFound: () => problem('usuario_not_found'),
  usuarioNameTaken: (options?: WithCause) => problem('usuario_name_taken', options),
  usuarioProtected: () => problem('usuario_protected'),
  totpAlreadyActive: () => problem('totp_already_active'),
  lastAdmin: () => problem('last_admin'),
  sessaoNotFound: () => problem('sessao_not_found'),
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
  preconditionFailed: () => problem('precondition_failed'),
  idempotencyKeyInvalid: () => problem('idempotency_key_invalid'),
  idempotencyKeyUnsupported: () => problem('idempotency_key_unsupported', {headers: CLOSING}),
  idempotencyKeyInUse: () => problem('idempotency_key_in_use', {headers: {'Retry-After': '1'}}),
  idempotencyKeyReused: () => problem('idempotency_key_reused'),
  artistaInUse: (options?: WithCause) => problem('artista_in_use', options),
  bodyTooLarge: (limitBytes: number) =>
    problem('body_too_large', {
      message: `O corpo da requisição excede o limite de ${limitBytes} bytes`,
      headers: CLOSING,
    }),
  bodyTimeout: () => problem('body_timeout', {headers: CLOSING}),
  fileTooLarge: (limitBytes: number) =>
    problem('file_too_large', {
      message: `O arquivo excede o limite de ${limitBytes} bytes`,
      headers: CLOSING,
    }),
  tooManyFiles: (limit: number) =>
    problem('too_many_files', {
      message: `O máximo é de ${limit} arquivos por requisição`,
      headers: CLOSING,
    }),
  mediaTypeUnsupported: (wanted: keyof typeof MEDIA_TYPE_TEXTS = 'json') =>
    problem('media_type_unsupported', MEDIA_TYPE_TEXTS[wanted]),
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
  importacaoInProgress: () => problem('importacao_in_progress', {headers: {'Retry-After': '10'}}),
  importacaoOvertaken: (options?: WithCause) => problem('importacao_overtaken', options),
  storageUnavailable: (options?: WithCause) =>
    problem('storage_unavailable', {...options, headers: {'Retry-After': '1'}}),
  queueUnavailable: (options?: WithCause) =>
    problem('queue_unavailable', {...options, headers: {'Retry-After': '1'}}),
  databaseUnavailable: (options?: WithCause) =>
    problem('database_unavailable', {...options, headers: {'Retry-After': '1'}}),
  overloaded: () => problem('overloaded', {headers: {'Retry-After': '1'}}),
} as const;
