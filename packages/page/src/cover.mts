import {decode} from 'blurhash';
import {el} from './dom.mjs';
import type {Album, Imagem} from './service.mjs';

/** A blurhash has no detail: the browser draws it larger. */
const BLUR_SIDE = 32;
/** Widths of the pictures that a worker makes; the first is for lists in small print, which there are none of. */
const WIDTHS = [128, 512, 1024] as const;

/** The square that shows the cover of an album, or what stands in for it. @param sizes as in the `sizes` of a picture */
export function coverOf({nome, capa}: Album, sizes: string): HTMLElement {
  const cover = el('span', {class: 'cover'});
  if (!capa) {
    cover.classList.add('blank');
    // A colour of its own, the same each time.
    cover.style.setProperty('--hue', String(hueOf(nome)));
    cover.append(el('span', {class: 'initials', 'aria-hidden': 'true'}, initialsOf(nome)));
    return cover;
  }
  if (capa.blurhash) cover.append(blurOf(capa.blurhash));
  cover.append(pictureOf(capa, sizes));
  return cover;
}

function pictureOf({url, variantes}: Imagem, sizes: string): HTMLImageElement {
  const links = WIDTHS.map(width => ({width, link: variantes[width]})).filter(({link}) => link !== undefined);
  const image = el('img', {
    alt: '',
    loading: 'lazy',
    decoding: 'async',
    srcset: links.length > 0 && links.map(({width, link}) => `${link} ${width}w`).join(', '),
    sizes: links.length > 0 && sizes,
    src: links[1]?.link ?? url,
  });
  image.addEventListener('load', () => image.classList.add('loaded'));
  // Its link has ended or its object is away: what stands behind it is shown.
  image.addEventListener('error', () => image.remove());
  return image;
}

function blurOf(blurhash: string): HTMLCanvasElement {
  const canvas = el('canvas', {width: BLUR_SIDE, height: BLUR_SIDE, 'aria-hidden': 'true'});
  const pixels = decode(blurhash, BLUR_SIDE, BLUR_SIDE);
  canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels), BLUR_SIDE), 0, 0);
  return canvas;
}

function initialsOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(word => word !== '');
  return words
    .slice(0, 2)
    .map(word => [...word][0]!.toLocaleUpperCase())
    .join('');
}

function hueOf(name: string): number {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.codePointAt(0)!) | 0;
  return Math.abs(hash) % 360;
}
