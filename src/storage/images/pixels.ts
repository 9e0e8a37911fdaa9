import {ImageRefusal} from './refusal';

/** An uncompressed picture of that size fits into what one decode may take; a few bytes can announce far more. */
const MAX_PIXELS = 40_000_000;
/** All frames of an animation together. */
const MAX_ANIMATED_PIXELS = 10 * MAX_PIXELS;

/** Counts what an image would unfold to, before anybody decodes it. */
export class PixelCount {
  private animated = 0;

  /** @throws ImageRefusal */
  static require(width: number, height: number): void {
    if (width < 1 || height < 1) throw new ImageRefusal('largura ou altura ausente');
    if (width * height > MAX_PIXELS) {
      throw new ImageRefusal(`${width} x ${height} pixels, e o máximo é 40 megapixels`);
    }
  }

  /** One frame of an animation. @throws ImageRefusal */
  addFrame(width: number, height: number): void {
    PixelCount.require(width, height);
    this.animated += width * height;
    if (this.animated > MAX_ANIMATED_PIXELS) throw new ImageRefusal('animação com quadros demais');
  }
}
