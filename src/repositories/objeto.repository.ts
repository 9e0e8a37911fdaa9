import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {BACKUP_RUNS} from '../datasources/backup-lock';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {rowsOf} from './rows';

/** A cover by its object. */
export interface KeyRow {
  readonly id: number;
  readonly url: string;
}

/** What the database knows of the objects in the store: which a cover has, and which are to be removed. */
@injectable({scope: BindingScope.SINGLETON})
export class ObjetoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Whether a backup or a restore runs: then no object of a cover may go, for the rows in hand there may name it. */
  async isBeingBackedUp(): Promise<boolean> {
    const [row] = await this.execute<{runs: boolean}>(`select ${BACKUP_RUNS} as runs`, []);
    return row!.runs;
  }

  /** Keys of objects that are to be removed and that no cover has, the oldest first; none during a backup. */
  async listRemoved(limit: number): Promise<string[]> {
    const rows = await this.execute<{chave: string}>(
      `select chave from objeto_removido r
        where not exists (select from album_imagens i where i.url collate "C" = r.chave)
          and not ${BACKUP_RUNS}
        order by removido_em, chave limit $1`,
      [limit],
    );
    return rows.map(({chave}) => chave);
  }

  /** Leaves an object to be removed with the transaction. @returns whether nobody had before */
  async noteRemoved(key: string, options: Options): Promise<boolean> {
    const rows = await rowsOf(
      this.dataSource,
      'insert into objeto_removido (chave) values ($1) on conflict do nothing returning chave',
      [key],
      {options},
    );
    return rows.length > 0;
  }

  /** They are out of the store, or belong to a cover after all. */
  async forgetRemoved(keys: readonly string[]): Promise<void> {
    await this.execute('delete from objeto_removido where chave = any($1)', [keys]);
  }

  /** Covers whose key is behind `after` and up to `last` in the order of bytes. @param last absent: to the end */
  listBetween(after: string, last: string | undefined, limit: number): Promise<KeyRow[]> {
    return this.execute<KeyRow>(
      `select id, url from album_imagens
        where url collate "C" > $1 and ($2::text is null or url collate "C" <= $2)
        order by url collate "C" limit $3`,
      [after, last ?? null, limit],
    );
  }

  /** Those of the keys that a cover has. */
  async filterKnown(keys: readonly string[]): Promise<Set<string>> {
    const rows = await this.execute<{url: string}>(
      'select url from album_imagens where url collate "C" = any($1)',
      [keys],
    );
    return new Set(rows.map(({url}) => url));
  }

  async countCovers(): Promise<number> {
    const [row] = await this.execute<{total: number}>('select count(*)::int as total from album_imagens', []);
    return row!.total;
  }

  /** Removes covers that still have these objects. */
  async removeCovers(covers: readonly KeyRow[]): Promise<void> {
    await this.execute(
      `delete from album_imagens i using unnest($1::bigint[], $2::text[]) v (id, url)
        where i.id = v.id and i.url = v.url`,
      [covers.map(({id}) => id), covers.map(({url}) => url)],
    );
  }

  private execute<T extends object>(sql: string, params: readonly unknown[]): Promise<T[]> {
    return rowsOf(this.dataSource, sql, params);
  }
}
