import {randomBytes} from 'node:crypto';
import {Environment, loadConfig} from '../config/config';
import {StartupError} from '../config/startup-error';
import type {Patient, RefusedSetting} from './types';

/** Each refusal names its variable first. */
const NAME = /^[A-Z][A-Z0-9_]*/;
const FILE_SUFFIX = /_FILE$/;
/** Without a value production would refuse them once more. */
const WITHOUT_DEFAULT = new Set(['JWT_SECRET', 'APP_PASSWORD']);

/**
 * Reads the settings as the service does, and goes on where it would end: a refused value is put aside, so that the others
 * are seen too.
 * @throws Error that is not about a setting
 */
export function givenPatient(env: Environment, publicUrl?: string): Patient {
  const refused: RefusedSetting[] = [];
  for (let left: Environment = env; ;) {
    try {
      return {env, config: loadConfig(left), refused, ...(publicUrl !== undefined && {publicUrl})};
    } catch (cause) {
      const name = cause instanceof StartupError ? NAME.exec(cause.message)?.[0] : undefined;
      if (name === undefined || refused.some(one => one.name === name)) throw cause;
      refused.push({name, reason: (cause as StartupError).message});
      left = without(left, name.replace(FILE_SUFFIX, ''));
    }
  }
}

function without(env: Environment, name: string): Environment {
  const aside = {[name]: undefined, [`${name}_FILE`]: undefined};
  // A store without its bucket, keys or address is none.
  if (name.startsWith('S3_')) return {...env, ...aside, S3_ENDPOINT: undefined};
  return {...env, ...aside, ...(WITHOUT_DEFAULT.has(name) && {[name]: randomBytes(32).toString('hex')})};
}
