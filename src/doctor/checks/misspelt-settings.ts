import {distance} from 'fastest-levenshtein';
import {Variable, variables} from '../../config/variables';
import {ok, warning} from '../finding';
import type {Check, Finding} from '../types';

const KNOWN = Object.entries<Variable>(variables).flatMap(([name, {secret}]) =>
  secret ? [name, `${name}_FILE`] : [name],
);
/** Of short names every second one is near another word. */
const SHORT = 6;

/** Variables of the environment that nobody reads, and that are nearly ones of ours. */
export const misspeltSettings: Check = {
  name: 'misspelt-settings',
  look({env}) {
    const set = Object.keys(env).filter(name => env[name] !== undefined && !KNOWN.includes(name));
    const found = set.flatMap(name => nearTo(name) ?? []);
    if (found.length > 0) return found;
    return [
      ok('settings_spelt', {
        en: 'No variable looks like a setting that was misspelt.',
        pt: 'Nenhuma variável parece uma configuração escrita errado.',
      }),
    ];
  },
};

function nearTo(name: string): Finding | undefined {
  const base = name.replace(/_FILE$/, '');
  if (base !== name && base in variables) {
    return warning(
      'setting_not_from_file',
      {en: `${name} is not read: ${base} is no secret.`, pt: `${name} não é lida: ${base} não é segredo.`},
      {en: `Set ${base} itself.`, pt: `Defina a própria ${base}.`},
    );
  }
  const normal = name.toUpperCase().replaceAll('-', '_');
  const near = KNOWN.find(known => distance(normal, known) <= (known.length <= SHORT ? 1 : 2));
  if (near === undefined) return undefined;
  return warning(
    'setting_misspelt',
    {en: `${name} is not read; is ${near} meant?`, pt: `${name} não é lida; seria ${near}?`},
    {en: `Rename it to ${near}, or remove it.`, pt: `Renomeie para ${near} ou remova.`},
  );
}
