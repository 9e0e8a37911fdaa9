import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {RowEvento} from '../models/evento';
import {NewVinculo} from '../models/new-vinculo.model';
import {problems} from '../problems/catalogue';
import {AlbumRow} from './album.repository';
import {recordEvents} from './evento-statement';
import {rowsOf} from './rows';

/** The links between artists and albums: a table of two keys and no model of its own. */
@injectable({scope: BindingScope.SINGLETON})
export class VinculoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /**
   * Links the two; linked already is as good, and no event. One statement, so neither row can go in between.
   * @param evento is written with it
   * @returns the album
   * @throws album_not_found, then artista_not_found
   */
  async link({artistaId, albumId}: NewVinculo, evento: RowEvento, options?: Options): Promise<AlbumRow> {
    const params: unknown[] = [artistaId, albumId];
    const [row] = await rowsOf<{id: number | null; nome: string; has_artista: boolean}>(
      this.dataSource,
      `with al as (select id, nome from album where id = $2 for key share),
            a as (select id from artista where id = $1 for key share),
            novo as (insert into artista_album (artista_id, album_id)
                     select a.id, al.id from a, al on conflict do nothing
                     returning artista_id as "artistaId", album_id as "albumId"),
            registro as (${recordEvents('novo', evento, params)})
       select al.id, al.nome, exists (select from a) as has_artista from (values (1)) v left join al on true`,
      params,
      {
        options,
        constraints: {
          artista_album_artista_id_fkey: problems.artistaNotFound,
          artista_album_album_id_fkey: () => problems.albumNotFound('link'),
        },
      },
    );
    if (!row || row.id === null) throw problems.albumNotFound('link');
    if (!row.has_artista) throw problems.artistaNotFound();
    return {id: row.id, nome: row.nome};
  }

  /** @param evento is written with it @throws vinculo_not_found */
  async unlink({artistaId, albumId}: NewVinculo, evento: RowEvento): Promise<void> {
    const params: unknown[] = [artistaId, albumId];
    const removed = await rowsOf(
      this.dataSource,
      `with removido as (delete from artista_album where artista_id = $1 and album_id = $2
                         returning artista_id as "artistaId", album_id as "albumId"),
            registro as (${recordEvents('removido', evento, params)})
       select from removido`,
      params,
    );
    if (removed.length === 0) throw problems.vinculoNotFound();
  }
}
