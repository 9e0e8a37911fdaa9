import {Entity, model, property} from '@loopback/repository';

/** What a user may do: an `admin` also what concerns the service as a whole. */
export type Papel = 'editor' | 'admin';

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
