import {Entity, model, property} from '@loopback/repository';

/** What a user may do, least first: read, write, and what concerns the service as a whole. */
export const PAPEIS = ['leitor', 'editor', 'admin'] as const;
export type Papel = (typeof PAPEIS)[number];

/** A user who may act, as far as sign-in has to know. */
export interface ActiveUsuario {
  readonly id: number;
  readonly nomeUsuario: string;
  readonly senhaHash: string;
  readonly papel: Papel;
  /** Whether a password alone is not enough. */
  readonly segundoFator: boolean;
}

/** Somebody who may sign in. Never leaves the service. */
@model({settings: {postgresql: {table: 'usuario'}}})
export class Usuario extends Entity {
  @property({type: 'number', id: true, generated: true})
  id!: number;

  @property({type: 'string', required: true, postgresql: {columnName: 'nome_usuario'}})
  nomeUsuario!: string;

  /** PHC string of argon2id. */
  @property({type: 'string', required: true, postgresql: {columnName: 'senha_hash'}})
  senhaHash!: string;

  @property({type: 'boolean', required: true})
  ativo!: boolean;

  @property({type: 'string', required: true})
  papel!: Papel;
}
