import {Busboy, type BusboyFileStream, type BusboyInstance} from '@fastify/busboy';
import {IncomingMessage} from 'node:http';
import {problems} from '../problems/catalogue';
import {pieceReceived} from './body-pieces';
import type {FilePart, UploadBody, UploadLimits} from './types';

const MULTIPART = /^multipart\/form-data\s*(;|$)/i;
/** A client that has sent nothing between two looks is not waited for any more. */
const IDLE_MS = 20_000;
/** Fields beside the files: those of a signed form, and a few that we do not know. */
const MAX_FIELDS = 30;
const MAX_FIELD_BYTES = 8_192;
const MAX_PART_HEADERS = 20;
const MAX_PART_HEADER_BYTES = 16_384;
/** Less than a read of the socket: while a store is slow, each stream on the way holds one piece and asks for no other. */
const HELD_BYTES = 16_384;

/** @throws media_type_unsupported, idempotency_key_unsupported */
export function requireMultipart({headers}: IncomingMessage): void {
  const isPlain = headers['content-encoding'] === undefined;
  // Of a body that is kept nowhere, nobody could say whether it is the same.
  if (headers['idempotency-key'] !== undefined) throw problems.idempotencyKeyUnsupported();
  if (!isPlain || !MULTIPART.test(headers['content-type'] ?? '')) {
    throw problems.mediaTypeUnsupported('files');
  }
}

/** The body of a request as files that come one after the other; read by a stream, kept nowhere. */
export class MultipartBody implements UploadBody {
  readonly fields = new Map<string, string>();
  private readonly waiting: FilePart[] = [];
  private readonly open = new Set<BusboyFileStream>();
  private failure?: Error;
  private ended = false;
  private wake = (): void => undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: UploadLimits,
  ) {}

  async *files(name: string): AsyncGenerator<FilePart> {
    const {request} = this;
    const parser = this.parser(name);
    const stopped = (): void => {
      if (!request.complete) this.fail(problems.uploadMalformed('O formulário não chegou inteiro'));
    };
    request.once('close', stopped).once('error', stopped);
    let seenBytes = -1;
    const idle = setInterval(() => {
      const {bytesRead} = request.socket;
      // Or it is we who keep the client waiting.
      const isWaiting = !request.complete && !parser.writableNeedDrain;
      if (isWaiting && bytesRead === seenBytes) this.fail(problems.bodyTimeout());
      seenBytes = bytesRead;
    }, IDLE_MS);
    request.on('data', pieceReceived).pipe(parser);
    try {
      for (;;) {
        if (this.failure) throw this.failure;
        const part = this.waiting.shift();
        if (part) yield part;
        else if (this.ended) return;
        else await new Promise<void>(resolve => (this.wake = resolve));
      }
    } finally {
      request.off('close', stopped).off('error', stopped);
      clearInterval(idle);
      request.off('data', pieceReceived).unpipe(parser);
      for (const file of this.open) file.on('error', () => undefined).destroy();
    }
  }

  private parser(name: string): BusboyInstance {
    const parser = this.makeParser();
    parser.on('field', (field, value) => this.fields.set(field, value));
    parser.on('file', (field, file, fileName, _encoding, contentType) => {
      // What becomes of a file that nobody reads any more.
      file.on('error', () => undefined);
      file.once('limit', () => this.fail(problems.fileTooLarge(this.limits.fileBytes)));
      if (field !== name || !fileName) return void file.resume();
      this.open.add(file.once('close', () => this.open.delete(file)));
      this.waiting.push({fileName, contentType, content: file});
      this.wake();
    });
    parser.once('filesLimit', () => this.fail(problems.tooManyFiles(this.limits.files)));
    parser.once('partsLimit', () => this.fail(problems.uploadMalformed('O formulário tem partes demais')));
    parser.once('error', cause => this.fail(unreadable({cause})));
    parser.once('finish', () => {
      this.ended = true;
      this.wake();
    });
    return parser;
  }

  private makeParser(): BusboyInstance {
    const {files, fileBytes} = this.limits;
    try {
      return new Busboy({
        headers: this.request.headers as {'content-type': string},
        highWaterMark: HELD_BYTES,
        fileHwm: HELD_BYTES,
        limits: {
          files,
          fileSize: fileBytes,
          fields: MAX_FIELDS,
          fieldSize: MAX_FIELD_BYTES,
          parts: files + MAX_FIELDS + 1,
          headerPairs: MAX_PART_HEADERS,
          headerSize: MAX_PART_HEADER_BYTES,
        },
      });
    } catch (cause) {
      throw unreadable({cause});
    }
  }

  /** Whoever reads a file hears of it there, everybody else at the next one. */
  private fail(error: Error): void {
    if (this.ended && this.open.size === 0) return;
    this.failure ??= error;
    for (const file of this.open) file.destroy(this.failure);
    this.wake();
  }
}

const unreadable = (options: {cause: unknown}) =>
  problems.uploadMalformed('O formulário não pode ser lido', options);
