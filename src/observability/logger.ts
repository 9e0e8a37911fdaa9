import pino, {DestinationStream, Logger} from 'pino';

/** Members that no log line shows, wherever an object with them is logged. */
const SECRET_MEMBERS = [
  'password',
  'senha',
  'senhaHash',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'jwtSecret',
  'connectionString',
  'url',
];

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
    redact: {paths: SECRET_MEMBERS.flatMap(name => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]'},
    serializers: {err: describeError},
  };
  return destination ? pino(options, destination) : pino(options);
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
