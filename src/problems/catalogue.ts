import {access} from './entries/access';
import {contas} from './entries/contas';
import {catalogo} from './entries/catalogo';
import {csv} from './entries/csv';
import {CatalogueEntry} from './entries/entry';
import {imagens} from './entries/imagens';
import {regionais} from './entries/regionais';
import {request} from './entries/request';
import {service} from './entries/service';
import {fill, type Message, type Words} from '../messages/message';
import {words} from '../messages/words';
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

interface Said extends ProblemOptions {
  /** In place of the entry's own. */
  readonly message?: Words;
  /** Where the message has places for some. */
  readonly values?: Message['values'];
}

function problem(code: ProblemCode, {message, values, ...options}: Said = {}): Problem {
  const entry: CatalogueEntry = catalogue[code];
  const text = {...(message ?? entry.message), values};
  return new Problem(code, entry.status, entry.shape, text, options);
}

/** The message of a typical case. */
export function typicalMessage(code: ProblemCode): Message {
  const {message, typical = {}}: CatalogueEntry = catalogue[code];
  const values = Object.entries(typical).map(
    ([name, value]) => [name, typeof value === 'string' ? words(value) : value] as const,
  );
  return fill(message, Object.fromEntries(values));
}

/** A problem with its typical text, for documents. */
export function exampleProblem(code: ProblemCode): Problem {
  const fields: FieldMessages = {nome: 'O nome do artista deve ser informado.'};
  const message = typicalMessage(code);
  return problem(code, {message, values: message.values, ...(code === 'validation_failed' && {fields})});
}

/** Where an album is looked for; the replaced service has a text for each. */
const ALBUM_TEXTS = {
  read: catalogue.album_not_found.message,
  delete: {pt: 'Álbum não encontrado para exclusão', en: 'There is no album with that id to remove'},
  link: {pt: 'Álbum não encontrado', en: 'Album not found'},
} as const;

/** Why a regional office is looked for; the replaced service has a text for each. */
const REGIONAL_TEXTS = {
  read: catalogue.regional_not_found.message,
  delete: {
    pt: 'Não foi possível desativar: Regional não encontrada ou já inativa. ID: {id}',
    en: 'Cannot be deactivated: there is no such regional office, or it is inactive already. ID: {id}',
  },
} as const;

/** What a body has to be. */
const MEDIA_TYPE_TEXTS = {
  json: {message: catalogue.media_type_unsupported.message, headers: {Accept: JSON_TYPES}},
  files: {
    message: {
      pt: 'O corpo deve ser enviado como multipart/form-data',
      en: 'The body must be sent as multipart/form-data',
    },
    headers: {Accept: 'multipart/form-data'},
  },
  csv: {
    message: {
      pt: 'O corpo deve ser enviado como text/csv em UTF-8',
      en: 'The body must be sent as text/csv in UTF-8',
    },
    headers: {Accept: 'text/csv'},
  },
} as const;

/** What an upload is for. */
const UPLOAD_TARGET_TEXTS = {
  album: catalogue.upload_target_not_found.message,
  imagem: catalogue.imagem_not_found.message,
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
    problem('field_type_invalid', {values: {field, expected: words(expected)}}),
  parameterInvalid: (name: string, expected: string) =>
    problem('parameter_invalid', {values: {name, expected: words(expected)}}),
  /** @param fileName as the client named it · @param reason Portuguese: what is wrong with it */
  imagemInvalid: (fileName: string, reason: string, options?: WithCause) =>
    problem('imagem_invalid', {...options, values: {file: fileName, reason: words(reason)}}),
  /** @param expected Portuguese: what should have been sent */
  uploadMalformed: (expected: string, options?: WithCause) =>
    problem('upload_malformed', {...options, values: {expected: words(expected)}}),
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
    problem('regional_not_found', {message: REGIONAL_TEXTS[wantedFor], values: {id}}),
  regionalAlreadyActive: (id: number, options?: WithCause) =>
    problem('regional_already_active', {...options, values: {id}}),
  sincronizacaoNotFound: (id: number) => problem('sincronizacao_not_found', {values: {id}}),
  /** @param reason Portuguese, such as how many would be deactivated */
  sincronizacaoRefused: (reason: string) =>
    problem('sincronizacao_refused', {values: {reason: words(reason)}}),
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
    problem('body_too_large', {values: {limit: limitBytes}, headers: CLOSING}),
  bodyTimeout: () => problem('body_timeout', {headers: CLOSING}),
  fileTooLarge: (limitBytes: number) =>
    problem('file_too_large', {values: {limit: limitBytes}, headers: CLOSING}),
  tooManyFiles: (limit: number) => problem('too_many_files', {values: {limit}, headers: CLOSING}),
  mediaTypeUnsupported: (wanted: keyof typeof MEDIA_TYPE_TEXTS = 'json') =>
    problem('media_type_unsupported', MEDIA_TYPE_TEXTS[wanted]),
  rateLimited: (limit: number, retryAfterSeconds: number) =>
    problem('rate_limited', {
      values: {limit},
      headers: {'Retry-After': String(retryAfterSeconds)},
    }),
  loginThrottled: (retryAfterSeconds: number) =>
    problem('login_throttled', {headers: {'Retry-After': String(retryAfterSeconds)}}),
  internalError: (options?: WithCause) => problem('internal_error', options),
  /** @param reason Portuguese: what is wrong with it */
  regionaisAnswerInvalid: (reason: string, options?: WithCause) =>
    problem('regionais_answer_invalid', {...options, values: {reason: words(reason)}}),
  /** @param reason Portuguese: what it did */
  regionaisUnavailable: (reason: string, options?: WithCause) =>
    problem('regionais_unavailable', {...options, values: {reason: words(reason)}}),
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
