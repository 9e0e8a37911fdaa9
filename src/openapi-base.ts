import {Entity} from '@loopback/repository';
import {getJsonSchema, HeaderObject, OpenApiSpec, SchemaObject} from '@loopback/rest';
import {Album} from './models/album.model';
import {Artista} from './models/artista.model';
import {bodyJsonSchemas} from './models/body-schema';
import {contaSchemas} from './models/conta-schema';
import {csvSchemas} from './models/csv-schema';
import {imagemSchemas} from './models/imagem-schema';
import {pageSchemas} from './models/page-schema';
import {sincronizacaoSchemas} from './models/sincronizacao-schema';
import {problemExamples, problemSchemas} from './problems/documents';

const text: SchemaObject = {type: 'string'};
const id: SchemaObject = {type: 'integer', format: 'int64', example: 1};

const DESCRIPTION = `Catalogue of artists and albums.

Sign in with \`POST /api/v1/auth/login\` and use its \`accessToken\` as Bearer token, or send Basic with every request.
What is made under an \`Idempotency-Key\` is made once; a change with \`If-Match\` is made to the version that was read.
Errors come in the form shown, or as problem details (RFC 9457) for \`Accept: application/problem+json\`.`;

const TAGS = [
  {name: 'Autenticação', description: 'Signing in and renewing tokens'},
  {name: 'Conta', description: 'The own account: password, sessions'},
  {name: 'Usuários', description: 'Accounts, and what was done, for administrators'},
  {name: 'Catálogo', description: 'What the catalogue page reads, with a request limit of its own'},
  {name: 'Artistas', description: 'Singers and bands'},
  {name: 'Álbuns', description: 'Albums and lists of them'},
  {name: 'Vínculos', description: 'Which artist made which album'},
  {name: 'Catálogo', description: 'All of it as one file'},
  {name: 'Imagens', description: 'Covers of albums, and the store they are in'},
  {name: 'Regionais', description: 'Regional offices, and keeping them in step'},
  {name: 'Eventos', description: 'Hearing of changes as they happen'},
  {name: 'Saúde', description: 'State of the service, for people and probes'},
];

const header = (description: string, type: 'string' | 'integer' = 'string'): HeaderObject => ({
  description,
  schema: {type},
});

/** What the OpenAPI document has beside the operations of the controllers. */
export function openApiBase(): OpenApiSpec {
  return {
    openapi: '3.0.3',
    info: {title: 'Artistas API', version: '1.0.0', description: DESCRIPTION, license: {name: 'MIT'}},
    servers: [{url: '/'}],
    tags: TAGS,
    paths: {},
    components: {
      securitySchemes: {
        bearerAuth: {type: 'http', scheme: 'bearer', bearerFormat: 'JWT'},
        basicAuth: {type: 'http', scheme: 'basic'},
      },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description:
            'Names what is to be done once: for 24 hours a repetition with the same key gets the same answer, marked by `Idempotency-Replayed`',
          schema: {type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$'},
          example: '3f1c4c55-0b0d-4c9e-a0a7-2f6a3c1d9e10',
        },
      },
      headers: {
        ETag: header('Validator of the row as it is now, for `If-None-Match` and `If-Match`'),
        Link: header('The pages `first` and `next`, as RFC 8288 has it'),
        Location: header('Path of what was made'),
        'Retry-After': header('Seconds to wait before the next request', 'integer'),
        'WWW-Authenticate': header('The schemes that may be used'),
      },
      examples: problemExamples(),
      schemas: {
        ...(bodyJsonSchemas() as Record<string, SchemaObject>),
        ...problemSchemas,
        ...pageSchemas([
          'Album',
          'AlbumWithRelations',
          'AlbumOfCatalogo',
          'Artista',
          'Sincronizacao',
          'Conta',
          'Auditoria',
        ]),
        ...sincronizacaoSchemas,
        ...imagemSchemas,
        ...contaSchemas,
        ...csvSchemas,
        Album: rowSchema(Album, {id: 1, nome: 'Harakiri'}),
        Artista: rowSchema(Artista, {id: 1, nome: 'Serj Tankian', tipo: 'CANTOR'}),
        AlbumWithRelations: albumWithRelations(),
        AlbumOfCatalogo: albumOfCatalogo(),
        CloudEvent: cloudEvent(),
        TokenPair: allRequired({accessToken: text, refreshToken: text}),
      },
    },
  };
}

/** A row as it is answered: every member is there. */
function rowSchema(model: typeof Entity, example: object): SchemaObject {
  const {properties} = getJsonSchema(model) as {properties: Record<string, SchemaObject>};
  return {...allRequired(properties), example};
}

function albumWithRelations(): SchemaObject {
  const imagem = allRequired({id, nome: {...text, description: 'Name of the object in the store'}});
  return {
    description: 'The relations are there when `include` asks for them',
    type: 'object',
    required: ['id', 'nome'],
    properties: {
      id,
      nome: {...text, example: 'Harakiri'},
      artistas: {type: 'array', items: {$ref: '#/components/schemas/Artista'}},
      imagens: {type: 'array', items: imagem},
    },
  };
}

function albumOfCatalogo(): SchemaObject {
  return {
    description: 'Without `capa` when it has no cover; of several, the latest',
    type: 'object',
    required: ['id', 'nome', 'artistas'],
    properties: {
      id,
      nome: {...text, example: 'Harakiri'},
      artistas: {type: 'array', items: {$ref: '#/components/schemas/Artista'}},
      capa: {$ref: '#/components/schemas/Imagem'},
    },
  };
}

/** CloudEvents 1.0, as every listener gets it. */
function cloudEvent(): SchemaObject {
  return allRequired({
    specversion: {...text, enum: ['1.0']},
    id: {...text, format: 'uuid'},
    source: {...text, example: '/artistas'},
    type: {...text, example: 'dev.artistas.album.criado'},
    subject: {...text, example: 'album/1'},
    time: {...text, format: 'date-time'},
    datacontenttype: {...text, example: 'application/json'},
    sequencia: {...id, description: 'Without a gap, in the order of the events'},
    data: {type: 'object', additionalProperties: true, example: {id: 1, nome: 'Harakiri'}},
  });
}

function allRequired(properties: Record<string, SchemaObject>): SchemaObject {
  return {type: 'object', required: Object.keys(properties), properties};
}
