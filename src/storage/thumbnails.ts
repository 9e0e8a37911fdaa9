import {BindingScope, inject, injectable} from '@loopback/core';
import type {Sharp, SharpOptions} from 'sharp';
import pLimit from 'p-limit';
import {Readable} from 'node:stream';
import type {Logger} from 'pino';
import {thumbnailKey, THUMBNAIL_SIZES} from '../models/object-key';
import {problems} from '../problems/catalogue';
import {ObservabilityKeys} from '../observability/keys';
import {HEAD_BYTES, imageTypeOf} from './images/image';
import {StorageKeys} from './keys';
import type {ObjectStore} from './types';

/** As the intake has it; whatever announces itself smaller than it is ends here. */
const MAX_PIXELS = 40_000_000;
const QUALITY = 80;
/** Enough colours for a blurhash. */
const BLUR_SIDE = 32;
/** Components across and down. */
const BLUR_COMPONENTS = [4, 4] as const;
/** What decoders say of a file that ends too early, though its structure says that it does not. */
const CUT = /premature end|truncated|too short/i;
const DECODE_LIMIT_SECONDS = 60;
/** Some seconds of waiting; a longer queue helps nobody. */
const MAX_WAITING = 32;

/** An image down to some size, and the size that it really has. */
interface Decoded extends Omit<Preview, 'blurhash'> {
  readonly image: Sharp;
}

type Decoder = (file: Buffer, options?: SharpOptions) => Sharp;

/** What is known of an image once it was decoded. */
export interface Preview {
  /** Of the upright image, in pixels. */
  readonly largura: number;
  readonly altura: number;
  /** Text that a client can draw as a blurred picture until the real one is there. */
  readonly blurhash: string;
}

/** Decodes images, one at a time in a process: each may take 160 MB for a moment. */
@injectable({scope: BindingScope.SINGLETON})
export class Thumbnails {
  private readonly oneAtATime = pLimit(1);
  private decoder?: Promise<Decoder>;

  constructor(
    @inject(StorageKeys.STORE) private readonly store: ObjectStore,
    @inject(ObservabilityKeys.LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Writes the thumbnails of an object beside it.
   * @returns undefined when it cannot be decoded, which the next time would change nothing
   * @throws object_not_found, storage_unavailable
   */
  async make(key: string): Promise<Preview | undefined> {
    const made = await this.oneAtATime(() => this.preview(key));
    if (!made) return undefined;
    const {thumbnails, ...preview} = made;
    for (const [i, thumbnail] of thumbnails.entries()) {
      const to = thumbnailKey(key, THUMBNAIL_SIZES[i]!);
      await this.store.put(to, Readable.from([thumbnail]), {contentType: 'image/webp'});
    }
    return preview;
  }

  /** Decodes an object and keeps nothing of it. @throws overloaded, object_not_found, storage_unavailable */
  async isDecodable(key: string): Promise<boolean> {
    if (this.oneAtATime.pendingCount >= MAX_WAITING) throw problems.overloaded();
    return (await this.oneAtATime(() => this.decode(key, BLUR_SIDE))) !== undefined;
  }

  /** Decodes the whole image once, down to the largest thumbnail, of which the others are made. */
  private async preview(
    key: string,
  ): Promise<(Preview & {readonly thumbnails: readonly Buffer[]}) | undefined> {
    const decoded = await this.decode(key, Math.max(...THUMBNAIL_SIZES));
    if (!decoded) return undefined;
    const {image, ...size} = decoded;
    const resized = (side: number): Sharp =>
      image.clone().resize(side, side, {fit: 'inside', withoutEnlargement: true});
    const thumbnails: Buffer[] = [];
    for (const side of THUMBNAIL_SIZES) {
      thumbnails.push(await resized(side).webp({quality: QUALITY}).toBuffer());
    }
    return {...size, blurhash: await blurhashOf(resized(BLUR_SIDE)), thumbnails};
  }

  /** An upright image that fits into a square of `side`, and the size that it really has; undefined: it is none. */
  private async decode(key: string, side: number): Promise<Decoded | undefined> {
    const sharp = await this.loadDecoder();
    const file = await bytesOf(await this.store.read(key));
    // The decoder knows more kinds than we take, and covers of the replaced service may be anything.
    if (!imageTypeOf(file.subarray(0, HEAD_BYTES))) return undefined;
    try {
      return await decoded(sharp, file, {side, failOn: 'warning'});
    } catch (error) {
      this.logger.debug({err: error, part: 'storage', key}, 'an image does not decode cleanly');
      if (CUT.test((error as Error).message)) return undefined;
    }
    // Phones write pictures that every decoder shows and none is content with.
    return decoded(sharp, file, {side, failOn: 'error'}).catch(() => undefined);
  }

  /** Loaded when the first image comes: it takes some 20 MB. */
  private loadDecoder(): Promise<Decoder> {
    this.decoder ??= import('sharp').then(({default: sharp}) => {
      // Nothing is decoded twice, and a core for one image is enough.
      sharp.cache(false);
      sharp.concurrency(1);
      return sharp;
    });
    return this.decoder;
  }
}

async function decoded(
  sharp: Decoder,
  file: Buffer,
  {side, failOn}: {side: number; failOn: SharpOptions['failOn']},
): Promise<Decoded> {
  const options: SharpOptions = {limitInputPixels: MAX_PIXELS, failOn, sequentialRead: true};
  const {autoOrient} = await sharp(file, options).metadata();
  const {data, info} = await sharp(file, options)
    .timeout({seconds: DECODE_LIMIT_SECONDS})
    .autoOrient()
    .resize(side, side, {fit: 'inside', withoutEnlargement: true})
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({resolveWithObject: true});
  const image = sharp(data, {raw: {width: info.width, height: info.height, channels: 4}});
  return {image, largura: autoOrient.width, altura: autoOrient.height};
}

async function blurhashOf(image: Sharp): Promise<string> {
  const {encode} = await import('blurhash');
  const {data, info} = await image.raw().toBuffer({resolveWithObject: true});
  return encode(new Uint8ClampedArray(data), info.width, info.height, ...BLUR_COMPONENTS);
}

async function bytesOf(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}
