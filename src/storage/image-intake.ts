import {BindingScope, inject, injectable} from '@loopback/core';
import {newObjectKey, offeredFileName} from '../models/object-key';
import {problems} from '../problems/catalogue';
import {openImage} from './images/image';
import {ImageRefusal} from './images/refusal';
import {StorageKeys} from './keys';
import type {StorageMetrics} from './storage-metrics';
import type {Thumbnails} from './thumbnails';
import type {Bytes, ObjectStore, StoredImage} from './types';

/** A file from somebody else, with the name that it has there. */
export interface IncomingFile {
  readonly fileName: string;
  readonly content: Bytes;
  /** It is decoded before it is taken, however large it is. */
  readonly alwaysDecode?: boolean;
}

/**
 * Nearly every cover is smaller, and is decoded before it is taken. Larger ones would have to be held in memory whole by
 * the process that serves: their structure has to do, and a worker tells later whether they can be decoded.
 */
const DECODED_BYTES = 8 * 1024 * 1024;
/** Names in messages are no longer than that. */
const SHOWN_NAME_LENGTH = 80;

/** The one way by which images come into the store: checked while they are written, under keys of our own. */
@injectable({scope: BindingScope.SINGLETON})
export class ImageIntake {
  constructor(
    @inject(StorageKeys.STORE) private readonly store: ObjectStore,
    @inject(StorageKeys.LIMIT_BYTES) private readonly limitBytes: number,
    @inject(StorageKeys.THUMBNAILS) private readonly thumbnails: Thumbnails,
    @inject(StorageKeys.METRICS) private readonly metrics: StorageMetrics,
  ) {}

  /**
   * Writes an image; nobody is told its key before the caller has a row for it.
   * @throws imagem_invalid, file_too_large, storage_unavailable; then nothing is left in the store
   */
  async write({fileName, content, alwaysDecode = false}: IncomingFile): Promise<StoredImage> {
    const source = this.limited(content);
    try {
      const {type, content: checked} = await openImage(source);
      const key = newObjectKey(fileName);
      const tamanho = await this.store.put(key, this.telling(fileName, checked), {contentType: type});
      if (alwaysDecode || tamanho <= DECODED_BYTES) await this.requireDecodable(key);
      this.metrics.received.inc();
      this.metrics.receivedBytes.inc(tamanho);
      return {key, nomeArquivo: offeredFileName(fileName, type), tipo: type, tamanho};
    } catch (error) {
      return this.refuse(fileName, error);
    } finally {
      // What nobody reads to its end would stay open.
      await source.return(undefined);
    }
  }

  private async requireDecodable(key: string): Promise<void> {
    try {
      if (await this.thumbnails.isDecodable(key)) return;
      throw new ImageRefusal('a imagem não pode ser decodificada');
    } catch (error) {
      // Where even that fails, the sweep removes it later.
      await this.store.remove([key]).catch(() => undefined);
      throw error;
    }
  }

  /** A store knows nothing of images: what it is to pass on is a problem. */
  private async *telling(fileName: string, content: Bytes): AsyncGenerator<Buffer> {
    try {
      yield* content;
    } catch (error) {
      this.refuse(fileName, error);
    }
  }

  private refuse(fileName: string, error: unknown): never {
    if (!(error instanceof ImageRefusal)) throw error;
    this.metrics.refused.inc();
    throw problems.imagemInvalid(fileName.slice(0, SHOWN_NAME_LENGTH), error.reason);
  }

  private async *limited(content: Bytes): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const piece of content) {
      size += piece.length;
      if (size > this.limitBytes) throw problems.fileTooLarge(this.limitBytes);
      yield piece;
    }
  }
}
