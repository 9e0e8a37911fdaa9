import type {Redis} from 'ioredis';
import {clockFinding} from '../clock';
import {error, ok, warning} from '../finding';
import type {Check, Finding, Words} from '../types';

const LIMIT_MS = 4_000;
/** What BullMQ recommends. */
const MIN_VERSION = [6, 2] as const;
const CLOCK_LIMIT_MS = 60_000;

/** Whether Redis is there, and keeps jobs: its policy, its file, its version. */
export const redis: Check = {
  name: 'redis',
  async look({config: {redisUrl}}) {
    if (!redisUrl)
      return [ok('redis_unused', {en: 'No Redis is configured.', pt: 'Nenhum Redis configurado.'})];
    const ioredis = await import('ioredis');
    const client = new ioredis.Redis(redisUrl, {
      connectTimeout: LIMIT_MS,
      commandTimeout: LIMIT_MS,
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    let refusal: Error | undefined;
    client.on('error', (cause: Error) => (refusal = cause));
    try {
      await client.connect();
      return await findings(client);
    } catch (cause) {
      return [unreachable(refusal ?? (cause as Error))];
    } finally {
      client.disconnect();
    }
  },
};

function unreachable({message, code}: Error & {code?: string}): Finding {
  return error(
    'redis_unreachable',
    {
      en: `Redis cannot be used (${code ?? message}).`,
      pt: `O Redis não pode ser usado (${code ?? message}).`,
    },
    {
      en: 'See that it runs, and check host, port, user and password in REDIS_URL.',
      pt: 'Veja se ele está em execução e confira host, porta, usuário e senha em REDIS_URL.',
    },
  );
}

async function findings(client: Redis): Promise<Finding[]> {
  const from = Date.now();
  const [seconds, micros] = await client.time();
  const clock = {
    theirs: Number(seconds) * 1000 + Number(micros) / 1000,
    ours: (from + Date.now()) / 2,
    limitMs: CLOCK_LIMIT_MS,
  };
  const info = readInfo(await client.info());
  return [version(info), policy(info), persistence(info), clockFinding('redis', 'Redis', clock)];
}

type Info = ReadonlyMap<string, string>;

const readInfo = (text: string): Info =>
  new Map(text.split(/\r?\n/).map(line => line.split(':', 2) as [string, string]));

function version(info: Info): Finding {
  const number = info.get('redis_version') ?? '0';
  const [major = 0, minor = 0] = number.split('.').map(Number);
  const what: Words = {en: `Redis ${number}.`, pt: `Redis ${number}.`};
  if (major > MIN_VERSION[0] || (major === MIN_VERSION[0] && minor >= MIN_VERSION[1]))
    return ok('redis_version', what);
  const wanted = MIN_VERSION.join('.');
  return warning('redis_version', what, {
    en: `Upgrade it to ${wanted} or later.`,
    pt: `Atualize para ${wanted} ou mais novo.`,
  });
}

function policy(info: Info): Finding {
  const found = info.get('maxmemory_policy') ?? 'unknown';
  const what: Words = {en: `Its memory policy is ${found}.`, pt: `A política de memória dele é ${found}.`};
  if (found === 'noeviction') return ok('redis_policy', what);
  return error(
    'redis_policy',
    {
      en: `${what.en} Jobs are thrown away when its memory is full.`,
      pt: `${what.pt} Tarefas são descartadas quando a memória dele enche.`,
    },
    {en: 'Set "maxmemory-policy noeviction".', pt: 'Defina "maxmemory-policy noeviction".'},
  );
}

function persistence(info: Info): Finding {
  if (info.get('aof_enabled') === '1')
    return ok('redis_persistence', {en: 'It writes jobs to disk.', pt: 'Ele grava as tarefas em disco.'});
  return warning(
    'redis_persistence',
    {
      en: 'It has no append-only file: a restart loses jobs.',
      pt: 'Ele não tem arquivo AOF: um reinício perde tarefas.',
    },
    {en: 'Set "appendonly yes", and give it a disk.', pt: 'Defina "appendonly yes" e dê a ele um disco.'},
  );
}
