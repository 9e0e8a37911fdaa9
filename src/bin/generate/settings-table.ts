import {Variable, variables} from '../../config/variables';

const HEADINGS = {
  en: ['name', 'default', 'meaning'],
  pt: ['nome', 'padrão', 'significado'],
} as const;

/** Table of all settings for a README. 🔑 marks those that `<NAME>_FILE` can bring, as the text above it says. */
export function settingsTable(language: keyof typeof HEADINGS): string {
  const rows = Object.entries<Variable>(variables).map(([name, variable]) => [
    variable.secret ? `\`${name}\` 🔑` : `\`${name}\``,
    variable.default ? `\`${variable.default}\`` : '',
    variable[language],
  ]);
  return [HEADINGS[language], ['---', '---', '---'], ...rows]
    .map(cells => `| ${cells.join(' | ')} |\n`)
    .join('');
}
