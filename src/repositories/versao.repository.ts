import {BindingScope, inject, injectable} from '@loopback/core';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {ReplicaResult} from '../datasources/read-replica';
import {rowsOf} from './rows';

/** State of a table. */
interface Version {
  readonly number: number;
  /** In the log of the database, in bytes: whoever has got there has the table as it is, or later. Without a replica 0. */
  readonly position: number;
}

/** States of tables by name. A table that nobody has written to yet has none. */
export type Versions = ReadonlyMap<string, Version>;

const NUMBERS = 'select tabela, sum(versao)::bigint as versao from versao group by tabela';
/** Stands for all tables that nobody has written to. */
const UNWRITTEN = '';
/** What is seen stands in the log before the place where it is written now. */
const WITH_POSITIONS = `select *, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as posicao
  from (${NUMBERS} union all select '${UNWRITTEN}', 0) v`;

/** Versions of the tables that answers are made of, and reads that are not older than them. */
@injectable({scope: BindingScope.SINGLETON})
export class VersaoRepository {
  private readonly statement: string;
  /** Each with the position at which its number was first seen: later changes of other tables do not matter to it. */
  private known = new Map<string, Version>();

  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {
    this.statement = dataSource.replica ? WITH_POSITIONS : NUMBERS;
  }

  /** Who has answered reads so far; undefined: there is no replica. */
  get replicaReads(): Readonly<Record<ReplicaResult, number>> | undefined {
    return this.dataSource.replica?.counts;
  }

  /** As of a moment after the call. @throws database_unavailable */
  async read(): Promise<Versions> {
    type Row = {tabela: string; versao: number; posicao?: number};
    const rows = await rowsOf<Row>(this.dataSource, this.statement, [], {isPrepared: true});
    const {known} = this;
    const versions = rows.map(({tabela, versao: number, posicao: position = 0}): [string, Version] => {
      const before = known.get(tabela);
      return [tabela, before?.number === number ? before : {number, position}];
    });
    this.known = new Map(versions);
    return this.known;
  }

  /**
   * A read of tables as they are in `versions`, or later.
   * @throws what `read` throws
   */
  notBefore<T>(versions: Versions, tables: readonly string[], read: () => Promise<T>): Promise<T> {
    const {replica} = this.dataSource;
    if (!replica) return read();
    const positions = tables.map(table => (versions.get(table) ?? versions.get(UNWRITTEN))!.position);
    return replica.read(Math.max(...positions), read);
  }
}
