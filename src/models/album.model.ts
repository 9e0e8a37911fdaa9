import {Entity, model, property} from '@loopback/repository';

/** An album. Its artists and covers are read with `include`. */
@model({settings: {postgresql: {table: 'album'}}})
export class Album extends Entity {
  @property({type: 'number', id: true, generated: true, jsonSchema: {type: 'integer', format: 'int64'}})
  id!: number;

  @property({type: 'string', required: true, jsonSchema: {maxLength: 255}})
  nome!: string;
}
