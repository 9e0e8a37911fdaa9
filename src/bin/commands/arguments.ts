import {resolve} from 'node:path';
import {parseArgs, type ParseArgsConfig} from 'node:util';
import {USAGE_EXIT} from '../../config/exit-codes';
import {StartupError} from '../../config/startup-error';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{options: T & {lang: {type: 'string'}}; allowPositionals: true}>
>;

/**
 * The arguments of a program; `--lang` is one of all.
 * @param command whose help says more
 * @throws StartupError with the exit code of wrong use, 2
 */
export function readArguments<const T extends Options>(
  command: string,
  options: T,
  {min = 0, max = 0}: {readonly min?: number; readonly max?: number} = {},
): Parsed<T> {
  const all = {...options, lang: {type: 'string'}} as const;
  try {
    const parsed = parseArgs({options: all, allowPositionals: true});
    const {length} = parsed.positionals;
    if (length < min || length > max)
      throw new Error(length < min ? 'Something is missing.' : `"${parsed.positionals[max]}" is too much.`);
    return parsed;
  } catch (cause) {
    throw wrongUse(command, (cause as Error).message, cause);
  }
}

/** What was asked for cannot be understood. */
export const wrongUse = (command: string, what: string, cause?: unknown): StartupError =>
  new StartupError(`${what}\nSee: artistas ${command} --help`, {cause, exitCode: USAGE_EXIT});

/** A file that was named: npm runs us in the folder of the package, and says where it was called itself. */
export const fileNamed = (path: string): string => resolve(process.env.INIT_CWD ?? '.', path);
