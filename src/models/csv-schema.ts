import {SchemaObject} from '@loopback/rest';

const count: SchemaObject = {type: 'integer'};
const flag: SchemaObject = {type: 'boolean'};
const all = (properties: Record<string, SchemaObject>): SchemaObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const counts = all({incluidos: count, existentes: count});

/** Schemas of what an import answers. */
export const csvSchemas: Record<string, SchemaObject> = {
  Importacao: {
    type: 'object',
    required: ['aplicada', 'simulacao', 'linhas', 'totalErros', 'erros'],
    properties: {
      aplicada: {...flag, description: 'Whether the catalogue is now as the file says'},
      simulacao: flag,
      linhas: {...count, description: 'Without the header'},
      artistas: counts,
      albuns: counts,
      vinculos: counts,
      totalErros: count,
      erros: {type: 'array', maxItems: 100, items: {$ref: '#/components/schemas/ErroDeLinha'}},
    },
  },
  ErroDeLinha: {
    type: 'object',
    required: ['linha', 'mensagem'],
    properties: {
      linha: {...count, description: 'From 1, which is the header'},
      coluna: {...count, description: 'From 1; absent: the whole line'},
      campo: {type: 'string', enum: ['artista', 'tipo', 'album', 'referencia']},
      mensagem: {type: 'string'},
    },
  },
};
