import {BindingScope, inject, injectable} from '@loopback/core';
import {DefaultCrudRepository, Options, Where} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {Artista} from '../models/artista.model';
import {ArtistaChange, NewArtista} from '../models/new-artista.model';
import {PageRequest, Slice} from '../models/page';
import {problems} from '../problems/catalogue';
import {translating} from './database-errors';
import type {Filter} from './list-statement';
import {byName} from './name-search';
import {readPage} from './read-page';
import {rowsOf} from './rows';
import {RowsById} from './rows-by-id';

export type ArtistaRow = Pick<Artista, 'id' | 'nome' | 'tipo'>;

const COLUMNS = ['id', 'nome', 'tipo'];

@injectable({scope: BindingScope.SINGLETON})
export class ArtistaRepository extends DefaultCrudRepository<Artista, number> {
  private readonly byId: RowsById<ArtistaRow>;

  constructor(@inject('datasources.catalogo') private readonly catalogo: CatalogoDataSource) {
    super(Artista, catalogo);
    this.byId = new RowsById(catalogo, 'select id, nome, tipo from artista where id = any($1::bigint[])');
  }

  /** Artists whose name contains `nome`, whatever its case and accents; no or an empty `nome`: all. */
  async listByNome(nome: string | undefined, page: PageRequest): Promise<Slice<ArtistaRow>> {
    return this.list(byName(nome), page);
  }

  /** Artists of one album. Unknown album: empty. */
  async listByAlbum(albumId: number, page: PageRequest): Promise<Slice<ArtistaRow>> {
    const where = 't.id in (select artista_id from artista_album where album_id = $1)';
    return this.list({where, params: [albumId]}, page);
  }

  /** Artists of each of the albums, by album id and then by artist id. An album without artists has no entry. */
  async mapByAlbums(albumIds: readonly number[]): Promise<Map<number, ArtistaRow[]>> {
    const rows = await rowsOf<{album_id: number; artistas: ArtistaRow[]}>(
      this.catalogo,
      `select aa.album_id, json_agg(json_build_object('id', a.id, 'nome', a.nome, 'tipo', a.tipo) order by a.id) as artistas
           from artista_album aa join artista a on a.id = aa.artista_id
          where aa.album_id = any($1::bigint[]) group by aa.album_id`,
      [albumIds],
    );
    return new Map(rows.map(row => [row.album_id, row.artistas]));
  }

  /** @throws artista_not_found */
  async getById(id: number): Promise<ArtistaRow> {
    const artista = await this.byId.find(id);
    if (!artista) throw problems.artistaNotFound();
    return artista;
  }

  async insert(input: NewArtista, options?: Options): Promise<Artista> {
    return translating(this.create(input, options));
  }

  /** @param present only while the row is still so @throws artista_not_found, precondition_failed */
  async change(id: number, {nome, tipo}: ArtistaChange, present?: ArtistaRow): Promise<ArtistaRow> {
    const {count} = await translating(this.updateAll({nome, tipo}, sameRow(id, present)));
    if (count === 0) throw present ? problems.preconditionFailed() : problems.artistaNotFound();
    return {id, nome, tipo};
  }

  /** @param present only while the row is still so @throws artista_not_found, artista_in_use, precondition_failed */
  async remove(id: number, options: Options, present?: ArtistaRow): Promise<void> {
    const {count} = await translating(this.deleteAll(sameRow(id, present), options), {
      artista_album_artista_id_fkey: problems.artistaInUse,
    });
    if (count === 0) throw present ? problems.preconditionFailed() : problems.artistaNotFound();
  }

  private async list(filter: Filter, page: PageRequest): Promise<Slice<ArtistaRow>> {
    return readPage(this.catalogo, {table: 'artista', columns: COLUMNS, ...filter}, page);
  }
}

const sameRow = (id: number, present?: ArtistaRow): Where<Artista> =>
  present ? {id, nome: present.nome, tipo: present.tipo} : {id};
