import {rowsOf, tableOf, typeOf} from '../generate/kind-pages';
import {fieldSchema} from './schema';
import type {ChartValue} from './values';

/** Table of all values for the chart's README; what is passed on as it is has its fields below it. */
export function valuesTable(values: readonly ChartValue[]): string {
  return tableOf(['value', 'type', 'default', 'meaning'], values.flatMap(rowsFor));
}

function rowsFor(value: ChartValue): string[][] {
  const {path, field, meaning, inside, default: standard} = value;
  if (inside.length > 0) return [[`**\`${path}\`**`, '', '', meaning], ...inside.flatMap(rowsFor)];
  const schema = field === undefined ? undefined : fieldSchema(field);
  const type = schema ? typeOf(schema) : Array.isArray(standard) ? 'list' : typeof standard;
  const passedOn = schema?.properties ? rowsOf(schema, path) : [];
  return [[`\`${path}\``, type, defaultOf(standard), meaning], ...passedOn];
}

const isEmpty = (value: unknown): boolean => value === '' || ['[]', '{}'].includes(JSON.stringify(value));

const defaultOf = (value: unknown): string =>
  isEmpty(value) ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
