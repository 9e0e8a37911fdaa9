import {SchemaObject} from '@loopback/rest';
import {MAX_EXEMPLOS} from './varredura';

const count: SchemaObject = {type: 'integer'};
const text: SchemaObject = {type: 'string'};
const link: SchemaObject = {type: 'string', format: 'uri'};
const id: SchemaObject = {type: 'integer', format: 'int64', example: 1};
const all = (properties: Record<string, SchemaObject>): SchemaObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const key: SchemaObject = {type: 'string', example: '6040f6e8-49fa-4ee5-b894-f09379062f0b-capa.png'};

const found: Record<string, SchemaObject> = {
  objetos: count,
  capas: count,
  objetosSemCapa: count,
  capasSemObjeto: count,
  exemplos: {type: 'array', maxItems: MAX_EXEMPLOS, items: text},
};

/** Schemas of what the operations on covers answer. */
export const imagemSchemas: Record<string, SchemaObject> = {
  Imagem: {
    type: 'object',
    required: ['id', 'url', 'variantes', 'etag'],
    properties: {
      id,
      url: {...link, description: 'Good for 30 minutes'},
      variantes: {
        description: 'WebP by its longest side in pixels; empty until a worker has made them',
        type: 'object',
        properties: {128: link, 512: link, 1024: link},
      },
      largura: count,
      altura: count,
      blurhash: text,
      etag: {...text, description: 'Validator of the cover, for `If-Match`: another one once it is replaced'},
    },
  },
  ImagensRecebidas: all({urls: {type: 'array', items: key}}),
  ImagemRecebida: all({url: key}),
  ImagemDownload: all({downloadUrl: {...link, description: 'Good for 10 minutes'}}),
  Envio: all({
    chave: key,
    url: link,
    fields: {
      type: 'object',
      description: 'Fields of the form, to be sent before the part `file`',
      additionalProperties: text,
    },
  }),
  Varredura: {
    type: 'object',
    required: Object.keys(found),
    properties: {...found, recusa: text},
  },
};
