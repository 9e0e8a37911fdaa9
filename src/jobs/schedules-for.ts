import type {Config} from '../config/config';
import type {JobSchedule} from './types';

/** The list is in step soon after the start, not in the middle of it. */
const START_DELAY_MS = 3_000;

/** Every schedule that the settings ask for. */
export function schedulesFor({regionais}: Pick<Config, 'regionais'>): readonly JobSchedule[] {
  if (!regionais.url) return [];
  return [
    {
      id: 'sincronizar-regionais',
      job: 'sincronizar-regionais',
      pattern: regionais.cron,
      payload: {origem: 'AGENDADA'},
      atStart: {delayMs: START_DELAY_MS, payload: {origem: 'INICIO'}},
    },
  ];
}
