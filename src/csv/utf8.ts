import {csvTexts} from '../messages/texts/csv';
import {UnreadableFile} from './line-errors';

const NEWLINE = 0x0a;

/**
 * Passes a text on as it comes.
 * @throws UnreadableFile with its line, at the first byte that is no UTF-8
 */
export async function* requireUtf8(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder('utf-8', {fatal: true});
  let line = 1;
  for await (const chunk of content) {
    try {
      decoder.decode(chunk, {stream: true});
    } catch (cause) {
      throw notUtf8(line + newlines(chunk.subarray(0, validLength(chunk))), cause);
    }
    line += newlines(chunk);
    yield chunk;
  }
  try {
    decoder.decode();
  } catch (cause) {
    throw notUtf8(line, cause);
  }
}

const notUtf8 = (linha: number, cause: unknown): UnreadableFile =>
  new UnreadableFile({linha, mensagem: csvTexts.notUtf8}, {cause});

/** Bytes before the first that cannot be decoded; the first ones may belong to a letter of the chunk before. */
function validLength(chunk: Buffer): number {
  const text = chunk.toString('utf8');
  const bad = text.replace(/^\ufffd+/, '').indexOf('\ufffd');
  return bad === -1 ? 0 : Buffer.byteLength(text.slice(0, bad));
}

function newlines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
