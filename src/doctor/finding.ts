import type {Finding, Words} from './types';

/** What is as it should be. */
export const ok = (code: string, what: Words): Finding => ({code, severity: 'ok', what});

/** The service runs, but not as well or as safely as it could. */
export const warning = (code: string, what: Words, fix: Words): Finding => ({
  code,
  severity: 'warning',
  what,
  fix,
});

/** The service does not start, or a part of it does not work. */
export const error = (code: string, what: Words, fix: Words): Finding => ({
  code,
  severity: 'error',
  what,
  fix,
});
