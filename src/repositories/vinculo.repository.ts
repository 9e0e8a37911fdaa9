import {BindingScope, inject, injectable} from '@loopback/core';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {NewVinculo} from '../models/new-vinculo.model';
import {problems} from '../problems/catalogue';
import {AlbumRow} from './album.repository';
import {translating} from './database-errors';

/** The links between artists and albums: a table of two keys and no model of its own. */
@injectable({scope: BindingScope.SINGLETON})
export class VinculoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /**
   * Links the two; linked already is as good. One statement, so neither row can go in between.
   * @returns the album
   * @throws album_not_found, then artista_not_found
   */
  async link({artistaId, albumId}: NewVinculo): Promise<AlbumRow> {
    const [row] = (await translating(
      this.dataSource.execute(
        `with al as (select id, nome from album where id = $2 for key share),
              a as (select id from artista where id = $1 for key share),
              novo as (insert into artista_album (artista_id, album_id)
                       select a.id, al.id from a, al on conflict do nothing)
         select al.id, al.nome, exists (select from a) as has_artista from (values (1)) v left join al on true`,
        [artistaId, albumId],
      ),
      {
        artista_album_artista_id_fkey: problems.artistaNotFound,
        artista_album_album_id_fkey: () => problems.albumNotFound('link'),
      },
    )) as {id: number | null; nome: string; has_artista: boolean}[];
    if (!row || row.id === null) throw problems.albumNotFound('link');
    if (!row.has_artista) throw problems.artistaNotFound();
    return {id: row.id, nome: row.nome};
  }

  /** @throws vinculo_not_found */
  async unlink({artistaId, albumId}: NewVinculo): Promise<void> {
    const {count} = (await translating(
      this.dataSource.execute('delete from artista_album where artista_id = $1 and album_id = $2', [
        artistaId,
        albumId,
      ]),
    )) as {count: number};
    if (count === 0) throw problems.vinculoNotFound();
  }
}
