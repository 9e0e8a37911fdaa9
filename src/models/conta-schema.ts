import {SchemaObject} from '@loopback/rest';
import {ACOES} from './auditoria';
import {PAPEIS} from './usuario.model';

const text: SchemaObject = {type: 'string'};
const flag: SchemaObject = {type: 'boolean'};
const moment: SchemaObject = {type: 'string', format: 'date-time'};
const int64: SchemaObject = {type: 'integer', format: 'int64', example: 1};

/** Schemas of what operations about accounts answer. */
export const contaSchemas: Record<string, SchemaObject> = {
  Conta: {
    type: 'object',
    required: ['id', 'nome', 'papel', 'ativo', 'totp', 'criadoEm'],
    properties: {
      id: int64,
      nome: {...text, example: 'elis'},
      papel: {type: 'string', enum: [...PAPEIS]},
      ativo: flag,
      totp: {...flag, description: 'Whether it has a second factor'},
      criadoEm: moment,
    },
  },
  Sessao: {
    type: 'object',
    required: ['id', 'criadaEm', 'expiraEm', 'atual'],
    properties: {
      id: {...text, format: 'uuid'},
      criadaEm: moment,
      expiraEm: moment,
      endereco: text,
      cliente: text,
      atual: {...flag, description: 'Whether it is the one of this request'},
    },
  },
  TotpEnrolment: {
    type: 'object',
    required: ['segredo', 'uri', 'qrCode'],
    properties: {
      segredo: {...text, description: 'To be typed where no picture can be read'},
      uri: {...text, example: 'otpauth://totp/Artistas:elis?secret=…'},
      qrCode: {...text, description: 'The same as a picture: a data URL of an SVG'},
    },
  },
  TotpRecovery: {
    type: 'object',
    required: ['codigosRecuperacao'],
    properties: {codigosRecuperacao: {type: 'array', items: text}},
  },
  Auditoria: {
    type: 'object',
    required: ['id', 'criadaEm', 'acao'],
    properties: {
      id: int64,
      criadaEm: moment,
      acao: {type: 'string', enum: [...ACOES]},
      usuario: text,
      alvo: {...text, example: 'album/1'},
      detalhe: {type: 'object'},
      endereco: text,
      requisicao: text,
    },
  },
};
