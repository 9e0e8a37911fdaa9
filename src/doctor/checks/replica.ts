import {withDatabase} from '../database-session';
import {ok, warning} from '../finding';
import type {Check, Finding} from '../types';

/** What a server that follows nobody says is null. */
const LAG = `select pg_is_in_recovery() as follows,
  extract(epoch from now() - pg_last_xact_replay_timestamp())::int as "lagSeconds"`;

/** Whether the replica for reads is there, and is one. Without it reads are answered all the same. */
export const replica: Check = {
  name: 'replica',
  async look({config}) {
    const {replicaUrl} = config.database;
    if (!replicaUrl) return [];
    try {
      const [state] = await withDatabase(
        replicaUrl,
        async client => (await client.query<{follows: boolean; lagSeconds: number | null}>(LAG)).rows,
      );
      return [state!.follows ? following(state!.lagSeconds) : NOT_FOLLOWING];
    } catch (cause) {
      return [unreachable(cause as Error & {code?: string})];
    }
  },
};

function following(lagSeconds: number | null): Finding {
  return ok('replica', {
    en: `The replica follows; its last change is ${lagSeconds ?? '?'} s old.`,
    pt: `A réplica acompanha o banco; sua última mudança tem ${lagSeconds ?? '?'} s.`,
  });
}

const NOT_FOLLOWING = warning(
  'replica_follows_nobody',
  {
    en: 'What DATABASE_READ_URL leads to is no replica: no read goes there.',
    pt: 'DATABASE_READ_URL não leva a uma réplica: nenhuma leitura vai para lá.',
  },
  {
    en: 'Point it to a physical replica (streaming replication) of the database, or leave it out.',
    pt: 'Aponte-a para uma réplica física (streaming replication) do banco, ou não a defina.',
  },
);

const unreachable = ({code, message}: Error & {code?: string}): Finding =>
  warning(
    'replica_unreachable',
    {
      en: `The replica cannot be used (${code ?? message}): the database answers all reads.`,
      pt: `A réplica não pode ser usada (${code ?? message}): o banco responde a todas as leituras.`,
    },
    {
      en: 'See that it runs, and check host, port, user and password in DATABASE_READ_URL.',
      pt: 'Veja se ela está em execução e confira host, porta, usuário e senha em DATABASE_READ_URL.',
    },
  );
