import {CronExpressionParser} from 'cron-parser';
import {readFileSync} from 'node:fs';
import {StartupError} from './startup-error';
import {Variable, VariableName, variables} from './variables';

/** How the text of a variable becomes a value. Each throws a StartupError that names the variable. */

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** `/metrics` stands this far from `PORT`, so that two instances on two ports do not meet. */
const METRICS_PORT_OFFSET = 1000;

export type Environment = Readonly<Record<string, string | undefined>>;

export function readVariable(name: VariableName, env: Environment): string {
  const variable: Variable = variables[name];
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  const file = variable.secret && env[`${name}_FILE`];
  if (!file) return variable.default ?? '';
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    throw new StartupError(`${name}_FILE names a file that cannot be read: ${file}.`, {cause});
  }
}

export function number(name: VariableName, text: string): number {
  const {min = 0, max = Number.MAX_SAFE_INTEGER}: Variable = variables[name];
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new StartupError(`${name} must be a whole number from ${min} to ${max}; it is "${text}".`);
}

/** A number from 0 to 1. */
export function part(name: VariableName, text: string): number {
  const value = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (value >= 0 && value <= 1) return value;
  throw new StartupError(`${name} must be a number from 0 to 1; it is "${text}".`);
}

/** `name=value` with commas; a value may be percent-encoded. */
export function headerFields(name: VariableName, text: string): Readonly<Record<string, string>> {
  try {
    const fields = list(text).map(field => {
      const [, header, value] = /^([\w-]+)\s*=\s*(.*)$/.exec(field)!;
      return [header!, decodeURIComponent(value!)] as const;
    });
    return Object.fromEntries(fields);
  } catch (cause) {
    // The values are not shown: they are secrets.
    throw new StartupError(`${name} must be fields such as "name=value", with commas.`, {cause});
  }
}

export function flag(name: VariableName, text: string): boolean {
  if (/^(on|true|1|yes)$/i.test(text)) return true;
  if (/^(off|false|0|no)$/i.test(text)) return false;
  throw new StartupError(`${name} must be "on" or "off"; it is "${text}".`);
}

export function cron(name: VariableName, text: string): string {
  try {
    CronExpressionParser.parse(text);
    return text;
  } catch (cause) {
    throw new StartupError(`${name} must be a cron pattern such as "0 * * * *"; it is "${text}".`, {cause});
  }
}

export function list(text: string): readonly string[] {
  return text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
}

export function oneOf<T extends string>(name: VariableName, text: string, allowed: readonly T[]): T {
  const found = allowed.find(item => item === text);
  if (found) return found;
  throw new StartupError(`${name} must be one of ${allowed.join(', ')}; it is "${text}".`);
}

export function parseUrl(name: VariableName, text: string, protocols: readonly string[]): string {
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  // The value is not shown: it may hold a password.
  throw new StartupError(
    `${name} must be a URL that begins with ${protocols.map(p => `${p}//`).join(' or ')}.`,
  );
}

/** Address to listen on: everybody's in production, this machine's own elsewhere. */
export function defaultHost(production: boolean): string {
  return production ? '0.0.0.0' : '127.0.0.1';
}

/** @param text empty: beside the port of the API; 0 stays 0 */
export function metricsPort(text: string, port: number): number {
  if (text) return number('METRICS_PORT', text);
  if (port === 0) return 0;
  return port + METRICS_PORT_OFFSET <= 65_535 ? port + METRICS_PORT_OFFSET : port - METRICS_PORT_OFFSET;
}

export function logLevel(text: string): LogLevel {
  return oneOf('LOG_LEVEL', text, LOG_LEVELS);
}
