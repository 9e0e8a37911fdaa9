import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {loadConfig} from '../config/config';
import {StartupError} from '../config/startup-error';
import {CsvKeys} from '../csv/keys';
import {CSV_LIMITS} from '../csv/limits';
import {toWire, WireReport} from '../csv/report';
import type {Language} from '../messages/message';
import type {Progress} from '../backup/types';
import {fileNamed, readArguments} from './commands/arguments';
import {languageFrom} from './commands/language';
import {localActor} from './work/local-actor';
import {report} from './work/reporting';
import {runWork} from './work/run-work';
import {withTask} from './work/with-task';
import {fail} from './process';

const PLACE = {
  en: {line: 'line', column: 'column', more: 'more'},
  pt: {line: 'linha', column: 'coluna', more: 'a mais'},
} as const;

/**
 * Adds what a CSV file has and the catalogue has not, and ends: exit code 0 with the report, or 1 with a line for each error
 * of the file. With `--dry-run` it changes nothing.
 */
async function main(): Promise<void> {
  const {values, positionals} = readArguments(
    'importar',
    {'dry-run': {type: 'boolean', default: false}},
    {min: 1, max: 1},
  );
  const {content, size} = await openFile(positionals[0]!);
  const language = languageFrom(process.argv, process.env);
  const result = await withTask(loadConfig(process.env), async app => {
    const catalogo = await app.get(CsvKeys.CATALOGO);
    return runWork(CSV_LIMITS.seconds, ({signal, onProgress}) =>
      catalogo.import(counted(content, size, onProgress), {
        simulacao: values['dry-run'],
        ator: localActor(),
        signal,
        onProgress,
      }),
    );
  });
  const {erros, ...counts} = toWire(result, language);
  printErrors({erros, ...counts}, language);
  await report(counts);
  if (result.totalErros > 0) process.exit(1);
}

/** @param path `-`: standard input */
async function openFile(path: string): Promise<{content: AsyncIterable<Buffer>; size?: number}> {
  if (path === '-') return {content: process.stdin as AsyncIterable<Buffer>};
  const file = fileNamed(path);
  const found = await stat(file).catch((cause: unknown) => {
    throw new StartupError(`${path} cannot be read.`, {cause});
  });
  if (!found.isFile()) throw new StartupError(`${path} is no file.`);
  return {content: createReadStream(file) as AsyncIterable<Buffer>, size: found.size};
}

async function* counted(
  content: AsyncIterable<Buffer>,
  total: number | undefined,
  onProgress: (progress: Progress) => void,
): AsyncGenerator<Buffer> {
  let done = 0;
  for await (const chunk of content) {
    done += chunk.length;
    if (done > CSV_LIMITS.bytes) throw new StartupError(`The file has more than ${CSV_LIMITS.bytes} bytes.`);
    onProgress({phase: 'leitura', done, total, unit: 'bytes'});
    yield chunk;
  }
}

function printErrors({erros, totalErros}: WireReport, language: Language): void {
  const {line, column, more} = PLACE[language];
  for (const {linha, coluna, campo, mensagem} of erros) {
    const place = coluna === undefined ? '' : `, ${column} ${coluna}${campo ? ` (${campo})` : ''}`;
    process.stderr.write(`${line} ${linha}${place}: ${mensagem}\n`);
  }
  if (totalErros > erros.length) process.stderr.write(`… ${totalErros - erros.length} ${more}\n`);
}

main().catch(fail);
