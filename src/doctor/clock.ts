import {error, ok, warning} from './finding';
import type {Finding, Words} from './types';

/** A difference that nobody notices, and what whole seconds of a header field are worth. */
const FINE_MS = 3_000;
const FIX: Words = {
  en: 'Have both machines keep their time by NTP (chrony, systemd-timesyncd).',
  pt: 'Mantenha as duas máquinas no horário por NTP (chrony, systemd-timesyncd).',
};

interface Reading {
  /** Milliseconds since 1970 by their clock, and by ours in the middle of the call. */
  readonly theirs: number;
  readonly ours: number;
  /** From here on something does not work. */
  readonly limitMs: number;
}

/** Compares the clock of a service with ours. @param who such as `PostgreSQL`; the code is `<part>_clock` */
export function clockFinding(part: string, who: string, {theirs, ours, limitMs}: Reading): Finding {
  const seconds = Math.round(Math.abs(theirs - ours) / 100) / 10;
  const code = `${part}_clock`;
  if (seconds * 1000 <= FINE_MS)
    return ok(code, {en: `The clock of ${who} is ours.`, pt: `O relógio do ${who} é igual ao nosso.`});
  const what: Words = {
    en: `The clock of ${who} and ours are ${seconds} s apart.`,
    pt: `O relógio do ${who} e o nosso diferem em ${seconds} s.`,
  };
  return seconds * 1000 >= limitMs ? error(code, what, FIX) : warning(code, what, FIX);
}
