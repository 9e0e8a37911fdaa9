import {BindingScope, inject, injectable, LifeCycleObserver} from '@loopback/core';
import type {Logger} from 'pino';
import type {Readable} from 'node:stream';
import {ObservabilityKeys} from '../observability/keys';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';
import {attachment} from './content-disposition';
import {StorageKeys} from './keys';
import {codeOf, ensureBucket, listPages, removeAll} from './s3-bucket';
import {openClients, S3Clients} from './s3-clients';
import {upload} from './s3-upload';
import {
  Bytes,
  ObjectEntry,
  ObjectStore,
  ObjectType,
  PostOptions,
  PresignedPost,
  PresignOptions,
  S3Settings,
} from './types';

/** Objects in a bucket of any S3. */
@injectable({scope: BindingScope.SINGLETON})
export class S3Store implements ObjectStore, LifeCycleObserver {
  private opened?: Promise<S3Clients>;
  private readonly bucket: string;

  constructor(
    @inject(StorageKeys.S3) private readonly settings: S3Settings,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {
    this.bucket = settings.bucket;
  }

  /** The process starts without its store all the same; then the bucket is made when it is first needed. */
  async start(): Promise<void> {
    try {
      await this.ensureReady();
    } catch (error) {
      this.logger.warn({err: error, part: 'storage'}, 'the object store does not answer yet');
    }
  }

  async stop(): Promise<void> {
    (await this.opened)?.close();
  }

  async ping(): Promise<void> {
    const {ping} = await this.clients();
    if (!(await ping.bucketExists(this.bucket))) throw new Error(`there is no bucket ${this.bucket}`);
  }

  /** Names of all buckets that the key may see. */
  async buckets(): Promise<string[]> {
    return (await this.translating(({data}) => data.listBuckets())).map(({name}) => name);
  }

  /** Removes the bucket, which has to be empty. */
  removeBucket(): Promise<void> {
    return this.translating(({data}) => data.removeBucket(this.bucket));
  }

  ensureReady(): Promise<void> {
    return this.translating(({ready}) => ensureBucket(ready, this.bucket, this.settings.region));
  }

  put(key: string, content: Bytes, {contentType}: {contentType: ObjectType}): Promise<number> {
    return this.translating(({data: client}) =>
      upload(content, {client, bucket: this.bucket, key, headers: {'Content-Type': contentType}}),
    );
  }

  read(key: string): Promise<Readable> {
    return this.translating(({data}) => data.getObject(this.bucket, key));
  }

  async sizeOf(key: string): Promise<number | undefined> {
    try {
      return (await this.translating(({data}) => data.statObject(this.bucket, key))).size;
    } catch (error) {
      if (error instanceof Problem && error.code === 'object_not_found') return undefined;
      throw error;
    }
  }

  remove(keys: readonly string[]): Promise<void> {
    return this.translating(({data}) => removeAll(data, this.bucket, keys));
  }

  async *list(): AsyncGenerator<readonly ObjectEntry[]> {
    const pages = listPages(this.bucket, '', request => this.translating(({data}) => request(data)));
    for await (const page of pages)
      yield page.map(({name, lastModified}) => ({key: name, modifiedAt: lastModified}));
  }

  abandonUploads(before: Date): Promise<void> {
    return this.translating(async ({data}) => {
      for await (const found of data.listIncompleteUploads(this.bucket, '', true)) {
        const {key, uploadId, initiated} = found as {key: string; uploadId: string; initiated: Date};
        if (new Date(initiated) < before) await data.abortMultipartUpload(this.bucket, key, uploadId);
      }
    });
  }

  async presign(key: string, {ttlSeconds, saveAs}: PresignOptions): Promise<string> {
    const {links} = await this.clients();
    const overrides: Record<string, string> = {};
    if (saveAs !== undefined) overrides['response-content-disposition'] = attachment(saveAs);
    return links.presignedGetObject(this.bucket, key, ttlSeconds, overrides);
  }

  async presignPost(key: string, {ttlSeconds, contentType, maxBytes}: PostOptions): Promise<PresignedPost> {
    const {links} = await this.clients();
    const policy = links.newPostPolicy();
    policy.setBucket(this.bucket);
    policy.setKey(key);
    policy.setContentType(contentType);
    policy.setContentLengthRange(1, maxBytes);
    policy.setExpires(new Date(Date.now() + ttlSeconds * 1000));
    const {postURL, formData} = await links.presignedPostPolicy(policy);
    return {url: postURL, fields: formData};
  }

  private clients(): Promise<S3Clients> {
    this.opened ??= openClients(this.settings);
    return this.opened;
  }

  private async translating<T>(work: (clients: S3Clients) => Promise<T>): Promise<T> {
    try {
      return await work(await this.clients());
    } catch (cause) {
      // What the content itself threw.
      if (cause instanceof Problem) throw cause;
      if (/^(NoSuchKey|NotFound)$/.test(codeOf(cause))) throw problems.objectNotFound({cause});
      throw problems.storageUnavailable({cause});
    }
  }
}
