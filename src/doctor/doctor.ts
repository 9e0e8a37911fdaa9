import {withLimit} from '../observability/with-limit';
import {checks} from './checks';
import {error} from './finding';
import type {Check, Finding, Patient} from './types';

/** Longer than any of them should take; each call in them has a shorter limit of its own. */
const CHECK_LIMIT_MS = 15_000;

export interface Examined {
  readonly check: string;
  readonly findings: readonly Finding[];
}

/** Runs every check, all at once, within 15 s. What one throws is its finding. */
export function examine(patient: Patient): Promise<readonly Examined[]> {
  return Promise.all(
    checks.map(async check => ({check: check.name, findings: await findingsOf(check, patient)})),
  );
}

async function findingsOf({name, look}: Check, patient: Patient): Promise<readonly Finding[]> {
  try {
    return await withLimit(Promise.resolve(look(patient)), CHECK_LIMIT_MS);
  } catch (cause) {
    const {message} = cause as Error;
    return [
      error(
        'check_failed',
        {
          en: `"${name}" could not be looked at: ${message}.`,
          pt: `"${name}" não pôde ser examinado: ${message}.`,
        },
        {
          en: 'Try again; if it stays, report it with this line.',
          pt: 'Tente de novo; se continuar, relate com esta linha.',
        },
      ),
    ];
  }
}
