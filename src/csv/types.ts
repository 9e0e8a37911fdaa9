import type {Message} from '../messages/message';
import type {Ator} from '../models/auditoria';

/** Columns of a file. */
export const COLUMNS = ['artista', 'tipo', 'album', 'referencia'] as const;
export type Column = (typeof COLUMNS)[number];

/** What is between two fields: a spreadsheet in Brazil writes `;`, most programs `,`. */
export const SEPARATORS = [';', ','] as const;
export type Separator = (typeof SEPARATORS)[number];

/** What is wrong at one place of a file. */
export interface LineError {
  /** From 1, the header's; the last one of a record that has several. */
  readonly linha: number;
  /** From 1; absent: the whole line. */
  readonly coluna?: number;
  readonly campo?: Column;
  readonly mensagem: Message;
}

interface Count {
  readonly incluidos: number;
  readonly existentes: number;
}

/** What came of a file. */
export interface ImportReport {
  /** Whether the catalogue is now as the file says. */
  readonly aplicada: boolean;
  readonly simulacao: boolean;
  /** Without the header. */
  readonly linhas: number;
  /** Absent where the file has errors. */
  readonly artistas?: Count;
  readonly albuns?: Count;
  readonly vinculos?: Count;
  readonly totalErros: number;
  /** The first hundred. */
  readonly erros: readonly LineError[];
}

/** Where an import is: bytes of the file, then steps of the database. */
export interface ImportProgress {
  readonly phase: 'leitura' | 'gravacao';
  readonly done: number;
  readonly total?: number;
  readonly unit: 'bytes' | 'steps';
}

export interface ImportOptions {
  /** Compare only. */
  readonly simulacao: boolean;
  readonly ator: Ator;
  /** Ends it, and nothing has happened. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
}
