import type {Language, Words} from '../../messages/message';
import type {Command} from './table';

const TEXTS = {
  title: {en: 'Artistas API at the command line', pt: 'Artistas API na linha de comando'},
  usage: {en: 'Usage: artistas COMMAND …', pt: 'Uso: artistas COMANDO …'},
  usageOf: {en: 'Usage', pt: 'Uso'},
  more: {
    en: '"artistas COMMAND --help" says more about one. Settings are variables of the environment.',
    pt: '"artistas COMANDO --help" diz mais sobre cada um. As configurações são variáveis de ambiente.',
  },
  page: {en: 'More in', pt: 'Mais em'},
  lang: {en: 'language of help and messages', pt: 'idioma da ajuda e das mensagens'},
  exit: {
    en: 'Exit code: 0 done; 1 not done, with a sentence; 2 the call was not understood; 130 stopped.',
    pt: 'Código de saída: 0 feito; 1 não feito, com uma frase; 2 chamada não entendida; 130 interrompido.',
  },
} as const satisfies Record<string, Words>;

/** All commands, a line each. */
export function generalHelp(commands: readonly Command[], language: Language): string {
  const lines = commands.map(({name, words}) => [name, words[language]] as const);
  return [
    TEXTS.title[language],
    '',
    TEXTS.usage[language],
    '',
    ...columns([...lines, ['--lang=en|pt', TEXTS.lang[language]]]),
    '',
    TEXTS.more[language],
    TEXTS.exit[language],
    '',
  ].join('\n');
}

/** One command with its options. */
export function commandHelp({name, usage, words, options = [], page}: Command, language: Language): string {
  const lines = options.map(({flag, words: its}) => [flag, its[language]] as const);
  return [
    `${TEXTS.usageOf[language]}: artistas ${name}${usage && ` ${usage}`}`,
    '',
    `  ${words[language]}`,
    '',
    ...columns([...lines, ['--lang=en|pt', TEXTS.lang[language]]]),
    '',
    ...(page ? [`${TEXTS.page[language]} ${page}`, ''] : []),
  ].join('\n');
}

function columns(lines: readonly (readonly [name: string, text: string])[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length)) + 2;
  return lines.map(([name, text]) => `  ${name.padEnd(width)}${text}`);
}
