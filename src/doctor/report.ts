import type {Environment} from '../config/config';
import {readVariable} from '../config/readers';
import {Variable, VariableName, variables} from '../config/variables';
import type {Examined} from './doctor';
import type {Finding, Language, Severity} from './types';

const SEVERITIES: Readonly<Record<Language, Readonly<Record<Severity, string>>>> = {
  en: {ok: 'ok', warning: 'warning', error: 'error'},
  pt: {ok: 'ok', warning: 'aviso', error: 'erro'},
};
/** What is shorter stands in many a sentence by chance. */
const SHORTEST_SECRET = 6;

export interface ReportOptions {
  readonly language: Language;
  readonly json: boolean;
  /** Whose secrets are taken out, should anybody have quoted one. */
  readonly env: Environment;
}

export const hasErrors = (examined: readonly Examined[]): boolean =>
  examined.some(({findings}) => findings.some(({severity}) => severity === 'error'));

/** All findings as text for people, or as one JSON document; ends with a newline. */
export function report(examined: readonly Examined[], {language, json, env}: ReportOptions): string {
  const text = json ? asJson(examined, language) : asText(examined, language);
  return secretsOf(env).reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text);
}

function asText(examined: readonly Examined[], language: Language): string {
  const lines = examined.flatMap(({check, findings}) =>
    findings.map(({severity, what, fix}) => {
      const line = `${SEVERITIES[language][severity].padEnd(8)} ${check}: ${what[language]}\n`;
      return fix ? `${line}         → ${fix[language]}\n` : line;
    }),
  );
  const counts = countsOf(examined.flatMap(({findings}) => findings));
  const total = Object.entries(counts).map(
    ([severity, count]) => `${count} ${SEVERITIES[language][severity as Severity]}`,
  );
  return `${lines.join('')}${total.join(', ')}\n`;
}

function asJson(examined: readonly Examined[], language: Language): string {
  const findings = examined.flatMap(({check, findings: found}) =>
    found.map(({code, severity, what, fix}) => ({
      check,
      code,
      severity,
      what: what[language],
      ...(fix && {fix: fix[language]}),
    })),
  );
  return `${JSON.stringify({...countsOf(findings), findings}, null, 2)}\n`;
}

function countsOf(findings: readonly Pick<Finding, 'severity'>[]): Readonly<Record<Severity, number>> {
  const count = (wanted: Severity): number => findings.filter(({severity}) => severity === wanted).length;
  return {ok: count('ok'), warning: count('warning'), error: count('error')};
}

/** Values of secret settings, and the passwords in those that are addresses; longest first. */
function secretsOf(env: Environment): string[] {
  const values = Object.entries<Variable>(variables).flatMap(([name, {secret}]) => {
    const value = secret ? valueOf(name as VariableName, env) : '';
    return [value, ...passwordsIn(value)];
  });
  return values.filter(({length}) => length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
}

/** A file that cannot be read was told already. */
function valueOf(name: VariableName, env: Environment): string {
  try {
    return readVariable(name, env);
  } catch {
    return '';
  }
}

function passwordsIn(value: string): string[] {
  if (!URL.canParse(value)) return [];
  const {password} = new URL(value);
  return [password, decodeURIComponent(password)];
}
