import {BindingScope, inject, injectable} from '@loopback/core';
import type {FileHandle} from 'node:fs/promises';
import type {Readable} from 'node:stream';
import type {ImageType} from '../models/image-type';
import {problems} from '../problems/catalogue';
import type {UploadBody} from '../rest/types';
import {HEAD_BYTES, imageTypeOf} from './images/image';
import {StorageKeys} from './keys';
import type {LinkQuery, LocalLinks} from './local-links';
import type {LocalStore} from './local-store';

/** Of an object that is no image of ours: nobody shows it. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** An object that was asked for by a link that holds. */
export interface OpenObject {
  readonly contentType: ImageType | typeof UNKNOWN_TYPE;
  /** In bytes. */
  readonly size: number;
  content(): Readable;
  /** Where the content is not wanted. */
  close(): Promise<void>;
}

/** The other side of signed links to the local folder. */
@injectable({scope: BindingScope.SINGLETON})
export class LocalObjects {
  constructor(
    @inject(StorageKeys.LOCAL_STORE) private readonly store: LocalStore,
    @inject(StorageKeys.LOCAL_LINKS) private readonly links: LocalLinks,
  ) {}

  /** @throws link_invalid, object_not_found, storage_unavailable */
  async open(key: string, query: LinkQuery): Promise<OpenObject> {
    this.links.requireValid(key, query);
    const file = await this.store.open(key);
    try {
      return await opened(file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Writes the file of a signed form. It is no cover yet. @throws link_invalid, upload_malformed, file_too_large, storage_unavailable */
  async receive(body: UploadBody): Promise<void> {
    let count = 0;
    for await (const {content} of body.files('file')) {
      const {key, maxBytes} = this.links.requireValidForm(body.fields);
      // A form may be used again until it ends, as those of S3.
      await this.store.remove([key]);
      await this.store.put(key, upTo(maxBytes, content));
      count++;
    }
    if (count === 0) throw problems.uploadMalformed('Envie o arquivo na parte "file" do formulário');
  }
}

async function opened(file: FileHandle): Promise<OpenObject> {
  const {size} = await file.stat();
  const {buffer, bytesRead} = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return {
    contentType: imageTypeOf(buffer.subarray(0, bytesRead)) ?? UNKNOWN_TYPE,
    size,
    content: () => file.createReadStream({start: 0}),
    close: () => file.close(),
  };
}

async function* upTo(maxBytes: number, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > maxBytes) throw problems.fileTooLarge(maxBytes);
    yield piece;
  }
}
