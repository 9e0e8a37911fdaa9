import {BindingScope, inject, injectable} from '@loopback/core';
import {DefaultCrudRepository, Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {Album} from '../models/album.model';
import {AlbumChange, NewAlbum} from '../models/new-album.model';
import type {RowEvento} from '../models/evento';
import {PageRequest, Slice} from '../models/page';
import {TipoArtista} from '../models/tipo-artista';
import {problems} from '../problems/catalogue';
import {recordEvents} from './evento-statement';
import type {Filter} from './list-statement';
import {byName, conditionOf, nameContains} from './name-search';
import {readPage} from './read-page';
import {rowsOf} from './rows';
import {RowsById} from './rows-by-id';

export type AlbumRow = Pick<Album, 'id' | 'nome'>;
/** A cover: its id and the name of its object in the store. */
export interface ImagemRow {
  readonly id: number;
  readonly nome: string;
}

const LINKED = 'exists (select from artista_album aa where aa.album_id = t.id)';

@injectable({scope: BindingScope.SINGLETON})
export class AlbumRepository extends DefaultCrudRepository<Album, number> {
  private readonly byId: RowsById<AlbumRow>;

  constructor(@inject('datasources.catalogo') private readonly catalogo: CatalogoDataSource) {
    super(Album, catalogo);
    this.byId = new RowsById(catalogo, 'select id, nome from album where id = any($1::bigint[])');
  }

  /** Albums whose name contains `nome`, whatever its case and accents; no or an empty `nome`: all. */
  async listByNome(nome: string | undefined, page: PageRequest): Promise<Slice<AlbumRow>> {
    return this.list(byName(nome), page);
  }

  /**
   * Albums whose name, or that of an artist of theirs, contains `busca`, whatever its case and accents; only those of
   * `artistaId`, when it is given.
   */
  async listByBusca(
    {busca, artistaId}: {readonly busca?: string; readonly artistaId?: number},
    page: PageRequest,
  ): Promise<Slice<AlbumRow>> {
    const params: unknown[] = [];
    const conditions: string[] = [];
    if (busca) {
      const contains = (alias: string) => conditionOf(nameContains(alias, busca, params));
      // Two sets, each of which an index finds; one condition with `or` would look at every album.
      conditions.push(`t.id in (select al.id from album al where ${contains('al')}
                          union select aa.album_id from artista a join artista_album aa on aa.artista_id = a.id
                                 where ${contains('a')})`);
    }
    if (artistaId !== undefined)
      conditions.push(
        `t.id in (select album_id from artista_album where artista_id = $${params.push(artistaId)})`,
      );
    return this.list(conditions.length > 0 ? {where: conditions.join(' and '), params} : {}, page);
  }

  /** Albums that have an artist of that tipo, each once; without tipo all that have an artist. */
  async listByTipoArtista(tipo: TipoArtista | undefined, page: PageRequest): Promise<Slice<AlbumRow>> {
    if (!tipo) return this.list({where: LINKED}, page);
    return this.list(
      {
        where: `exists (select from artista_album aa join artista a on a.id = aa.artista_id
                         where aa.album_id = t.id and a.tipo = $1)`,
        params: [tipo],
      },
      page,
    );
  }

  /** Albums that have an artist whose name contains `nome`; without it all that have an artist. */
  async listByNomeArtista(nome: string | undefined, page: PageRequest): Promise<Slice<AlbumRow>> {
    if (!nome) return this.list({where: LINKED}, page);
    const params: unknown[] = [];
    const where = `exists (select from artista_album aa join artista a on a.id = aa.artista_id
                            where aa.album_id = t.id and ${conditionOf(nameContains('a', nome, params))})`;
    return this.list({where, params}, page);
  }

  /** A page of the albums of one artist. Unknown artist: empty. */
  async listByArtista(artistaId: number, page: PageRequest): Promise<Slice<AlbumRow>> {
    const where = 't.id in (select album_id from artista_album where artista_id = $1)';
    return this.list({where, params: [artistaId]}, page);
  }

  /** Every album of one artist, by id. @throws artista_not_found */
  async allByArtista(artistaId: number): Promise<AlbumRow[]> {
    const [row] = await rowsOf<{albuns: AlbumRow[]}>(
      this.catalogo,
      `select coalesce(json_agg(json_build_object('id', al.id, 'nome', al.nome) order by al.id)
                         filter (where al.id is not null), '[]') as albuns
           from artista a
           left join artista_album aa on aa.artista_id = a.id
           left join album al on al.id = aa.album_id
          where a.id = $1 group by a.id`,
      [artistaId],
      {isPrepared: true},
    );
    if (!row) throw problems.artistaNotFound();
    return row.albuns;
  }

  /** Covers of each of the albums, by album id and then by cover id. An album without covers has no entry. */
  async mapImagens(albumIds: readonly number[]): Promise<Map<number, ImagemRow[]>> {
    const rows = await rowsOf<{album_id: number; imagens: ImagemRow[]}>(
      this.catalogo,
      `select album_id, json_agg(json_build_object('id', id, 'nome', url) order by id) as imagens
           from album_imagens where album_id = any($1::bigint[]) group by album_id`,
      [albumIds],
    );
    return new Map(rows.map(row => [row.album_id, row.imagens]));
  }

  /** @throws album_not_found */
  async getById(id: number): Promise<AlbumRow> {
    const album = await this.byId.find(id);
    if (!album) throw problems.albumNotFound();
    return album;
  }

  /** @param evento is written with it */
  async insert({nome}: NewAlbum, evento: RowEvento, options?: Options): Promise<AlbumRow> {
    const params: unknown[] = [nome];
    const [row] = await rowsOf<AlbumRow>(
      this.catalogo,
      `with novo as (insert into album (nome) values ($1) returning id, nome),
            registro as (${recordEvents('novo', evento, params)})
       select id, nome from novo`,
      params,
      {options, isPrepared: true},
    );
    return row!;
  }

  /**
   * @param expected `evento` is written with it; `present`: only while the row is still so
   * @throws album_not_found, precondition_failed
   */
  async change(
    id: number,
    {nome}: AlbumChange,
    {evento, present}: {evento: RowEvento; present?: AlbumRow},
  ): Promise<AlbumRow> {
    const params: unknown[] = [id, nome, present?.nome ?? null];
    const [row] = await rowsOf<AlbumRow>(
      this.catalogo,
      `with alterado as (update album set nome = $2
                          where id = $1 and ($3::text is null or nome = $3) returning id, nome),
            registro as (${recordEvents('alterado', evento, params)})
       select id, nome from alterado`,
      params,
    );
    if (!row) throw present ? problems.preconditionFailed() : problems.albumNotFound();
    return row;
  }

  /** Locks an album that is to be removed, so that nothing comes in between. @throws album_not_found */
  async lock(id: number, options: Options): Promise<AlbumRow> {
    const statement = 'select id, nome from album where id = $1 for update';
    const [row] = await rowsOf<AlbumRow>(this.catalogo, statement, [id], {options});
    if (!row) throw problems.albumNotFound('delete');
    return row;
  }

  /**
   * Removes the album with its links; cover rows go by their foreign key.
   * @param evento is written with it
   * @param options of the transaction that has locked it
   */
  async remove(id: number, evento: RowEvento, options: Options): Promise<void> {
    await rowsOf(this.catalogo, 'delete from artista_album where album_id = $1', [id], {options});
    const params: unknown[] = [id];
    await rowsOf(
      this.catalogo,
      `with excluido as (delete from album where id = $1 returning id, nome)
       ${recordEvents('excluido', evento, params)}`,
      params,
      {options},
    );
  }

  private async list(filter: Filter, page: PageRequest): Promise<Slice<AlbumRow>> {
    return readPage(this.catalogo, {table: 'album', columns: ['id', 'nome'], ...filter}, page);
  }
}
