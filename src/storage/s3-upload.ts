import type {Client} from 'minio';
import type {Bytes} from './types';

/** Smallest part that S3 takes, so the least memory that an upload of unknown length needs. */
const PART_BYTES = 5 * 1024 * 1024;

export interface UploadTarget {
  readonly client: Client;
  readonly bucket: string;
  readonly key: string;
  /** Such as `Content-Type`. */
  readonly headers: Readonly<Record<string, string>>;
  /** How each request is made; a part may be sent again. Default: once. */
  readonly attempt?: <T>(request: () => Promise<T>) => Promise<T>;
}

const once = <T>(request: () => Promise<T>): Promise<T> => request();

/**
 * Writes an object whose length nobody knows, over one buffer of 5 MiB: what fits goes in one request, the rest in
 * parts. The client's own `putObject` holds several parts of an upload at once, and never ends when its source fails.
 * @returns its size
 * @throws what `content` throws, and then nothing is left in the store
 */
export async function upload(content: Bytes, target: UploadTarget): Promise<number> {
  const buffer = Buffer.allocUnsafe(PART_BYTES);
  let parts: MultipartUpload | undefined;
  let filled = 0;
  let size = 0;
  try {
    for await (let chunk of content) {
      size += chunk.length;
      while (chunk.length > 0) {
        if (filled === PART_BYTES) {
          parts ??= await MultipartUpload.begin(target);
          await parts.add(buffer);
          filled = 0;
        }
        const copied = chunk.copy(buffer, filled);
        filled += copied;
        chunk = chunk.subarray(copied);
      }
    }
    const rest = buffer.subarray(0, filled);
    if (!parts) {
      const {client, bucket, key, headers, attempt = once} = target;
      await attempt(() => client.putObject(bucket, key, rest, filled, {...headers}));
    } else {
      await parts.add(rest);
      await parts.complete();
    }
    free(buffer);
    return size;
  } catch (error) {
    await parts?.abort();
    throw error;
  }
}

/** At once: the collector would let those of earlier uploads stand beside those of the next. Nobody sends it any more. */
const free = ({buffer}: Buffer<ArrayBuffer>): void => void buffer.transfer(0);

class MultipartUpload {
  private readonly parts: {part: number; etag: string}[] = [];

  private constructor(
    private readonly target: UploadTarget,
    private readonly id: string,
  ) {}

  static async begin(target: UploadTarget): Promise<MultipartUpload> {
    const {client, bucket, key, headers, attempt = once} = target;
    const id = await attempt(() => client.initiateNewMultipartUpload(bucket, key, {...headers}));
    return new MultipartUpload(target, id);
  }

  /** @param bytes may be used again once this has come back */
  async add(bytes: Buffer): Promise<void> {
    const {client, bucket: bucketName, key: objectName, attempt = once} = this.target;
    const part = this.parts.length + 1;
    const query = `partNumber=${part}&uploadId=${encodeURIComponent(this.id)}`;
    const {headers} = await attempt(() =>
      client.makeRequestAsyncOmit({method: 'PUT', bucketName, objectName, query}, bytes),
    );
    this.parts.push({part, etag: (headers.etag ?? '').replaceAll('"', '')});
  }

  async complete(): Promise<void> {
    const {client, bucket, key, attempt = once} = this.target;
    await attempt(() => client.completeMultipartUpload(bucket, key, this.id, this.parts));
  }

  /** Where even that fails, the sweep gives the upload up later. */
  async abort(): Promise<void> {
    const {client, bucket, key} = this.target;
    await client.abortMultipartUpload(bucket, key, this.id).catch(() => undefined);
  }
}
