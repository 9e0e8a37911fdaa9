import type {SpanOptions} from '@opentelemetry/api';
import {inStep, isTracing, Kind, openStep} from '../tracing/spans';

type Callback = (error: unknown, result?: unknown) => void;

/** The one way that statements take through the framework's connector. */
interface Executor {
  executeSQL(sql: string, params: unknown, options: unknown, callback: Callback): void;
}

const WORD = /^\s*(\w+)/;

/** Runs a statement of our own, as a step of the trace that there may be: with its text, and never with values. */
export function traced<T>(sql: string, run: () => Promise<T>): Promise<T> {
  return isTracing() ? inStep(operationOf(sql), () => statementSpan(sql), run) : run();
}

/** From now on each statement of a trace that the framework makes is a step of it: with its text, in which values are `$1`, and never with values. */
export function traceStatements(connector: object): void {
  const executor = connector as Executor;
  const execute = executor.executeSQL.bind(executor);
  executor.executeSQL = (sql, params, options, callback) => {
    const span = isTracing() ? openStep(operationOf(sql), () => statementSpan(sql)) : undefined;
    if (!span) return execute(sql, params, options, callback);
    execute(sql, params, options, (error, result) => {
      span.end({error: error ?? undefined});
      callback(error, result);
    });
  };
}

const operationOf = (sql: string): string => (WORD.exec(sql)?.[1] ?? 'SQL').toUpperCase();

function statementSpan(sql: string): SpanOptions {
  return {
    kind: Kind.CLIENT,
    attributes: {
      'db.system.name': 'postgresql',
      'db.operation.name': operationOf(sql),
      'db.query.text': sql,
    },
  };
}
