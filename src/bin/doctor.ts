import {parseArgs} from 'node:util';
import {StartupError} from '../config/startup-error';
import {examine} from '../doctor/doctor';
import {givenPatient} from '../doctor/patient';
import {hasErrors, report} from '../doctor/report';
import {Language, LANGUAGES} from '../doctor/types';
import {fail} from './process';

const USAGE = 'doctor [--url=PUBLIC-URL] [--lang=en|pt] [--json]';

/**
 * Looks at everything that the service needs, says what is wrong and what to do, and ends: exit code 0, or 1 when there is
 * an error. Warnings alone are 0.
 */
async function main(): Promise<void> {
  const {url, lang, json} = readArguments();
  if (url !== undefined && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    throw new StartupError('--url must be a URL that begins with https:// or http://.');
  const {env} = process;
  const examined = await examine(givenPatient(env, url));
  const language = languageOf(lang ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG']);
  process.stdout.write(report(examined, {language, json, env}));
  // What was too slow may still hold a connection.
  process.exit(hasErrors(examined) ? 1 : 0);
}

function readArguments(): {readonly url?: string; readonly lang?: string; readonly json: boolean} {
  try {
    const {values} = parseArgs({
      options: {url: {type: 'string'}, lang: {type: 'string'}, json: {type: 'boolean', default: false}},
    });
    return values;
  } catch (cause) {
    throw new StartupError(`${(cause as Error).message}\nUsage: ${USAGE}`, {cause});
  }
}

/** @param text such as `pt_BR.UTF-8`; any other language than Portuguese is English here */
function languageOf(text = ''): Language {
  return LANGUAGES.find(language => text.toLowerCase().startsWith(language)) ?? 'en';
}

main().catch(fail);
