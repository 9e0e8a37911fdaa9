import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {del, get, param, post, put, requestBody} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toAtor} from '../auth/caller';
import {Artista} from '../models/artista.model';
import {ArtistaChange, NewArtista} from '../models/new-artista.model';
import {Page} from '../models/page';
import {AlbumRepository, AlbumRow} from '../repositories/album.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import {HttpBindings} from '../rest/keys';
import {ifMatchParam, jsonBody, operation, pathId, queryText, schemaRef} from '../rest/openapi';
import {cursorParam, pageParam, sizeParam, sortParam} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {toPrecondition} from '../rest/representation';
import {rowReply} from '../rest/row-reply';
import type {Once} from '../rest/types';
import {ArtistaService} from '../services/artista.service';
import {ALBUM_PAGE, ARTISTA_PAGE} from './page-rules';

const PATH = '/api/v1/artistas';
const TAG = 'Artistas';
const artista = schemaRef('Artista');

@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class ArtistaController {
  constructor(
    @inject('services.ArtistaService') private readonly service: ArtistaService,
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
    @repository(AlbumRepository) private readonly albums: AlbumRepository,
  ) {}

  @post(
    PATH,
    operation(TAG, {
      summary: 'Create an artist',
      answer: artista,
      headers: ['Location', 'ETag'],
      hasBody: true,
      once: true,
    }),
  )
  create(
    @requestBody(jsonBody('NewArtista')) body: NewArtista,
    @inject(HttpBindings.ONCE) once: Once,
  ): Promise<Reply<Artista>> {
    return once.run(async options => {
      const created = await this.service.create(body, options);
      return rowReply(created, {location: `${PATH}/${created.id}`});
    });
  }

  @get(
    PATH,
    operation(TAG, {
      summary: 'List artists',
      reads: ['artista'],
      description: 'By name, unless `sort` says otherwise.',
      answer: schemaRef('PageArtista'),
      headers: ['Link'],
      problems: ['parameter_invalid'],
    }),
  )
  async list(
    @param(queryText('nome', 'Part of the name; case and accents do not matter')) nome?: string,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(sortParam('id', 'nome', 'tipo')) sort?: string[],
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<ArtistaRow>>> {
    const wanted = toPageRequest({page, size, sort, cursor}, ARTISTA_PAGE);
    const filter = nome?.trim() ? nome : undefined;
    return pageReply(PATH, {nome: filter}, wanted, await this.artistas.listByNome(filter, wanted));
  }

  @get(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Read an artist',
      reads: ['artista'],
      answer: artista,
      headers: ['ETag'],
      problems: ['parameter_invalid', 'artista_not_found'],
    }),
  )
  read(@param(pathId('id')) id: number): Promise<ArtistaRow> {
    return this.artistas.getById(id);
  }

  @get(
    `${PATH}/{id}/albuns`,
    operation(TAG, {
      summary: 'List the albums of an artist',
      reads: ['album', 'artista_album', 'artista'],
      answer: schemaRef('PageAlbum'),
      headers: ['Link'],
      problems: ['parameter_invalid', 'artista_not_found'],
    }),
  )
  async listAlbuns(
    @param(pathId('id')) id: number,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(sortParam('id', 'nome')) sort?: string[],
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<AlbumRow>>> {
    const wanted = toPageRequest({page, size, sort, cursor}, ALBUM_PAGE);
    await this.artistas.getById(id);
    return pageReply(`${PATH}/${id}/albuns`, {}, wanted, await this.albums.listByArtista(id, wanted));
  }

  @put(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Change an artist',
      answer: artista,
      headers: ['ETag'],
      hasBody: true,
      conditional: true,
      problems: ['parameter_invalid', 'artista_not_found'],
    }),
  )
  async change(
    @param(pathId('id')) id: number,
    @requestBody(jsonBody('ArtistaChange')) body: ArtistaChange,
    @param(ifMatchParam) ifMatch?: string,
  ): Promise<Reply<ArtistaRow>> {
    return rowReply(await this.service.change(id, body, {ifMatch: toPrecondition(ifMatch)}));
  }

  @del(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Remove an artist that has no albums',
      conditional: true,
      problems: ['parameter_invalid', 'artista_not_found', 'artista_in_use'],
    }),
  )
  remove(
    @param(pathId('id')) id: number,
    @param(ifMatchParam) ifMatch: string | undefined,
    @inject(SecurityBindings.USER) caller: UserProfile,
  ): Promise<void> {
    return this.service.remove(id, {ator: toAtor(caller), ifMatch: toPrecondition(ifMatch)});
  }
}
