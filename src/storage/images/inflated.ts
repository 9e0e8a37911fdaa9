import {once} from 'node:events';
import {createInflate} from 'node:zlib';
import {ImageRefusal} from './refusal';

/** Each is a turn of the thread pool: with the 16 KiB of Node's own, they were a fifth of what a large upload costs. */
const CHUNK_BYTES = 64 * 1024;

/** Unfolds compressed bytes, keeps none of them, and stops as soon as they are more than they should be. */
export class Inflated {
  private readonly inflate = createInflate({chunkSize: CHUNK_BYTES});
  private readonly ended: Promise<unknown>;
  private written = 0;
  private count = 0;

  /** @param expected bytes, unfolded */
  constructor(private readonly expected: number) {
    this.inflate.on('data', (piece: Buffer) => {
      this.count += piece.length;
      if (this.count > expected) this.inflate.destroy(new Error('more than announced'));
    });
    this.ended = once(this.inflate, 'end');
    // Whoever writes or ends hears of it.
    this.ended.catch(() => undefined);
  }

  /** @throws ImageRefusal */
  async write(piece: Buffer): Promise<void> {
    this.written += piece.length;
    if (this.inflate.errored) throw corrupt();
    if (!this.inflate.write(piece))
      await Promise.race([once(this.inflate, 'drain'), this.ended]).catch(refuse);
  }

  /** @throws ImageRefusal when they were fewer, or something else stood behind them */
  async end(): Promise<void> {
    this.inflate.end();
    await this.ended.catch(refuse);
    if (this.count !== this.expected || this.inflate.bytesWritten !== this.written) throw corrupt();
  }

  close(): void {
    this.inflate.on('error', () => undefined).destroy();
  }
}

const corrupt = (): ImageRefusal => new ImageRefusal('os dados comprimidos não são os anunciados');

function refuse(): never {
  throw corrupt();
}
