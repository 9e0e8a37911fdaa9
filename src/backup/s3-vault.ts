import {Readable} from 'node:stream';
import {StartupError} from '../config/startup-error';
import type {BackupConfig} from '../config/backup-config';
import {Problem} from '../problems/problem';
import {codeOf, ensureBucket, listPages, removeAll} from '../storage/s3-bucket';
import {isPassing, withRetries} from '../storage/retry';
import {openClients, S3Clients} from '../storage/s3-clients';
import {upload} from '../storage/s3-upload';
import type {Bytes} from '../storage/types';
import {vaultUnusable} from './archive-error';
import type {Vault, VaultEntry} from './types';

/** While one file is read. */
const MAX_BREAKS = 3;
const ENCRYPTION = {'x-amz-server-side-encryption': 'AES256'};
/** Stays as it is: not every key that may write may also remove. */
const PROBE = 'encryption-probe';

/** Archives in a bucket of any S3, below a prefix. A single failure of the store, or of the way to it, costs a repetition. */
export class S3Vault implements Vault {
  readonly place: string;
  private opened?: Promise<S3Clients>;
  private encryption: Readonly<Record<string, string>> = {};

  constructor(private readonly settings: NonNullable<BackupConfig['s3']>) {
    this.place = `${settings.endpoint}/${settings.bucket}/${settings.prefix}`;
  }

  async ensureReady(): Promise<void> {
    const {bucket, region, encryption} = this.settings;
    await this.repeating(({ready}) => ensureBucket(ready, bucket, region));
    if (encryption !== 'off') await this.askForEncryption();
  }

  put(key: string, content: Bytes): Promise<number> {
    const {bucket} = this.settings;
    const headers = {'Content-Type': 'application/octet-stream', ...this.encryption};
    return this.translating(({data: client}) =>
      upload(content, {client, bucket, key: this.keyOf(key), headers, attempt: withRetries}),
    );
  }

  async read(key: string): Promise<Readable | undefined> {
    const begun = await this.readFrom(key, 0);
    return begun && Readable.from(this.resumed(key, begun), {objectMode: false});
  }

  /** @returns undefined when there is no such file */
  private readFrom(key: string, offset: number): Promise<Readable | undefined> {
    return this.repeating(({data}) =>
      data.getPartialObject(this.settings.bucket, this.keyOf(key), offset).catch((error: unknown) => {
        if (codeOf(error) !== 'NoSuchKey') throw error;
        return undefined;
      }),
    );
  }

  /** A file whose reading is taken up where it broke off. */
  private async *resumed(key: string, begun: Readable): AsyncGenerator<Buffer> {
    let [stream, offset]: [Readable | undefined, number] = [begun, 0];
    for (let breaks = 0; stream; breaks++) {
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          offset += chunk.length;
          yield chunk;
        }
        return;
      } catch (error) {
        if (breaks >= MAX_BREAKS || !isPassing(error)) throw vaultUnusable(this.place, error);
        stream = await this.readFrom(key, offset);
      }
    }
  }

  async *list(folder: string): AsyncGenerator<VaultEntry> {
    const [prefix, cut] = [this.keyOf(folder), this.keyOf('').length];
    const {bucket} = this.settings;
    const pages = listPages(bucket, prefix, request => this.repeating(({data}) => request(data)));
    for await (const page of pages)
      for (const {name, size, lastModified} of page)
        yield {key: name.slice(cut), size, modifiedAt: lastModified};
  }

  remove(keys: readonly string[]): Promise<void> {
    const names = keys.map(key => this.keyOf(key));
    return this.repeating(({data}) => removeAll(data, this.settings.bucket, names));
  }

  close(): void {
    void this.opened?.then(clients => clients.close());
  }

  /** A store that cannot encrypt refuses to be asked for it. */
  private async askForEncryption(): Promise<void> {
    const {bucket, encryption} = this.settings;
    try {
      const {data} = await this.clients();
      await withRetries(() => data.putObject(bucket, this.keyOf(PROBE), Buffer.alloc(0), 0, {...ENCRYPTION}));
      this.encryption = ENCRYPTION;
    } catch (cause) {
      const isAnswer = codeOf(cause) !== '' && !/^(E[A-Z]+|AccessDenied)$/.test(codeOf(cause));
      if (!isAnswer) throw vaultUnusable(this.place, cause);
      if (encryption === 'required') {
        throw new StartupError(
          `${this.place} does not encrypt what it keeps (${(cause as Error).message}), and BACKUP_S3_ENCRYPTION is "required".`,
          {cause},
        );
      }
    }
  }

  private keyOf(key: string): string {
    return this.settings.prefix === '' ? key : `${this.settings.prefix}/${key}`;
  }

  private clients(): Promise<S3Clients> {
    this.opened ??= openClients({...this.settings, publicEndpoint: this.settings.endpoint});
    return this.opened;
  }

  private repeating<T>(call: (clients: S3Clients) => Promise<T>): Promise<T> {
    return this.translating(clients => withRetries(() => call(clients)));
  }

  private async translating<T>(work: (clients: S3Clients) => Promise<T>): Promise<T> {
    try {
      return await work(await this.clients());
    } catch (cause) {
      // What the content itself threw.
      if (cause instanceof StartupError || cause instanceof Problem) throw cause;
      throw vaultUnusable(this.place, cause);
    }
  }
}
