import {examine} from '../doctor/doctor';
import {givenPatient} from '../doctor/patient';
import {hasErrors, report} from '../doctor/report';
import {readArguments, wrongUse} from './commands/arguments';
import {languageFrom} from './commands/language';
import {fail} from './process';

/**
 * Looks at everything that the service needs, says what is wrong and what to do, and ends: exit code 0, or 1 when there is
 * an error. Warnings alone are 0.
 */
async function main(): Promise<void> {
  const options = {url: {type: 'string'}, json: {type: 'boolean', default: false}} as const;
  const {url, json} = readArguments('doctor', options).values;
  if (url !== undefined && !/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    throw wrongUse('doctor', '--url must be a URL that begins with https:// or http://.');
  const {env} = process;
  const examined = await examine(givenPatient(env, url));
  const language = languageFrom(process.argv, env);
  process.stdout.write(report(examined, {language, json, env}));
  // What was too slow may still hold a connection.
  process.exit(hasErrors(examined) ? 1 : 0);
}

main().catch(fail);
