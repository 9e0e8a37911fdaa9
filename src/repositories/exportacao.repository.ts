import {BindingScope, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {PoolClient} from 'pg';
import {to as copyTo} from 'pg-copy-streams';
import type {Readable} from 'node:stream';
import {FORMULA_PATTERN} from '../models/csv-formula';

/** The whole catalogue as CSV, made by the database. */
@injectable({scope: BindingScope.SINGLETON})
export class ExportacaoRepository {
  /**
   * A line for each link, for each artist without an album, and for each album without an artist, in the order of their
   * ids; the album's id is the `referencia`.
   * @param options of a transaction
   */
  lines(separator: ';' | ',', options: Options): Readable {
    const {connection} = options['transaction'] as {connection: PoolClient};
    return connection.query(
      copyTo(`copy (
        select ${guarded('a.nome')} as artista, a.tipo, ${guarded('al.nome')} as album, al.id as referencia
          from artista a
          left join artista_album aa on aa.artista_id = a.id
          full join album al on al.id = aa.album_id
         order by a.id, al.id
      ) to stdout with (format csv, header, delimiter '${separator}', encoding 'UTF8')`),
    );
  }
}

const guarded = (column: string): string =>
  `case when ${column} ~ '${FORMULA_PATTERN}' then '''' || ${column} else ${column} end`;
