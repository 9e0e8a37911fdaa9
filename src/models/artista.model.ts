import {Entity, model, property} from '@loopback/repository';
import {TIPOS_ARTISTA, TipoArtista} from './tipo-artista';

/** A singer or a band. */
@model({settings: {postgresql: {table: 'artista'}}})
export class Artista extends Entity {
  @property({type: 'number', id: true, generated: true, jsonSchema: {type: 'integer', format: 'int64'}})
  id!: number;

  @property({type: 'string', required: true, jsonSchema: {maxLength: 255}})
  nome!: string;

  @property({type: 'string', required: true, jsonSchema: {enum: [...TIPOS_ARTISTA]}})
  tipo!: TipoArtista;
}
