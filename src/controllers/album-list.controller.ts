import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {get, param} from '@loopback/rest';
import {Page, PageRequest, Slice} from '../models/page';
import {TipoArtista, TIPOS_ARTISTA} from '../models/tipo-artista';
import {AlbumRepository, AlbumRow} from '../repositories/album.repository';
import {cursorParam, pageParam, sizeParam, sortParam} from '../rest/openapi';
import {operation, OperationText, pathId, queryText, schemaRef} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {AlbumService, AlbumWithRelations} from '../services/album.service';
import {ALBUM_TABLES, includeParam, toRelations} from './album-include';
import {ALBUM_PAGE} from './page-rules';

const PATH = '/api/v1/album';
const sort = sortParam('id', 'nome');

const listOperation = (text: Omit<OperationText, 'answer' | 'problems'>) =>
  operation('Álbuns', {
    ...text,
    answer: schemaRef('PageAlbumWithRelations'),
    reads: ALBUM_TABLES,
    headers: ['Link'],
    problems: ['parameter_invalid'],
  });

type AlbumPage = Promise<Reply<Page<AlbumWithRelations>>>;

@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class AlbumListController {
  constructor(
    @inject('services.AlbumService') private readonly service: AlbumService,
    @repository(AlbumRepository) private readonly albums: AlbumRepository,
  ) {}

  @get(PATH, listOperation({summary: 'List albums', description: 'By id, unless `sort` says otherwise.'}))
  list(
    @param(queryText('nome', 'Part of the name; case and accents do not matter')) nome?: string,
    @param(includeParam) include?: string,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(sort) sort?: string[],
    @param(cursorParam) cursor?: string,
  ): AlbumPage {
    const wanted = toPageRequest({page, size, sort, cursor}, ALBUM_PAGE);
    const filter = nome?.trim() ? nome : undefined;
    return this.reply(PATH, {nome: filter, include}, wanted, () => this.albums.listByNome(filter, wanted));
  }

  @get(
    `${PATH}/tipo-artista`,
    listOperation({
      summary: 'List albums that have an artist of a type',
      description: 'No type: of any type.',
    }),
  )
  listByTipoArtista(
    @param(queryText('tipo', 'Type of the artist', TIPOS_ARTISTA)) tipo?: TipoArtista | '',
    @param(includeParam) include?: string,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(sort) sort?: string[],
    @param(cursorParam) cursor?: string,
  ): AlbumPage {
    const wanted = toPageRequest({page, size, sort, cursor}, ALBUM_PAGE);
    return this.reply(`${PATH}/tipo-artista`, {tipo, include}, wanted, () =>
      this.albums.listByTipoArtista(tipo || undefined, wanted),
    );
  }

  @get(
    `${PATH}/album-por-artista`,
    listOperation({summary: 'List albums by the name of an artist', description: 'No name: of any artist.'}),
  )
  listByNomeArtista(
    @param(queryText('artista', 'Part of the name; case and accents do not matter')) artista?: string,
    @param(includeParam) include?: string,
    @param(pageParam) page?: string,
    @param(sizeParam) size?: string,
    @param(sort) sort?: string[],
    @param(cursorParam) cursor?: string,
  ): AlbumPage {
    const wanted = toPageRequest({page, size, sort, cursor}, ALBUM_PAGE);
    return this.reply(`${PATH}/album-por-artista`, {artista, include}, wanted, () =>
      this.albums.listByNomeArtista(artista, wanted),
    );
  }

  @get(
    `${PATH}/artista/{id}`,
    operation('Álbuns', {
      summary: 'All albums of an artist, not paged',
      answer: {type: 'array', items: schemaRef('Album')},
      reads: ['album', 'artista_album', 'artista'],
      problems: ['parameter_invalid', 'artista_not_found'],
    }),
  )
  listByArtista(@param(pathId('id')) id: number): Promise<AlbumRow[]> {
    return this.albums.allByArtista(id);
  }

  /** Reads the page and the relations that were asked for; a wrong `include` is refused before anything is read. */
  private async reply(
    path: string,
    query: Readonly<Record<string, string | undefined>>,
    wanted: PageRequest,
    read: () => Promise<Slice<AlbumRow>>,
  ): AlbumPage {
    const relations = toRelations(query['include']);
    return pageReply(path, query, wanted, await this.service.sliceWithRelations(await read(), relations));
  }
}
