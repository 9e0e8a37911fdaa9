import type {Client} from 'minio';

/** What one request removes at most. */
const MAX_KEYS = 1_000;
/** What one request lists at most. */
const PAGE_SIZE = 1_000;

type Listing = Awaited<ReturnType<Client['listObjectsV2Query']>>;
type ListedObject = Listing['objects'][number] & {readonly name: string};

/** Makes a bucket that is absent. */
export async function ensureBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return;
  await client.makeBucket(bucket, region).catch((error: unknown) => {
    // Another process was faster.
    if (!/^BucketAlready/.test(codeOf(error))) throw error;
  });
}

/**
 * All objects whose keys begin with a prefix, a request at a time.
 * @param call makes a request, in the way of whoever asks
 */
export async function* listPages(
  bucket: string,
  prefix: string,
  call: (request: (client: Client) => Promise<Listing>) => Promise<Listing>,
): AsyncGenerator<readonly ListedObject[]> {
  let token = '';
  do {
    const from = token;
    const page = await call(client => client.listObjectsV2Query(bucket, prefix, from, '', PAGE_SIZE, ''));
    yield page.objects.filter((object): object is ListedObject => object.name !== undefined);
    token = page.isTruncated ? page.nextContinuationToken : '';
  } while (token !== '');
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
