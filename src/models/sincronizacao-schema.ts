import {SchemaObject} from '@loopback/rest';
import {ESTADOS} from './sincronizacao';

const text: SchemaObject = {type: 'string'};
const moment: SchemaObject = {type: 'string', format: 'date-time'};
const count: SchemaObject = {type: 'integer'};
const int64: SchemaObject = {type: 'integer', format: 'int64'};
const counts = {lidas: count, incluidas: count, renomeadas: count, desativadas: count, inalteradas: count};
const diferenca: SchemaObject = {
  type: 'array',
  maxItems: 1_000,
  items: {$ref: '#/components/schemas/Mudanca'},
};

/** Schemas of what the synchronisation of regional offices answers. */
export const sincronizacaoSchemas: Record<string, SchemaObject> = {
  Regional: {
    type: 'object',
    required: ['id', 'nome'],
    properties: {id: {type: 'integer', format: 'int32'}, nome: {type: 'string', maxLength: 200}},
    example: {id: 1, nome: 'REGIONAL DE CUIABÁ'},
  },
  Mudanca: {
    description:
      'Without `de` the office is added, without `para` it is deactivated, with both it is renamed',
    type: 'object',
    required: ['id'],
    properties: {id: {type: 'integer', format: 'int32'}, de: text, para: text},
  },
  Sincronizacao: {
    type: 'object',
    required: ['id', 'origem', 'estado', 'iniciadaEm'],
    properties: {
      id: int64,
      origem: {type: 'string', enum: ['MANUAL', 'AGENDADA', 'INICIO', 'DESFAZER']},
      usuario: text,
      estado: {type: 'string', enum: [...ESTADOS]},
      motivo: text,
      iniciadaEm: moment,
      concluidaEm: moment,
      ...counts,
      desfaz: int64,
      diferenca,
    },
  },
  Simulacao: {
    type: 'object',
    required: [...Object.keys(counts), 'diferenca'],
    properties: {...counts, recusa: text, diferenca},
  },
};
