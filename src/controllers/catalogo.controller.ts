import {authenticate} from '@loopback/authentication';
import {BindingScope, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {get, param, Request, RestBindings} from '@loopback/rest';
import {Page} from '../models/page';
import {parseRowId} from '../models/row-id';
import {problems} from '../problems/catalogue';
import {ArtistaRepository, ArtistaRow} from '../repositories/artista.repository';
import type {ClientAddress} from '../rest/client-address';
import {HttpBindings} from '../rest/keys';
import {
  cursorParam,
  operation,
  pathId,
  queryId,
  queryText,
  schemaRef,
  sizeParam,
  sizeParamTo,
} from '../rest/openapi';
import {pageReply} from '../rest/page-reply';
import {toPageRequest} from '../rest/page-request';
import {Reply} from '../rest/reply';
import {AlbumView, CatalogoService} from '../services/catalogo.service';
import {toImagem} from './imagem';
import {ARTISTA_PAGE, CATALOGO_PAGE} from './page-rules';

const PATH = '/api/v1/catalogo';
const TAG = 'Catálogo';
const OPEN = 'Needs no credentials where `CATALOG_PUBLIC` is on.';

/**
 * What the catalogue page reads: an album with its artists and its latest cover at once, so that a screen is one request.
 * A request limit of its own and a setting that opens it, which the operations of the contract do not have.
 */
@injectable({scope: BindingScope.SINGLETON})
@authenticate('jwt', 'basic')
export class CatalogoController {
  constructor(
    @inject('services.CatalogoService') private readonly service: CatalogoService,
    @repository(ArtistaRepository) private readonly artistas: ArtistaRepository,
    @inject(HttpBindings.CLIENT_ADDRESS) private readonly addresses: ClientAddress,
  ) {}

  @get(
    `${PATH}/albuns`,
    operation(TAG, {
      summary: 'List albums with their artists and covers, the newest first',
      description: OPEN,
      answer: schemaRef('PageAlbumOfCatalogo'),
      headers: ['Link'],
      open: 'catalogo',
      problems: ['parameter_invalid'],
    }),
  )
  async listAlbuns(
    @param(
      queryText('busca', 'Part of the name of the album or of an artist; case and accents do not matter'),
    )
    busca: string | undefined,
    @param(queryId('artistaId', 'Only albums of that artist')) artista: string | undefined,
    @param(sizeParamTo(CATALOGO_PAGE.maxSize!)) size: string | undefined,
    @param(cursorParam) cursor: string | undefined,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<Reply<Page<object>>> {
    const wanted = toPageRequest({size, cursor}, CATALOGO_PAGE);
    const artistaId = toArtistaId(artista);
    const filter = {busca: busca?.trim() || undefined, artistaId};
    const slice = await this.service.list(filter, wanted, this.addresses.originOf(request));
    const query = {busca: filter.busca, artistaId: artistaId?.toString()};
    return pageReply(`${PATH}/albuns`, query, wanted, {...slice, rows: slice.rows.map(toAlbum)});
  }

  @get(
    `${PATH}/albuns/{id}`,
    operation(TAG, {
      summary: 'Read an album with its artists and its cover',
      description: OPEN,
      answer: schemaRef('AlbumOfCatalogo'),
      open: 'catalogo',
      problems: ['parameter_invalid', 'album_not_found'],
    }),
  )
  async readAlbum(
    @param(pathId('id')) id: number,
    @inject(RestBindings.Http.REQUEST) request: Request,
  ): Promise<object> {
    return toAlbum(await this.service.get(id, this.addresses.originOf(request)));
  }

  @get(
    `${PATH}/artistas`,
    operation(TAG, {
      summary: 'List artists, by name',
      description: OPEN,
      reads: ['artista'],
      answer: schemaRef('PageArtista'),
      headers: ['Link'],
      open: 'catalogo',
      problems: ['parameter_invalid'],
    }),
  )
  async listArtistas(
    @param(queryText('nome', 'Part of the name; case and accents do not matter')) nome?: string,
    @param(sizeParam) size?: string,
    @param(cursorParam) cursor?: string,
  ): Promise<Reply<Page<ArtistaRow>>> {
    const wanted = toPageRequest({size, cursor}, ARTISTA_PAGE);
    const filter = nome?.trim() || undefined;
    return pageReply(
      `${PATH}/artistas`,
      {nome: filter},
      wanted,
      await this.artistas.listByNome(filter, wanted),
    );
  }
}

/** @throws parameter_invalid */
function toArtistaId(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const id = parseRowId(text);
  if (id === undefined) throw problems.parameterInvalid('artistaId', 'deve ser um número inteiro');
  return id;
}

function toAlbum({id, nome, artistas, capa}: AlbumView): {id: number; nome: string} {
  return {id, nome, artistas, ...(capa && {capa: toImagem(capa)})} as {id: number; nome: string};
}
