import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {del, get, param, post, put, requestBody} from '@loopback/rest';
import {SecurityBindings, UserProfile} from '@loopback/security';
import {toAtor} from '../auth/caller';
import {AlbumChange, NewAlbum} from '../models/new-album.model';
import {Page} from '../models/page';
import {AlbumRepository, AlbumRow} from '../repositories/album.repository';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import {HttpBindings} from '../rest/keys';
import {cursorParam, pageParam, sizeParam, sortParam} from '../rest/openapi';
import {ifMatchParam, jsonBody, operation, pathId, schemaRef} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {toPrecondition} from '../rest/representation';
import {rowReply} from '../rest/row-reply';
import type {Once} from '../rest/types';
import {AlbumService, AlbumWithRelations} from '../services/album.service';
import {ALBUM_TABLES, includeParam, toRelations} from './album-include';
import {ARTISTA_PAGE} from './page-rules';

const PATH = '/api/v1/album';
const TAG = 'Álbuns';
const album = schemaRef('Album');

/** One album at a time, and its artists. Lists are in `album-list.controller.ts`. */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class AlbumController {
  constructor(
    @inject('services.AlbumService') private readonly service: AlbumService,
    @repository(AlbumRepository) private readonly albums: AlbumRepository,
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
  ) {}

  @post(
    PATH,
    operation(TAG, {
      summary: 'Create an album',
      answer: album,
      headers: ['Location', 'ETag'],
      hasBody: true,
      once: true,
    }),
  )
  create(
    @requestBody(jsonBody('NewAlbum')) body: NewAlbum,
    @inject(SecurityBindings.USER) caller: UserProfile,
    @inject(HttpBindings.ONCE) once: Once,
  ): Promise<Reply<AlbumRow>> {
    return once.run(async options => {
      const created = await this.service.create(body, caller.name, options);
      return rowReply(created, {location: `${PATH}/${created.id}`});
    });
  }

  @get(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Read an album',
      reads: ALBUM_TABLES,
      answer: schemaRef('AlbumWithRelations'),
      headers: ['ETag'],
      problems: ['parameter_invalid', 'album_not_found'],
    }),
  )
  async read(
    @param(pathId('id')) id: number,
    @param(includeParam) include?: string,
  ): Promise<AlbumWithRelations | undefined> {
    const relations = toRelations(include);
    const [found] = await this.service.withRelations([await this.albums.getById(id)], relations);
    return found;
  }

  @get(
    `${PATH}/{id}/artistas`,
    operation(TAG, {
      summary: 'List the artists of an album',
      reads: ['artista', 'artista_album', 'album'],
      answer: schemaRef('PageArtista'),
      headers: ['Link'],
      problems: ['parameter_invalid', 'album_not_found'],
    }),
  )
  async listArtistas(
    @param(pathId('id')) id: number,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(sortParam('id', 'nome', 'tipo')) sort?: string[],
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<ArtistaRow>>> {
    const wanted = toPageRequest({page, size, sort, cursor}, ARTISTA_PAGE);
    await this.albums.getById(id);
    return pageReply(`${PATH}/${id}/artistas`, {}, wanted, await this.artistas.listByAlbum(id, wanted));
  }

  @put(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Change an album',
      answer: album,
      headers: ['ETag'],
      hasBody: true,
      conditional: true,
      problems: ['parameter_invalid', 'album_not_found'],
    }),
  )
  async change(
    @param(pathId('id')) id: number,
    @requestBody(jsonBody('AlbumChange')) body: AlbumChange,
    @param(ifMatchParam) ifMatch: string | undefined,
    @inject(SecurityBindings.USER) {name: ator}: UserProfile,
  ): Promise<Reply<AlbumRow>> {
    return rowReply(await this.service.change(id, body, {ator, ifMatch: toPrecondition(ifMatch)}));
  }

  @del(
    `${PATH}/{id}`,
    operation(TAG, {
      summary: 'Remove an album with its links and covers',
      conditional: true,
      problems: ['parameter_invalid', 'album_not_found'],
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
