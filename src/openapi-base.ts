import {OpenApiSpec, SchemaObject} from '@loopback/rest';
import {bodyJsonSchemas} from './models/body-schema';

const text: SchemaObject = {type: 'string'};
const status: SchemaObject = {type: 'integer'};
const id: SchemaObject = {type: 'integer', format: 'int64'};

const named = (properties: Record<string, SchemaObject>): SchemaObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

/** What the OpenAPI document has beside the operations of the controllers. */
export function openApiBase(): OpenApiSpec {
  return {
    openapi: '3.0.1',
    info: {
      title: 'Artistas API',
      version: '1.0.0',
      description: 'Catalogue of artists and albums.',
      license: {name: 'MIT'},
    },
    servers: [{url: '/'}],
    paths: {},
    components: {
      securitySchemes: {
        bearerAuth: {type: 'http', scheme: 'bearer', bearerFormat: 'JWT'},
        basicAuth: {type: 'http', scheme: 'basic'},
      },
      schemas: {
        ...(bodyJsonSchemas() as Record<string, SchemaObject>),
        TokenPair: named({accessToken: text, refreshToken: text}),
        AlbumWithRelations: {
          type: 'object',
          required: ['id', 'nome'],
          properties: {
            id,
            nome: text,
            artistas: {type: 'array', items: {$ref: '#/components/schemas/Artista'}},
            imagens: {type: 'array', items: named({id, nome: text})},
          },
        },
        GeneralError: named({timestamp: text, status, error: text, path: text, message: text, code: text}),
        DomainError: named({error: text, message: text, timestamp: text, status, code: text}),
        FieldErrors: {type: 'object', additionalProperties: text},
        CredentialsError: named({error: text, message: text, path: text}),
        RateLimitError: named({error: text, message: text}),
        ProblemDetails: named({type: text, title: text, status, detail: text, instance: text, code: text}),
      },
    },
  };
}
