import sharp from 'sharp';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {basic} from '../support/auth';
import {givenDatabase} from '../support/database';
import {hostileFiles} from '../support/hostile';
import {extensionOf, givenImages, png} from '../support/images';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {Cover, FormFile, form} from '../support/uploads';
import type {Row} from './types';

const MEGABYTE = 1024 * 1024;
const MAX_ADDED_BYTES = 150 * MEGABYTE;
const LIMIT_BYTES = 3_000_000;
/** The entry of EXIF that leads to a place, in either order of bytes. */
const GPS_ENTRIES = [Buffer.of(0x25, 0x88, 4, 0), Buffer.of(0x88, 0x25, 0, 4)];

/** A running API with a folder of objects of its own. */
class Target {
  constructor(
    private readonly service: ServiceProcess,
    private readonly albumId: number,
  ) {}

  async send(file: FormFile): Promise<number> {
    const {body, headers} = form([file]);
    const {status} = await fetch(`${this.service.url}/api/v1/albuns/${this.albumId}/imagens`, {
      method: 'POST',
      headers: {...basic(), ...headers},
      body: new Uint8Array(body),
    });
    return status;
  }

  async covers(): Promise<Cover[]> {
    return this.json<Cover[]>(`/api/v1/albuns/${this.albumId}`);
  }

  /** What is saved by the download link of a cover. */
  async saved({id}: Cover): Promise<{headers: Headers; bytes: Buffer}> {
    const {downloadUrl} = await this.json<{downloadUrl: string}>(`/api/v1/albuns/${id}/download`);
    const answer = await fetch(downloadUrl);
    return {headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer())};
  }

  private async json<T>(path: string): Promise<T> {
    return (await (await fetch(this.service.url + path, {headers: basic()})).json()) as T;
  }
}

const isSafe = ({headers}: {headers: Headers}): boolean =>
  headers.get('x-content-type-options') === 'nosniff' &&
  /^attachment; filename=/.test(headers.get('content-disposition') ?? '') &&
  /^image\/(jpeg|png|webp|avif|gif)$/.test(headers.get('content-type') ?? '');

/** Images that tell where they were made, by their types, of which that many still tell it when they are saved. */
async function countTelling(target: Target): Promise<{sent: number; telling: number}> {
  const images = Object.entries(await givenImages({withPlace: true}));
  let telling = 0;
  for (const [type, content] of images) {
    if ((await target.send({content, type, fileName: `a.${extensionOf(type)}`})) !== 200) telling++;
    const {bytes} = await target.saved((await target.covers()).at(-1)!);
    const {exif = Buffer.alloc(0)} = await sharp(bytes).metadata();
    if (GPS_ENTRIES.some(entry => exif.includes(entry))) telling++;
  }
  return {sent: images.length, telling};
}

/** S6: files that are no safe image, all sent again and again, some at once. */
export const hostileUploads: Row = async ({quick}) => {
  const rounds = quick ? 1 : 10;
  const files = await hostileFiles();
  const database = await givenDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'artistas-s6-'));
  const env = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    UPLOAD_LIMIT_BYTES: String(LIMIT_BYTES),
  };
  const service = await ServiceProcess.start('api', env);
  try {
    const [album] = await sql<{id: string}>(
      database.url,
      `insert into album (nome) values ('x') returning id`,
    );
    const target = new Target(service, Number(album!.id));
    await target.send({content: png()});
    const memory = service.watchMemory();
    let accepted = 0;
    for (let round = 0; round < rounds; round++) {
      for (let at = 0; at < files.length; at += 4) {
        const statuses = await Promise.all(files.slice(at, at + 4).map(file => target.send(file)));
        accepted += statuses.filter(status => ![400, 413, 415].includes(status)).length;
      }
    }
    const {sent, telling} = await countTelling(target);
    const addedBytes = memory();
    const saved = await Promise.all((await target.covers()).map(cover => target.saved(cover)));
    const safe = saved.filter(isSafe).length;
    const unsafe = accepted + saved.length - safe;
    return {
      passed: unsafe === 0 && telling === 0 && saved.length === 1 + sent && addedBytes <= MAX_ADDED_BYTES,
      figure:
        `${files.length} kinds × ${rounds}: ${unsafe} unsafe stored; location stripped from ${sent - telling} of ${sent}; ` +
        `+${(addedBytes / MEGABYTE).toFixed(0)} MiB; nosniff and attachment on ${safe} of ${saved.length}`,
      bar: '≥ 40 kinds: 0; all; ≤ +150 MiB; all',
    };
  } finally {
    await service.stop();
    await database.drop();
    await rm(folder, {recursive: true});
  }
};
