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

interface Row {
  readonly tabela: string;
  readonly versao: number;
  readonly posicao?: number;
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
  /** As the database told it last; mostly it tells the same again. */
  private told = '';
  /** Each with the position at which its number was first seen: later changes of other tables do not matter to it. */
  private known: Versions = new Map();

  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {
    const rows = dataSource.replica ? WITH_POSITIONS : NUMBERS;
    this.statement = `select coalesce(json_agg(v), '[]')::text as versoes from (${rows}) v`;
  }

  /** Who has answered reads so far; undefined: there is no replica. */
  get replicaReads(): Readonly<Record<ReplicaResult, number>> | undefined {
    return this.dataSource.replica?.counts;
  }

  /** As of a moment after the call. @throws database_unavailable */
  async read(): Promise<Versions> {
    const rows = await rowsOf<{versoes: string}>(this.dataSource, this.statement, [], {isPrepared: true});
    const {versoes} = rows[0]!;
    if (versoes !== this.told) {
      this.known = new Map((JSON.parse(versoes) as Row[]).map(row => [row.tabela, this.versionOf(row)]));
      this.told = versoes;
    }
    return this.known;
  }

  private versionOf({tabela, versao: number, posicao: position = 0}: Row): Version {
    const before = this.known.get(tabela);
    return before?.number === number ? before : {number, position};
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
