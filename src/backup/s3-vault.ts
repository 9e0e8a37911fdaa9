import type {Readable} from 'node:stream';
import {StartupError} from '../config/startup-error';
import type {BackupConfig} from '../config/backup-config';
import {Problem} from '../problems/problem';
import {codeOf, ensureBucket, removeAll} from '../storage/s3-bucket';
import {openClients, S3Clients} from '../storage/s3-clients';
import {upload} from '../storage/s3-upload';
import type {Bytes} from '../storage/types';
import {vaultUnusable} from './archive-error';
import type {Vault, VaultEntry} from './types';

const PAGE_SIZE = 1_000;
const ENCRYPTION = {'x-amz-server-side-encryption': 'AES256'};
/** Stays as it is: not every key that may write may also remove. */
const PROBE = 'encryption-probe';

/** Archives in a bucket of any S3, below a prefix. */
export class S3Vault implements Vault {
  readonly place: string;
  private opened?: Promise<S3Clients>;
  private encryption: Readonly<Record<string, string>> = {};

  constructor(private readonly settings: NonNullable<BackupConfig['s3']>) {
    this.place = `${settings.endpoint}/${settings.bucket}/${settings.prefix}`;
  }

  async ensureReady(): Promise<void> {
    const {bucket, region, encryption} = this.settings;
    await this.translating(({ready}) => ensureBucket(ready, bucket, region));
    if (encryption !== 'off') await this.askForEncryption();
  }

  put(key: string, content: Bytes): Promise<number> {
    const {bucket} = this.settings;
    const headers = {'Content-Type': 'application/octet-stream', ...this.encryption};
    return this.translating(({data: client}) =>
      upload(content, {client, bucket, key: this.keyOf(key), headers}),
    );
  }

  read(key: string): Promise<Readable | undefined> {
    return this.translating(({data}) =>
      data.getObject(this.settings.bucket, this.keyOf(key)).catch((error: unknown) => {
        if (codeOf(error) !== 'NoSuchKey') throw error;
        return undefined;
      }),
    );
  }

  async *list(folder: string): AsyncGenerator<VaultEntry> {
    const [prefix, cut] = [this.keyOf(folder), this.keyOf('').length];
    let token = '';
    do {
      const page = await this.translating(({data}) =>
        data.listObjectsV2Query(this.settings.bucket, prefix, token, '', PAGE_SIZE, ''),
      );
      for (const {name, size, lastModified} of page.objects) {
        if (name !== undefined) yield {key: name.slice(cut), size, modifiedAt: lastModified};
      }
      token = page.isTruncated ? page.nextContinuationToken : '';
    } while (token !== '');
  }

  remove(keys: readonly string[]): Promise<void> {
    const names = keys.map(key => this.keyOf(key));
    return this.translating(({data}) => removeAll(data, this.settings.bucket, names));
  }

  close(): void {
    void this.opened?.then(clients => clients.close());
  }

  /** A store that cannot encrypt refuses to be asked for it. */
  private async askForEncryption(): Promise<void> {
    const {bucket, encryption} = this.settings;
    try {
      const {data} = await this.clients();
      await data.putObject(bucket, this.keyOf(PROBE), Buffer.alloc(0), 0, {...ENCRYPTION});
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
