import type {Config} from '../config/config';
import type {JobSchedule} from './types';

/** The list is in step soon after the start, not in the middle of it. */
const START_DELAY_MS = 3_000;

/** What was not told to a worker when it happened is found so soon. */
const REMOVE_PATTERN = '*/10 * * * *';
const AUDIT_PATTERN = '41 3 * * *';
/** Answers are kept for a day, and then for an hour at most. */
const FORGET_PATTERN = '41 * * * *';

/** Every schedule that the settings ask for. */
export function schedulesFor({
  regionais,
  storage,
}: Pick<Config, 'regionais' | 'storage'>): readonly JobSchedule[] {
  const always: readonly JobSchedule[] = [
    {id: 'limpar-auditoria', job: 'limpar-auditoria', pattern: AUDIT_PATTERN, payload: {}},
    {id: 'remover-objetos', job: 'remover-objetos', pattern: REMOVE_PATTERN, payload: {}},
    {id: 'varrer-imagens', job: 'varrer-imagens', pattern: storage.sweepCron, payload: {}},
    {id: 'varrer-idempotencia', job: 'varrer-idempotencia', pattern: FORGET_PATTERN, payload: {}},
  ];
  if (!regionais.url) return always;
  return [
    ...always,
    {
      id: 'sincronizar-regionais',
      job: 'sincronizar-regionais',
      pattern: regionais.cron,
      payload: {origem: 'AGENDADA'},
      atStart: {delayMs: START_DELAY_MS, payload: {origem: 'INICIO'}},
    },
  ];
}
