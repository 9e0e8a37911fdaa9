import type {Client} from 'pg';
import {withDatabase} from '../database-session';
import {error, ok, warning} from '../finding';
import type {Check, Finding, Words} from '../types';

const MIN_MAJOR = 13;
const COLLATIONS = ['und-x-icu', 'pt-BR-x-icu'];
/** What a rolling restart has at once. */
const REPLICAS = 3;

/** Whether PostgreSQL is there and can hold our schema. */
export const database: Check = {
  name: 'database',
  async look({config}) {
    const {url, poolSize} = config.database;
    if (!url) {
      return [
        ok('database_embedded_used', {
          en: 'No DATABASE_URL: "npm start" starts the embedded PostgreSQL.',
          pt: 'Sem DATABASE_URL: "npm start" inicia o PostgreSQL embutido.',
        }),
      ];
    }
    try {
      return await withDatabase(url, client => serverFindings(client, poolSize));
    } catch (cause) {
      return [unreachable(cause)];
    }
  },
};

function unreachable(cause: unknown): Finding {
  const {code = '', message = ''} = cause as {code?: string; message?: string};
  const said = code || message;
  if (/^28/.test(code) || /client password must be/.test(message)) {
    return error(
      'database_refused',
      {
        en: `PostgreSQL refused the user or the password (${said}).`,
        pt: `O PostgreSQL recusou o usuário ou a senha (${said}).`,
      },
      {en: 'Check user and password in DATABASE_URL.', pt: 'Confira usuário e senha em DATABASE_URL.'},
    );
  }
  if (code === '3D000') {
    return error(
      'database_missing',
      {en: 'The database of DATABASE_URL does not exist.', pt: 'O banco de DATABASE_URL não existe.'},
      {en: 'Create it, or correct DATABASE_URL.', pt: 'Crie o banco ou corrija DATABASE_URL.'},
    );
  }
  return error(
    'database_unreachable',
    {en: `PostgreSQL cannot be used (${said}).`, pt: `O PostgreSQL não pode ser usado (${said}).`},
    {
      en: 'See that it runs, and check host, port and "sslmode" in DATABASE_URL.',
      pt: 'Veja se ele está em execução e confira host, porta e "sslmode" em DATABASE_URL.',
    },
  );
}

interface Server {
  readonly major: number;
  readonly version: string;
  readonly encoding: string;
  readonly read_only: boolean;
  readonly icu: boolean;
  readonly max_connections: number;
  readonly trigrams: boolean;
}

async function serverFindings(client: Client, poolSize: number): Promise<Finding[]> {
  const {rows} = await client.query<Server>(
    `select current_setting('server_version_num')::int / 10000 as major,
            current_setting('server_version') as version,
            current_setting('server_encoding') as encoding,
            current_setting('transaction_read_only') = 'on' as read_only,
            (select count(distinct collname) from pg_collation where collname = any ($1)) = $2 as icu,
            current_setting('max_connections')::int as max_connections,
            exists (select from pg_extension where extname = 'pg_trgm') as trigrams`,
    [COLLATIONS, COLLATIONS.length],
  );
  const server = rows[0]!;
  return [
    version(server),
    ...unfit(server),
    connections(server.max_connections, poolSize),
    searchIndex(server),
  ];
}

function version({major, version: number}: Server): Finding {
  const what: Words = {en: `PostgreSQL ${number}.`, pt: `PostgreSQL ${number}.`};
  if (major >= MIN_MAJOR) return ok('database_version', what);
  return error('database_version', what, {
    en: `Upgrade it to ${MIN_MAJOR} or later.`,
    pt: `Atualize para o ${MIN_MAJOR} ou mais novo.`,
  });
}

function unfit({encoding, read_only: readOnly, icu}: Server): Finding[] {
  return [
    ...(encoding === 'UTF8'
      ? []
      : [
          error(
            'database_encoding',
            {en: `The database is encoded in ${encoding}.`, pt: `O banco usa a codificação ${encoding}.`},
            {en: `Create one with "encoding 'UTF8'".`, pt: `Crie um com "encoding 'UTF8'".`},
          ),
        ]),
    ...(icu
      ? []
      : [
          error(
            'database_icu',
            {en: 'The server was built without ICU.', pt: 'O servidor foi compilado sem ICU.'},
            {
              en: 'Use a build with ICU, which sorting names needs.',
              pt: 'Use um com ICU, que a ordenação de nomes exige.',
            },
          ),
        ]),
    ...(readOnly
      ? [
          error(
            'database_read_only',
            {
              en: 'The server takes no writes: it is a replica, or set so.',
              pt: 'O servidor não aceita gravações: é uma réplica, ou foi configurado assim.',
            },
            {en: 'Point DATABASE_URL to the primary.', pt: 'Aponte DATABASE_URL para o primário.'},
          ),
        ]
      : []),
  ];
}

function connections(most: number, poolSize: number): Finding {
  const what: Words = {
    en: `The server takes ${most} connections; each process of ours up to ${poolSize + 5}.`,
    pt: `O servidor aceita ${most} conexões; cada processo nosso usa até ${poolSize + 5}.`,
  };
  if (REPLICAS * (poolSize + 5) <= most) return ok('database_connections', what);
  return warning('database_connections', what, {
    en: 'Lower DATABASE_POOL_SIZE, raise max_connections, or put a pooler in between.',
    pt: 'Reduza DATABASE_POOL_SIZE, aumente max_connections ou use um pooler.',
  });
}

function searchIndex({trigrams}: Server): Finding {
  if (trigrams)
    return ok('database_extensions', {
      en: 'The extension pg_trgm is there.',
      pt: 'A extensão pg_trgm está presente.',
    });
  return warning(
    'database_extensions',
    {
      en: 'The extension pg_trgm is absent: searching names reads the whole table.',
      pt: 'A extensão pg_trgm está ausente: a busca por nomes lê a tabela inteira.',
    },
    {
      en: 'Let the migration create it: grant "create" on the database before the first migration.',
      pt: 'Deixe a migração criá-la: conceda "create" no banco antes da primeira migração.',
    },
  );
}
