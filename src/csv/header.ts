import {fill, Message} from '../messages/message';
import {csvTexts} from '../messages/texts/csv';
import {UnreadableFile} from './line-errors';
import {Column, COLUMNS} from './types';

/** Where each column of ours is in a record. */
export interface Header {
  readonly width: number;
  readonly places: Readonly<Partial<Record<Column, number>>>;
}

/** @param names of the first record, in any case @throws UnreadableFile */
export function readHeader(names: readonly string[]): Header {
  const places: Partial<Record<Column, number>> = {};
  names.forEach((given, i) => {
    const name = COLUMNS.find(column => column === given.trim().toLowerCase());
    if (!name) throw wrong(fill(csvTexts.unknownColumn, {column: given, columns: COLUMNS.join(', ')}), i + 1);
    if (places[name] !== undefined) throw wrong(fill(csvTexts.repeatedColumn, {column: name}), i + 1);
    places[name] = i;
  });
  const hasArtista = places.artista !== undefined;
  const isWhole = hasArtista === (places.tipo !== undefined) && (hasArtista || places.album !== undefined);
  if (!isWhole) throw wrong(csvTexts.missingColumns);
  return {width: names.length, places};
}

const wrong = (mensagem: Message, coluna?: number): UnreadableFile =>
  new UnreadableFile({linha: 1, coluna, mensagem});
