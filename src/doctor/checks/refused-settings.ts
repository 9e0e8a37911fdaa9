import {Variable, variables} from '../../config/variables';
import {error, ok} from '../finding';
import type {Check, RefusedSetting} from '../types';

/** Settings that the service would end with, all of them at once. */
export const refusedSettings: Check = {
  name: 'refused-settings',
  look({refused}) {
    if (refused.length > 0) return refused.map(findingOf);
    return [
      ok('settings_accepted', {en: 'All settings are accepted.', pt: 'Todas as configurações são aceitas.'}),
    ];
  },
};

function findingOf({name, reason}: RefusedSetting) {
  const known = (variables as Readonly<Record<string, Variable>>)[name.replace(/_FILE$/, '')];
  return error(
    'setting_refused',
    {en: reason, pt: `O valor de ${name} não é aceito, e o serviço não inicia.`},
    {
      en: `Set ${name}${known ? `: ${known.en}` : ''}.`,
      pt: `Defina ${name}${known ? `: ${known.pt}` : ''}.`,
    },
  );
}
