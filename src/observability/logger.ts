import pino, {DestinationStream, Logger} from 'pino';
import {traceIds} from '../tracing/spans';

/** Members that no log line shows, wherever an object with them is logged. */
const SECRET_MEMBERS = [
  'password',
  'currentPassword',
  'newPassword',
  'senha',
  'senhaAtual',
  'senhaHash',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'codigo',
  'codigosRecuperacao',
  'segredo',
  'uri',
  'qrCode',
  'x-totp',
  'secret',
  'secretKey',
  'accessKey',
  'assinatura',
  'jwtSecret',
  'connectionString',
  'url',
];

/** Where a message quotes what somebody sent or signed: tokens, signatures, credentials of URLs and header fields. */
const SECRET_TEXTS =
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|(?<=\b(?:X-Amz-(?:Signature|Credential|Security-Token)|assinatura|access_token|secret)=)[^&\s"\\]+|(?<=:\/\/)[^\s"/@]+(?=@)|(?<=\b(?:Basic|Bearer) )[\w+/=.~-]{4,}/gi;
/** What a terminal obeys or shows another way round, beyond what JSON escapes by itself. */
const CONTROL = /[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * One JSON line an event on standard output.
 * @param destination where the lines go; absent: standard output
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: {service: 'artistas-api'},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {level: (label: string) => ({level: label})},
    redact: {
      paths: SECRET_MEMBERS.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
      censor: '[redacted]',
    },
    serializers: {err: describeError},
    mixin: traceIds,
    hooks: {streamWrite: harmless},
  };
  return destination ? pino(options, destination) : pino(options);
}

/** A line as it may be shown; what stands in its texts only, so it is JSON still. */
function harmless(line: string): string {
  return line
    .replace(SECRET_TEXTS, '[redacted]')
    .replace(CONTROL, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** An error with its causes, without the statements and values that drivers hang on it. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return {message: String(error)};
  const {name, message, stack, cause} = error;
  const {code} = error as {code?: unknown};
  return {
    name,
    message,
    ...(code !== undefined && {code}),
    stack,
    ...(cause !== undefined && {cause: describeError(cause)}),
  };
}
