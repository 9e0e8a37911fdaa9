import {CsvError, parse} from 'csv-parse';
import {pipeline, Readable} from 'node:stream';
import {csvTexts} from '../messages/texts/csv';
import {fill, Message} from '../messages/message';
import type {ImportLine} from '../models/csv-line';
import {Header, readHeader} from './header';
import {CSV_LIMITS} from './limits';
import {LineErrors, UnreadableFile} from './line-errors';
import {LineReader} from './line-reader';
import {Separator, SEPARATORS} from './types';
import {requireUtf8} from './utf8';

/** A header with our columns alone is shorter. */
const HEADER_BYTES = 1_024;
const NEWLINE = /[\r\n]/;

/** What the parser knows about the record that it has just read. */
interface Place {
  readonly lines: number;
}

/** A file while it is read. */
export class CsvFile {
  /** Records so far, without the header. */
  lines = 0;
  /** Once its first record was read. */
  header?: Header;
  readonly errors = new LineErrors();

  constructor(private readonly content: AsyncIterable<Buffer>) {}

  /**
   * The lines that are in order; what is wrong with the others is in `errors`. What makes the rest unreadable ends it.
   * @throws whatever the content throws
   */
  async *read(): AsyncGenerator<ImportLine> {
    try {
      yield* this.records();
    } catch (error) {
      const unreadable = error instanceof CsvError ? toUnreadable(error) : error;
      if (!(unreadable instanceof UnreadableFile)) throw error;
      this.errors.add(unreadable.line);
    }
  }

  private async *records(): AsyncGenerator<ImportLine> {
    const {separator, bytes} = await beginningOf(requireUtf8(this.content));
    const parser = parse({
      bom: true,
      delimiter: separator,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: CSV_LIMITS.lineCharacters,
    });
    // What goes wrong with the content is told by the parser, which is read below.
    pipeline(Readable.from(bytes, {objectMode: false}), parser, () => undefined);
    let reader: LineReader | undefined;
    for await (const {record, info} of parser as AsyncIterable<{record: string[]; info: Place}>) {
      if (!reader) {
        this.header = readHeader(record);
        reader = new LineReader(this.header, this.errors);
        continue;
      }
      if (++this.lines > CSV_LIMITS.lines)
        throw unreadable(info.lines, fill(csvTexts.tooManyLines, {max: CSV_LIMITS.lines}));
      const line = reader.read(record, info.lines);
      if (line) yield line;
    }
    if (!reader) throw unreadable(1, csvTexts.empty);
  }
}

/** The separator is one that the header has. Our columns have names without quotes, so that a look is enough. */
async function beginningOf(
  content: AsyncGenerator<Buffer>,
): Promise<{separator: Separator; bytes: AsyncIterable<Buffer>}> {
  let beginning: Buffer = Buffer.alloc(0);
  while (beginning.length < HEADER_BYTES && !NEWLINE.test(beginning.toString('latin1'))) {
    const next = await content.next();
    if (next.done) break;
    beginning = Buffer.concat([beginning, next.value]);
  }
  const [header = ''] = beginning.toString('latin1', 0, HEADER_BYTES).split(NEWLINE);
  const separator = SEPARATORS.find(one => header.includes(one)) ?? ';';
  const bytes = async function* (): AsyncGenerator<Buffer> {
    yield beginning;
    yield* content;
  };
  return {separator, bytes: bytes()};
}

function toUnreadable({code, lines}: CsvError & {lines?: number}): UnreadableFile {
  const text = code === 'CSV_MAX_RECORD_SIZE' ? csvTexts.lineTooLong : csvTexts.malformed;
  return unreadable(lines ?? 1, text);
}

const unreadable = (linha: number, mensagem: Message): UnreadableFile =>
  new UnreadableFile({linha, mensagem});
