import {readFile} from 'node:fs/promises';
import {ok, warning} from '../finding';
import type {Check} from '../types';

/** Files, the pool, Redis, the store and the probes' port, beside the connections of clients. */
const OWN = 256;

/** How many files and sockets the process may hold, against how many connections it takes. */
export const descriptors: Check = {
  name: 'descriptors',
  async look({config: {maxConnections, database}}) {
    const limit = await openFilesLimit();
    if (limit === undefined) return [];
    const wanted = maxConnections + database.poolSize + OWN;
    if (limit >= wanted) {
      return [
        ok('open_files', {
          en: `${limit} open files are allowed.`,
          pt: `${limit} arquivos abertos são permitidos.`,
        }),
      ];
    }
    return [
      warning(
        'open_files',
        {
          en: `${limit} open files are allowed, and MAX_CONNECTIONS=${maxConnections} needs ${wanted}: connections are refused before.`,
          pt: `${limit} arquivos abertos são permitidos, e MAX_CONNECTIONS=${maxConnections} precisa de ${wanted}: conexões são recusadas antes.`,
        },
        {
          en: `Raise the hard limit (ulimit -Hn, LimitNOFILE), or set MAX_CONNECTIONS=${Math.max(1, limit - OWN)}.`,
          pt: `Aumente o limite rígido (ulimit -Hn, LimitNOFILE) ou defina MAX_CONNECTIONS=${Math.max(1, limit - OWN)}.`,
        },
      ),
    ];
  },
};

/** Node.js raises the soft limit to the hard one. @returns undefined where the system does not tell, as on macOS */
async function openFilesLimit(): Promise<number | undefined> {
  const text = await readFile('/proc/self/limits', 'utf8').catch(() => '');
  const [, hard] = /^Max open files +\S+ +(\S+)/m.exec(text) ?? [];
  if (hard === undefined) return undefined;
  return hard === 'unlimited' ? Infinity : Number(hard);
}
