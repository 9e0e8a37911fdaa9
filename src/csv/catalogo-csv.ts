import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import type {Options} from '@loopback/repository';
import {Readable, Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {fill} from '../messages/message';
import {csvTexts} from '../messages/texts/csv';
import type {ImportCounts} from '../models/csv-line';
import {OutboxKeys} from '../outbox/keys';
import type {Outbox} from '../outbox/outbox';
import {problems} from '../problems/catalogue';
import type {AuditoriaRepository} from '../repositories/auditoria.repository';
import type {ExportacaoRepository} from '../repositories/exportacao.repository';
import {translating} from '../repositories/database-errors';
import {copyLine, type ImportacaoRepository} from '../repositories/importacao.repository';
import type {Transactions} from '../repositories/transactions.repository';
import {CSV_LIMITS} from './limits';
import {CsvFile} from './csv-file';
import {ImportOptions, ImportReport, Separator} from './types';

/** In one process: each has a connection of its own beside the pool. */
const MAX_AT_ONCE = 2;
/** Larger imports are told as a whole. */
const MAX_ROW_EVENTS = 1_000;
/** Text that is sent to the database at once. */
const BATCH_CHARACTERS = 64 * 1024;
/** So that Excel takes it for UTF-8. */
const BOM = '\ufeff';
const STEPS = 4;
/** Rolls back, and is no error. */
class NothingToCommit extends Error {}

/** The catalogue as a CSV file, in and out. */
@injectable({scope: BindingScope.SINGLETON})
export class CatalogoCsv implements LifeCycleObserver {
  private readonly stopping = new AbortController();
  private running = 0;

  constructor(
    @inject('repositories.ImportacaoRepository') private readonly importacoes: ImportacaoRepository,
    @inject('repositories.ExportacaoRepository') private readonly exportacoes: ExportacaoRepository,
    @inject('repositories.AuditoriaRepository') private readonly auditoria: AuditoriaRepository,
    @inject('repositories.Transactions') private readonly transactions: Transactions,
    @inject(OutboxKeys.OUTBOX) private readonly outbox: Outbox,
  ) {}

  /** What still runs has not happened. */
  stop(): void {
    this.stopping.abort(problems.overloaded());
  }

  /**
   * Adds what a file has and the catalogue has not: all of it, or nothing where a line is wrong or it is a simulation.
   * @throws importacao_in_progress, importacao_overtaken, overloaded, database_unavailable, and what the content throws
   */
  async import(content: AsyncIterable<Buffer>, options: ImportOptions): Promise<ImportReport> {
    const file = new CsvFile(content);
    let counts: ImportCounts | undefined;
    try {
      await this.long(options.signal, async transaction => {
        await this.importacoes.begin(transaction);
        await translating(pipeline(batches(file), this.importacoes.lines(transaction)));
        await this.noteConflicts(file, transaction);
        if (file.errors.count > 0) throw new NothingToCommit();
        const step = (done: number): void =>
          options.onProgress({phase: 'gravacao', done, total: STEPS, unit: 'steps'});
        step(0);
        counts = await this.importacoes.compare(transaction);
        if (options.simulacao) throw new NothingToCommit();
        await this.apply(counts, options, transaction, step);
        step(STEPS);
      });
    } catch (error) {
      if (!(error instanceof NothingToCommit)) throw error;
    }
    return toReport(file, counts, options.simulacao);
  }

  /** Writes the whole catalogue, as it is at one moment. @throws overloaded, database_unavailable */
  async export(separator: Separator, to: Writable, signal: AbortSignal): Promise<void> {
    await this.long(signal, async transaction => {
      const lines = this.exportacoes.lines(separator, transaction);
      await pipeline(Readable.from(withBom(lines), {objectMode: false}), to, {signal, end: false});
    });
  }

  private async noteConflicts(file: CsvFile, transaction: Options): Promise<void> {
    for (const {linha, ...found} of await this.importacoes.conflicts(transaction)) {
      const coluna = file.header!.places.referencia! + 1;
      const mensagem = fill(csvTexts.referenciaOfTwo, {...found});
      file.errors.add({linha, coluna, campo: 'referencia', mensagem});
    }
  }

  /** What is there already is not written: not even the versions of the tables change then. */
  private async apply(
    counts: ImportCounts,
    {ator}: ImportOptions,
    transaction: Options,
    step: (done: number) => void,
  ): Promise<void> {
    const {novosArtistas, novosAlbuns, novosVinculos} = counts;
    if (novosArtistas + novosAlbuns + novosVinculos === 0) return;
    const isSmall = novosAlbuns + novosVinculos <= MAX_ROW_EVENTS;
    const evento = <T extends 'album.criado' | 'vinculo.criado'>(tipo: T) =>
      isSmall ? {tipo, ator: ator.nome} : undefined;
    step(1);
    if (novosArtistas > 0) await this.importacoes.insertArtistas(transaction);
    step(2);
    if (novosAlbuns > 0) await this.importacoes.insertAlbuns(evento('album.criado'), transaction);
    step(3);
    if (novosVinculos > 0) await this.importacoes.insertVinculos(evento('vinculo.criado'), transaction);
    const dados = {artistas: novosArtistas, albuns: novosAlbuns, vinculos: novosVinculos};
    await this.auditoria.append({acao: 'catalogo_importado', detalhe: dados}, ator, transaction);
    await this.outbox.append({tipo: 'catalogo.importado', dados, ator: ator.nome}, transaction);
  }

  private async long(signal: AbortSignal, work: (options: Options) => Promise<void>): Promise<void> {
    if (this.running >= MAX_AT_ONCE) throw problems.overloaded();
    this.running++;
    try {
      await this.transactions.runLong(work, {
        seconds: CSV_LIMITS.seconds,
        signal: AbortSignal.any([signal, this.stopping.signal]),
      });
    } finally {
      this.running--;
    }
  }
}

/** Lines as text for COPY; few large pieces rather than many small ones. */
async function* batches(file: CsvFile): AsyncGenerator<string> {
  let batch = '';
  for await (const line of file.read()) {
    batch += copyLine(line);
    if (batch.length < BATCH_CHARACTERS) continue;
    yield batch;
    batch = '';
  }
  yield batch;
}

async function* withBom(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from(BOM);
  yield* lines;
}

function toReport(
  {errors, lines}: CsvFile,
  counts: ImportCounts | undefined,
  simulacao: boolean,
): ImportReport {
  const count = (named: number, incluidos: number) => ({incluidos, existentes: named - incluidos});
  return {
    aplicada: errors.count === 0 && !simulacao,
    simulacao,
    linhas: lines,
    ...(counts && {
      artistas: count(counts.artistas, counts.novosArtistas),
      albuns: count(counts.albuns, counts.novosAlbuns),
      vinculos: count(counts.vinculos, counts.novosVinculos),
    }),
    totalErros: errors.count,
    erros: errors.shown,
  };
}
