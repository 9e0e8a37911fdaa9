import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {problems} from '../problems/catalogue';
import {rowsOf} from './rows';

/** Whose request it is, and by which key he knows it. */
export interface ChaveIdempotencia {
  readonly usuarioId: number;
  readonly chave: string;
}

/** What was answered to the request with a key. */
export interface Idempotencia {
  /** SHA-256 of what was asked. */
  readonly impressao: Buffer;
  readonly status: number;
  readonly cabecalhos: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly corpo: string;
}

const KEPT = "interval '24 hours'";
const VALID = `i.usuario_id = $1 and i.chave = $2 and i.criada_em > now() - ${KEPT}`;
const COLUMNS = 'impressao, status, cabecalhos, corpo';
/** Removed in one statement, so that none of them is long. */
const SWEEP_BATCH = 5_000;

/** Answers by the keys of their requests, for a day. */
@injectable({scope: BindingScope.SINGLETON})
export class IdempotenciaRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  async find({usuarioId, chave}: ChaveIdempotencia): Promise<Idempotencia | undefined> {
    const [row] = await rowsOf<Idempotencia>(
      this.dataSource,
      `select ${COLUMNS} from idempotencia i where ${VALID}`,
      [usuarioId, chave],
    );
    return row;
  }

  /**
   * Makes the transaction the only one that works on the key: it has the lock until it ends or its connection is lost.
   * What somebody commits between the look and the lock is not seen here, and refused by `record`.
   * @returns what was answered before, if anything was
   * @throws idempotency_key_in_use
   */
  async claim({usuarioId, chave}: ChaveIdempotencia, options: Options): Promise<Idempotencia | undefined> {
    const [row] = await rowsOf<Idempotencia & {taken: boolean; isKnown: boolean}>(
      this.dataSource,
      `select t.taken, i.chave is not null as "isKnown", ${COLUMNS}
         from (select pg_try_advisory_xact_lock(hashtextextended($3, 0)) as taken) t
         left join idempotencia i on ${VALID}`,
      [usuarioId, chave, `artistas.idempotencia ${usuarioId} ${chave}`],
      {options},
    );
    if (!row!.taken) throw problems.idempotencyKeyInUse();
    return row!.isKnown ? row : undefined;
  }

  /** @param options of the transaction that does the work @throws idempotency_key_in_use when another one was first */
  async record(
    {usuarioId, chave}: ChaveIdempotencia,
    {impressao, status, cabecalhos, corpo}: Idempotencia,
    options: Options,
  ): Promise<void> {
    const rows = await rowsOf(
      this.dataSource,
      `insert into idempotencia (usuario_id, chave, impressao, status, cabecalhos, corpo)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (usuario_id, chave) do update
          set impressao = excluded.impressao, status = excluded.status, cabecalhos = excluded.cabecalhos,
              corpo = excluded.corpo, criada_em = excluded.criada_em
        where idempotencia.criada_em <= now() - ${KEPT}
       returning usuario_id`,
      [usuarioId, chave, impressao, status, JSON.stringify(cabecalhos), corpo],
      {options},
    );
    if (rows.length === 0) throw problems.idempotencyKeyInUse();
  }

  /** Forgets some of those that are older than a day. @returns how many, and whether there may be more */
  async sweep(): Promise<{count: number; isDone: boolean}> {
    const rows = await rowsOf(
      this.dataSource,
      `delete from idempotencia where (usuario_id, chave) in (
         select usuario_id, chave from idempotencia
          where criada_em <= now() - ${KEPT} order by criada_em limit $1 for update skip locked)
       returning usuario_id`,
      [SWEEP_BATCH],
    );
    return {count: rows.length, isDone: rows.length < SWEEP_BATCH};
  }
}
