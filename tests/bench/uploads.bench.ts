import {Client} from 'minio';
import {request} from 'node:http';
import {Readable} from 'node:stream';
import type {Row} from '../scoreboard/types';
import {basic} from '../support/auth';
import {png} from '../support/images';
import {ObjectServer} from '../support/object-servers';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {withDurableDatabase} from './durable-database';

const AT_ONCE = 8;
const MEGABYTE = 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
const BARS = {addedBytes: 96 * MEGABYTE, ratio: 1.5};

interface Round {
  readonly ours: number;
  readonly clientAlone: number;
}

interface Measured {
  readonly rounds: readonly Round[];
  /** Resident memory of the API at its highest, above what it was before the first large upload. */
  readonly addedBytes: number;
}

/** A picture of some 100 MB: noise, which nothing makes smaller. */
const givenLargeImage = (): Buffer => png({width: 5_900, height: 5_900, level: 0});

function* pieces(content: Buffer): Generator<Buffer> {
  for (let at = 0; at < content.length; at += PIECE_BYTES) yield content.subarray(at, at + PIECE_BYTES);
}

async function inSeconds(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

const eightTimes = (work: (index: number) => Promise<unknown>): Promise<unknown> =>
  Promise.all(Array.from({length: AT_ONCE}, (_, index) => work(index)));

/** One upload as a browser sends it. */
async function upload(service: ServiceProcess, albumId: number, content: Buffer): Promise<void> {
  const head = Buffer.from(
    '--b\r\nContent-Disposition: form-data; name="files"; filename="capa.png"\r\nContent-Type: image/png\r\n\r\n',
  );
  const tail = Buffer.from('\r\n--b--\r\n');
  const status = await new Promise<number>((resolve, reject) => {
    const outgoing = request(`${service.url}/api/v1/albuns/${albumId}/imagens`, {
      method: 'POST',
      headers: {
        ...basic(),
        'content-type': 'multipart/form-data; boundary=b',
        'content-length': head.length + content.length + tail.length,
      },
    });
    outgoing.once('error', reject).once('response', answer => {
      answer.resume().once('end', () => resolve(answer.statusCode!));
    });
    Readable.from([head, ...pieces(content), tail]).pipe(outgoing);
  });
  if (status !== 200) throw new Error(`An upload was answered with ${status}`);
}

/** A round of eight uploads through the API, and one of the `minio` client straight to the same store. */
async function measure(
  service: ServiceProcess,
  store: ObjectServer,
  albumId: number,
  content: Buffer,
): Promise<Round> {
  const {hostname, port} = new URL(store.url);
  const {S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey} = store.settings;
  const client = new Client({endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey});
  const ours = await inSeconds(() => eightTimes(() => upload(service, albumId, content)));
  const clientAlone = await inSeconds(() =>
    eightTimes(index =>
      client.putObject('albuns', `sozinho-${index}`, Readable.from(pieces(content)), content.length),
    ),
  );
  return {ours, clientAlone};
}

async function measureAll(count: number): Promise<Measured> {
  const content = givenLargeImage();
  const store = await ObjectServer.start('minio');
  try {
    return await withDurableDatabase(async databaseUrl => {
      const env = {DATABASE_URL: databaseUrl, RUN_WORKER: 'off', REGIONAIS_URL: 'off', ...store.settings};
      const service = await ServiceProcess.start('api', env);
      try {
        const [album] = await sql<{id: string}>(
          databaseUrl,
          `insert into album (nome) values ('x') returning id`,
        );
        const albumId = Number(album!.id);
        // Loads the client of the store; what large ones need is theirs.
        await upload(service, albumId, png());
        const memory = service.watchMemory();
        const rounds: Round[] = [];
        while (rounds.length < count) rounds.push(await measure(service, store, albumId, content));
        return {rounds, addedBytes: memory()};
      } finally {
        await service.stop();
      }
    });
  } finally {
    await store.remove();
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const inMebibytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(0)} MiB`;

export async function benchUploads(): Promise<void> {
  const {rounds, addedBytes} = await measureAll(3);
  for (const {ours, clientAlone} of rounds) {
    const seconds = `${ours.toFixed(2)} s through the API, ${clientAlone.toFixed(2)} s by the client alone`;
    process.stdout.write(`${AT_ONCE} uploads of 100 MB at once: ${seconds}\n`);
  }
  process.stdout.write(`Memory added by all: ${inMebibytes(addedBytes)}\n`);
}

/** P8. */
export const uploads: Row = async ({quick}) => {
  const {rounds, addedBytes} = await measureAll(quick ? 3 : 5);
  const ratio = median(rounds.map(({ours, clientAlone}) => ours / clientAlone));
  return {
    passed: addedBytes <= BARS.addedBytes && ratio <= BARS.ratio,
    figure: `+${inMebibytes(addedBytes)}; ${ratio.toFixed(2)} × the client alone`,
    bar: `≤ +${inMebibytes(BARS.addedBytes)}; ≤ ${BARS.ratio} ×`,
  };
};
