import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {othersHaveCome} from './gathering';
import {rowsOf} from './rows';

interface Batch<T> {
  readonly ids: Set<number>;
  readonly rows: Promise<ReadonlyMap<number, T>>;
}

/**
 * Rows by their id. All that are asked for at the same time are read by one statement, since a statement costs more than a
 * row: the busier the process is, the fewer there are for each who asks.
 */
export class RowsById<T extends {readonly id: number}> {
  private next?: Batch<T>;

  /** @param statement with the ids, of which there may be any number, as `$1` */
  constructor(
    private readonly dataSource: CatalogoDataSource,
    private readonly statement: string,
  ) {}

  /** As it is at some moment after the call; undefined: there is none. @throws database_unavailable */
  async find(id: number): Promise<T | undefined> {
    // A replica's connection is for one read alone.
    if (this.dataSource.replica?.connection) return (await this.read([id])).get(id);
    this.next ??= this.begin();
    this.next.ids.add(id);
    return (await this.next.rows).get(id);
  }

  private begin(): Batch<T> {
    const ids = new Set<number>();
    const rows = othersHaveCome().then(() => {
      this.next = undefined;
      return this.read([...ids]);
    });
    return {ids, rows};
  }

  private async read(ids: readonly number[]): Promise<ReadonlyMap<number, T>> {
    const rows = await rowsOf<T>(this.dataSource, this.statement, [ids], {isPrepared: true});
    return new Map(rows.map(row => [row.id, row]));
  }
}
