import {Entity, model, property} from '@loopback/repository';

/**
 * One state of a regional office. Rows are history: a change deactivates one and adds another, and of all rows with one
 * `regionalId` at most one is active.
 */
@model({settings: {postgresql: {table: 'regionais'}}})
export class Regional extends Entity {
  @property({type: 'number', id: true, generated: true})
  id!: number;

  /** The business id, which clients know as `id`. */
  @property({type: 'number', required: true, postgresql: {columnName: 'regional_id'}})
  regionalId!: number;

  @property({type: 'string', required: true})
  nome!: string;

  @property({type: 'boolean'})
  ativo?: boolean;
}
