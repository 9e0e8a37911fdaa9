import {Client} from 'pg';
import {StartupError} from '../config/startup-error';

/**
 * Why a first connection did not come about, as a sentence for the person who set DATABASE_URL. Names host, port,
 * user and database, never the password.
 * @param cause what `client.connect()` threw
 */
export function connectionError(cause: unknown, client: Client): StartupError {
  const {code = '', message = ''} = cause as {code?: string; message?: string};
  const {database = '', user = ''} = client;
  const place = client.host.startsWith('/')
    ? `the socket in ${client.host}`
    : `${client.host}:${client.port}`;
  return new StartupError(sentence({code, message, place, database, user}), {cause});
}

interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly place: string;
  readonly database: string;
  readonly user: string;
}

function sentence({code, message, place, database, user}: Refusal): string {
  if (/^28/.test(code) || /client password must be/.test(message)) {
    return `PostgreSQL at ${place} refused the user "${user}" or its password; check DATABASE_URL.`;
  }
  if (code === '3D000') {
    return `The database "${database}" does not exist on PostgreSQL at ${place}; create it or change DATABASE_URL.`;
  }
  if (code === '57P03' || code === '53300') {
    return `PostgreSQL at ${place} takes no connection at the moment (${message}); try again.`;
  }
  if (/SSL|certificate|TLS/i.test(`${code} ${message}`)) {
    return `PostgreSQL at ${place} and DATABASE_URL do not agree about encryption (${message}); check its "sslmode".`;
  }
  // An attempt at several addresses of one host has a code but no message.
  return `PostgreSQL at ${place} cannot be reached (${message || code}); is it running, and is DATABASE_URL right?`;
}
