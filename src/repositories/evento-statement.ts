import type {RowEvento} from '../models/evento';
import {traceparent} from '../tracing/spans';

/**
 * The part of a statement that writes its events, an `insert` for a `with` beside the change: one event for each row of
 * `rows`, with its columns as data. So a change and its events are one round trip, and both or neither.
 * @param rows name of another part of the same `with`
 * @param params of the statement; gets those of the event
 */
export function recordEvents(rows: string, {tipo, ator}: RowEvento, params: unknown[]): string {
  const bind = (value: unknown): string => `$${params.push(value)}`;
  return `insert into evento (tipo, dados, ator, traceparent)
            select ${bind(tipo)}, to_jsonb(${rows}), ${bind(ator ?? null)}::text, ${bind(traceparent() ?? null)}::text
              from ${rows}`;
}
