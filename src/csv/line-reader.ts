import {fill, Message} from '../messages/message';
import {csvTexts} from '../messages/texts/csv';
import {words} from '../messages/words';
import {unguarded} from '../models/csv-formula';
import type {ImportLine} from '../models/csv-line';
import {newAlbum} from '../models/new-album.model';
import {newArtista} from '../models/new-artista.model';
import type {Header} from './header';
import {CSV_LIMITS} from './limits';
import type {LineErrors} from './line-errors';
import type {Column} from './types';

const {shape: artista} = newArtista;
const {shape: album} = newAlbum;
/** Fields that have the rules of a body's member, in the order of their columns. */
const RULES = {artista: artista.nome, tipo: artista.tipo, album: album.nome} as const;
const RULED = Object.keys(RULES) as readonly (keyof typeof RULES)[];

/** Reads records by the rules of the operations that create one row each. */
export class LineReader {
  constructor(
    private readonly header: Header,
    private readonly errors: LineErrors,
  ) {}

  /** @returns undefined when something is wrong with it, which is noted */
  read(record: readonly string[], linha: number): ImportLine | undefined {
    const {width} = this.header;
    const before = this.errors.count;
    if (record.length !== width) {
      const mensagem = fill(csvTexts.wrongWidth, {found: record.length, wanted: width});
      this.errors.add({linha, mensagem});
      return undefined;
    }
    const line: ImportLine = {
      linha,
      artista: this.field(record, 'artista'),
      tipo: this.field(record, 'tipo'),
      album: this.field(record, 'album'),
      referencia: this.field(record, 'referencia'),
    };
    this.checkTogether(line);
    this.checkFields(line);
    return this.errors.count === before ? line : undefined;
  }

  /** An empty field is none. */
  private field(record: readonly string[], column: Column): string | undefined {
    const place = this.header.places[column];
    const text = place === undefined ? '' : record[place]!;
    return text === '' ? undefined : unguarded(text);
  }

  private checkTogether({linha, artista, tipo, album, referencia}: ImportLine): void {
    if (artista === undefined && album === undefined)
      this.errors.add({linha, mensagem: csvTexts.nothingNamed});
    else if (artista === undefined && tipo !== undefined) this.note(linha, 'tipo', csvTexts.tipoAlone);
    if (album === undefined && referencia !== undefined)
      this.note(linha, 'referencia', csvTexts.referenciaAlone);
    const max = CSV_LIMITS.referenciaCharacters;
    if ((referencia?.length ?? 0) > max)
      this.note(linha, 'referencia', fill(csvTexts.referenciaTooLong, {max}));
  }

  private checkFields(line: ImportLine): void {
    for (const column of RULED) {
      const value = line[column];
      // An artist has a tipo; everything else may be missing.
      if (value === undefined && !(column === 'tipo' && line.artista !== undefined)) continue;
      const {error} = RULES[column].safeParse(value);
      if (error) this.note(line.linha, column, words(error.issues[0]!.message));
    }
  }

  private note(linha: number, campo: Column, mensagem: Message): void {
    this.errors.add({linha, coluna: this.header.places[campo]! + 1, campo, mensagem});
  }
}
