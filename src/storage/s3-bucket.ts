import type {Client} from 'minio';

/** What one request removes at most. */
const MAX_KEYS = 1_000;

/** Makes a bucket that is absent. */
export async function ensureBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return;
  await client.makeBucket(bucket, region).catch((error: unknown) => {
    // Another process was faster.
    if (!/^BucketAlready/.test(codeOf(error))) throw error;
  });
}

/** Removes objects, those that are not there included; a request at a time. @throws Error when the store keeps one */
export async function removeAll(client: Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (let i = 0; i < keys.length; i += MAX_KEYS) {
    const answers = await client.removeObjects(bucket, keys.slice(i, i + MAX_KEYS));
    const [failed] = answers.filter(answer => answer?.Error);
    if (failed) throw new Error(`an object was not removed: ${JSON.stringify(failed.Error)}`);
  }
}

/** What S3 or the system calls an error; empty: it has no name there. */
export const codeOf = (error: unknown): string => (error as {code?: string}).code ?? '';
