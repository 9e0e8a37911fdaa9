import type {Bytes} from '../types';
import {ImageRefusal} from './refusal';

const NOTHING = Buffer.alloc(0);

/** Reads bytes as they come, a wanted number at a time; holds what was asked for and a chunk beside it, no more. */
export class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private buffered: Buffer = NOTHING;
  private count = 0;

  constructor(source: Bytes) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Bytes that were taken so far. */
  get position(): number {
    return this.count;
  }

  /** The next `length` bytes. @throws ImageRefusal when there are fewer */
  async take(length: number): Promise<Buffer> {
    if (!(await this.fill(length))) throw new ImageRefusal('o arquivo está cortado');
    const taken = this.buffered.subarray(0, length);
    this.buffered = this.buffered.subarray(length);
    this.count += length;
    return taken;
  }

  /** The next bytes, which stay to be taken; fewer than `length` at the end. */
  async peek(length: number): Promise<Buffer> {
    await this.fill(length);
    return this.buffered.subarray(0, length);
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.fill(1));
  }

  /** The next `length` bytes in pieces. */
  async *pass(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      const piece = (await this.chunk()) ?? (await this.take(left));
      if (piece.length > left) this.unread(piece.subarray(left));
      yield piece.subarray(0, left);
      left -= Math.min(left, piece.length);
    }
  }

  /** Takes the next `length` bytes and forgets them. */
  async skip(length: number): Promise<void> {
    for await (const piece of this.pass(length)) void piece;
  }

  /** Whatever comes next; undefined at the end. */
  async chunk(): Promise<Buffer | undefined> {
    if (!(await this.fill(1))) return undefined;
    return this.take(this.buffered.length);
  }

  /** Gives back the last of the bytes that were taken. */
  unread(bytes: Buffer): void {
    this.buffered = this.buffered.length === 0 ? bytes : Buffer.concat([bytes, this.buffered]);
    this.count -= bytes.length;
  }

  /** Takes all that is left, and forgets it. */
  async drain(): Promise<void> {
    while (await this.chunk());
  }

  /** Waits for so many bytes. @returns whether they are there */
  private async fill(length: number): Promise<boolean> {
    if (this.buffered.length >= length) return true;
    const pieces = [this.buffered];
    let total = this.buffered.length;
    while (total < length) {
      const next: IteratorResult<Buffer, undefined> = await this.source.next();
      if (next.done) break;
      pieces.push(next.value);
      total += next.value.length;
    }
    this.buffered = pieces.length === 2 && total === pieces[1]!.length ? pieces[1]! : Buffer.concat(pieces);
    return total >= length;
  }
}
