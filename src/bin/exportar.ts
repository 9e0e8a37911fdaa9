import {createWriteStream} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import {Transform, type Writable} from 'node:stream';
import {finished, pipeline} from 'node:stream/promises';
import {loadConfig} from '../config/config';
import {CsvKeys} from '../csv/keys';
import {CSV_LIMITS} from '../csv/limits';
import {Separator, SEPARATORS} from '../csv/types';
import {fileNamed, readArguments, wrongUse} from './commands/arguments';
import {runWork} from './work/run-work';
import {withTask} from './work/with-task';
import {fail} from './process';

/** Writes the whole catalogue as CSV to a file or to standard output, and ends. A file is there whole, or is not. */
async function main(): Promise<void> {
  const {values, positionals} = readArguments('exportar', {separador: {type: 'string'}}, {max: 1});
  const separator = separatorOf(values.separador);
  const [named] = positionals;
  const path = named === undefined ? undefined : fileNamed(named);
  const part = path === undefined ? undefined : `${path}.${process.pid}.parte`;
  const to: Writable = part === undefined ? process.stdout : createWriteStream(part);
  try {
    await withTask(loadConfig(process.env), async app => {
      const catalogo = await app.get(CsvKeys.CATALOGO);
      await runWork(
        CSV_LIMITS.seconds,
        async ({signal, onProgress}) => {
          let done = 0;
          const counting = new Transform({
            transform(chunk: Buffer, _encoding, callback) {
              done += chunk.length;
              onProgress({phase: 'gravacao', done, unit: 'bytes'});
              callback(null, chunk);
            },
          });
          const written = pipeline(counting, to, {end: part !== undefined});
          await Promise.all([
            catalogo.export(separator, counting, signal).then(() => counting.end()),
            written,
          ]);
        },
        process.stderr,
      );
    });
    if (part === undefined) return;
    await finished(to);
    await rename(part, path!);
  } finally {
    if (part !== undefined) await rm(part, {force: true});
  }
}

function separatorOf(given: string = SEPARATORS[0]): Separator {
  const separator = SEPARATORS.find(one => one === given);
  if (!separator) throw wrongUse('exportar', `--separador must be one of ${SEPARATORS.join(' ')}`);
  return separator;
}

main().catch(fail);
