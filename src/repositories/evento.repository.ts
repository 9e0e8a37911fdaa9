import {BindingScope, inject, injectable} from '@loopback/core';
import {Options} from '@loopback/repository';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import type {Evento, NewEvento, TracedEvento} from '../models/evento';
import {traceparent} from '../tracing/spans';
import {rowsOf} from './rows';

const COLUMNS = 'id, sequencia, tipo, dados, ator, criado_em as "criadoEm"';

/** The events of the outbox. @throws database_unavailable, in every method */
@injectable({scope: BindingScope.SINGLETON})
export class EventoRepository {
  constructor(@inject('datasources.catalogo') private readonly dataSource: CatalogoDataSource) {}

  /** Writes an event. @param options of the transaction of the change */
  async append({tipo, dados, ator}: NewEvento, options: Options): Promise<void> {
    await this.rows(
      'insert into evento (tipo, dados, ator, traceparent) values ($1, $2::jsonb, $3, $4)',
      [tipo, JSON.stringify(dados), ator ?? null, traceparent() ?? null],
      options,
    );
  }

  /** Numbers events that have no number yet, at most so many. @returns how many there were */
  async number(limit: number): Promise<number> {
    const [row] = await this.rows<{numerados: number}>('select numerar_eventos($1) as numerados', [limit]);
    return row!.numerados;
  }

  /** The last number that was given; 0: none. */
  async latest(): Promise<number> {
    const [row] = await this.rows<{ultima: number}>('select ultima from evento_contador', []);
    return row!.ultima;
  }

  /** Those of the events that were numbered last that came from a trace. @param count looks at so many */
  listTraced(count: number): Promise<TracedEvento[]> {
    return this.rows<TracedEvento>(
      `select id, tipo, traceparent from evento
        where sequencia > (select ultima from evento_contador) - $1 and traceparent is not null order by sequencia`,
      [count],
    );
  }

  /** The next events in order, behind the one with that number. */
  listAfter(sequencia: number, limit: number): Promise<Evento[]> {
    return this.rows<Evento>(
      `select ${COLUMNS} from evento where sequencia > $1 order by sequencia limit $2`,
      [sequencia, limit],
    );
  }

  /** Number of an event. @param id any UUID @returns undefined when it has none, or is no longer kept */
  async findSequencia(id: string): Promise<number | undefined> {
    const [row] = await this.rows<{sequencia: number}>(
      'select sequencia from evento where id = $1 and sequencia is not null',
      [id],
    );
    return row?.sequencia;
  }

  /**
   * Removes the oldest events, in their order.
   * @param limit looks at so many at most
   * @returns how many were older than that many hours
   */
  async prune(hours: number, limit: number): Promise<number> {
    const removed = await this.rows(
      `delete from evento where sequencia <= (
         select max(sequencia) from (
           select sequencia, criado_em from evento where sequencia is not null order by sequencia limit $2) oldest
          where criado_em < now() - make_interval(hours => $1))
       returning sequencia`,
      [hours, limit],
    );
    return removed.length;
  }

  private rows<T extends object>(sql: string, params: readonly unknown[], options?: Options): Promise<T[]> {
    return rowsOf<T>(this.dataSource, sql, params, {options});
  }
}
