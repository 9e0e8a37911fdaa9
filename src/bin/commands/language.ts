import {Language, LANGUAGES} from '../../messages/message';

type Environment = Readonly<Record<string, string | undefined>>;
const OPTION = /^--lang(?:=(.*))?$/;

/** What `--lang` says, else the locale of the environment: Portuguese is Portuguese, any other one is English. */
export function languageFrom(args: readonly string[], env: Environment): Language {
  const at = args.findIndex(arg => OPTION.test(arg));
  const given = at === -1 ? undefined : (OPTION.exec(args[at]!)![1] ?? args[at + 1]);
  // POSIX: an empty one counts as none.
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  const text = given ?? locale ?? '';
  return LANGUAGES.find(language => text.toLowerCase().startsWith(language)) ?? 'en';
}
