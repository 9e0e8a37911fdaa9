import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {promisify} from 'node:util';
import {StartupError} from '../config/startup-error';
import {ServerUser} from './types';

const run = promisify(execFile);
/** `postgres` where it exists, else the account that owns nothing. We create none. */
const ACCOUNTS = ['postgres', 'nobody'];

/** Only root has to lend the server to another account. */
export const runsAsRoot = (): boolean => process.getuid?.() === 0;

/** @throws StartupError when the machine has no account that the server could run as */
export async function unprivilegedUser(): Promise<ServerUser> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map(line => line.split(':'));
  for (const account of ACCOUNTS) {
    const [, , uid, gid] = lines.find(([name]) => name === account) ?? [];
    // Some systems write the ids of `nobody` as negative numbers; the kernel counts without a sign.
    if (uid && gid) return {uid: Number(uid) >>> 0, gid: Number(gid) >>> 0};
  }
  throw new StartupError(
    'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody"; ' +
      'start as an ordinary user or set DATABASE_URL.',
  );
}

/**
 * Whether the account can enter or execute all of `paths`. Asked by trying, because groups, access lists and mount
 * options decide together.
 * @throws StartupError when root may not act for another account, as in a container without that capability
 */
export async function canReach(user: ServerUser, paths: readonly string[]): Promise<boolean> {
  try {
    const script = 'for path; do test -r "$path" && test -x "$path" || exit 1; done';
    await run('/bin/sh', ['-c', script, 'sh', ...paths], {...user, cwd: '/'});
    return true;
  } catch (cause) {
    if ((cause as {code?: unknown}).code === 1) return false;
    throw new StartupError(
      'PostgreSQL does not run as root, and root may not start it for another user here; ' +
        'start as an ordinary user or set DATABASE_URL.',
      {cause},
    );
  }
}
