import {isTracing, Kind, openStep} from '../tracing/spans';
import type {OpenSpan} from '../tracing/types';

type Callback = (error: unknown, result?: unknown) => void;

/** The one way that statements take through the framework's connector. */
interface Executor {
  executeSQL(sql: string, params: unknown, options: unknown, callback: Callback): void;
}

const WORD = /^\s*(\w+)/;

/** Runs a statement of our own, as a step of the trace that there may be: with its text, and never with values. */
export async function traced<T>(sql: string, run: () => Promise<T>): Promise<T> {
  const span = isTracing() ? openStatement(sql) : undefined;
  if (!span) return run();
  try {
    const result = await run();
    span.end({error: undefined});
    return result;
  } catch (error) {
    span.end({error});
    throw error;
  }
}

/** From now on each statement of a trace that the framework makes is a step of it: with its text, in which values are `$1`, and never with values. */
export function traceStatements(connector: object): void {
  const executor = connector as Executor;
  const execute = executor.executeSQL.bind(executor);
  executor.executeSQL = (sql, params, options, callback) => {
    const span = isTracing() ? openStatement(sql) : undefined;
    if (!span) return execute(sql, params, options, callback);
    execute(sql, params, options, (error, result) => {
      span.end({error: error ?? undefined});
      callback(error, result);
    });
  };
}

function openStatement(sql: string): OpenSpan | undefined {
  const operation = (WORD.exec(sql)?.[1] ?? 'SQL').toUpperCase();
  return openStep(operation, () => ({
    kind: Kind.CLIENT,
    attributes: {'db.system.name': 'postgresql', 'db.operation.name': operation, 'db.query.text': sql},
  }));
}
