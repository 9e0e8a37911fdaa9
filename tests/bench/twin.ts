import Fastify from 'fastify';
import {Pool, types} from 'pg';

/**
 * What a good hand would write for three of our routes: Fastify and `pg`, schemas for its serialiser, nothing else. It
 * neither asks who calls nor counts, logs or measures anything, and its tables are ours: `node twin.js <port> <database> <pool>`.
 */
const row = {
  type: 'object',
  properties: {id: {type: 'integer'}, nome: {type: 'string'}},
};
const page = {
  type: 'object',
  properties: {
    content: {type: 'array', items: row},
    pageable: {
      type: 'object',
      properties: {
        pageNumber: {type: 'integer'},
        pageSize: {type: 'integer'},
        sort: {type: 'array', items: {}},
        offset: {type: 'integer'},
        paged: {type: 'boolean'},
        unpaged: {type: 'boolean'},
      },
    },
    last: {type: 'boolean'},
    totalPages: {type: 'integer'},
    totalElements: {type: 'integer'},
    size: {type: 'integer'},
    number: {type: 'integer'},
    sort: {type: 'array', items: {}},
    first: {type: 'boolean'},
    numberOfElements: {type: 'integer'},
    empty: {type: 'boolean'},
  },
};

interface Album {
  id: number;
  nome: string;
}

async function main([port, connectionString, max]: readonly string[]): Promise<void> {
  types.setTypeParser(types.builtins.INT8, Number);
  const pool = new Pool({connectionString, max: Number(max)});
  const app = Fastify({logger: false});

  app.get<{Querystring: {page?: number; size?: number}}>(
    '/api/v1/album',
    {
      schema: {
        querystring: {
          type: 'object',
          properties: {
            page: {type: 'integer', minimum: 0},
            size: {type: 'integer', minimum: 1, maximum: 2000},
          },
        },
        response: {200: page},
      },
    },
    async ({query: {page = 0, size = 20}}) => {
      const [counted, read] = await Promise.all([
        pool.query<{total: number}>('select count(*) as total from album'),
        pool.query<Album>('select id, nome from album order by id limit $1 offset $2', [size, page * size]),
      ]);
      const [{total}] = counted.rows as [{total: number}];
      const totalPages = Math.ceil(total / size);
      return {
        content: read.rows,
        pageable: {
          pageNumber: page,
          pageSize: size,
          sort: [],
          offset: page * size,
          paged: true,
          unpaged: false,
        },
        last: page + 1 >= totalPages,
        totalPages,
        totalElements: total,
        size,
        number: page,
        sort: [],
        first: page === 0,
        numberOfElements: read.rows.length,
        empty: read.rows.length === 0,
      };
    },
  );

  app.get<{Params: {id: number}}>(
    '/api/v1/album/:id',
    {schema: {params: {type: 'object', properties: {id: {type: 'integer'}}}, response: {200: row}}},
    async ({params: {id}}, reply) => {
      const {rows} = await pool.query<Album>('select id, nome from album where id = $1', [id]);
      return rows[0] ?? reply.code(404).send();
    },
  );

  app.post<{Body: {nome: string}}>(
    '/api/v1/album',
    {
      schema: {
        body: {
          type: 'object',
          required: ['nome'],
          properties: {nome: {type: 'string', minLength: 1, maxLength: 255}},
        },
        response: {200: row},
      },
    },
    async ({body: {nome}}) => {
      const connection = await pool.connect();
      try {
        await connection.query('begin');
        const {rows} = await connection.query<Album>(
          'insert into album (nome) values ($1) returning id, nome',
          [nome],
        );
        await connection.query('insert into evento (tipo, dados, ator) values ($1, $2, $3)', [
          'album.criado',
          rows[0],
          'seletivo',
        ]);
        await connection.query('commit');
        return rows[0];
      } catch (error) {
        await connection.query('rollback');
        throw error;
      } finally {
        connection.release();
      }
    },
  );

  await app.listen({port: Number(port), host: '127.0.0.1'});
}

void main(process.argv.slice(2));
