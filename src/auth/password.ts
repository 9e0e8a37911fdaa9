import {argon2, Argon2Parameters, randomBytes, timingSafeEqual} from 'node:crypto';
import {promisify} from 'node:util';
import pLimit from 'p-limit';
import {problems} from '../problems/catalogue';

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane; about 60 ms here. */
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** Each hash holds a thread of the pool and 19 MiB; the file system and DNS need the other threads. */
const MAX_RUNNING = 2;
/** About two seconds of waiting; a longer queue helps nobody. */
const MAX_WAITING = 64;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
const hashRaw = promisify(argon2);
const limit = pLimit(MAX_RUNNING);

/** Hash of a new password as a PHC string. @throws overloaded */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const tag = await derive(password, {
    nonce,
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: LANES,
    tagLength: TAG_BYTES,
  });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${toPhc(nonce)}$${toPhc(tag)}`;
}

/** Whether the password belongs to the PHC string; a string of another kind fits none. @throws overloaded */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = PHC.exec(phc) ?? [];
  if (tag === '') return false;
  const expected = Buffer.from(tag, 'base64');
  const actual = await derive(password, {
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected);
}

async function derive(password: string, parameters: Omit<Argon2Parameters, 'message'>): Promise<Buffer> {
  if (limit.pendingCount >= MAX_WAITING) throw problems.overloaded();
  return limit(() => hashRaw('argon2id', {message: Buffer.from(password.normalize('NFKC')), ...parameters}));
}

function toPhc(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
