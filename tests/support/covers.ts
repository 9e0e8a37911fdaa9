import sharp from 'sharp';

const SIDE = 900;
const COLOURS = [
  '#e4572e',
  '#17bebb',
  '#ffc914',
  '#2e282a',
  '#76b041',
  '#f4efe6',
  '#5b3a8e',
  '#d7263d',
  '#1b998b',
];

/** A picture that looks like a sleeve, the same for the same number: a few shapes in a few colours. */
export function cover(seed: number): Promise<Buffer> {
  let state = seed * 2_654_435_761;
  const chance = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) >>> 0;
    return state % below;
  };
  const colour = (): string => COLOURS[chance(COLOURS.length)]!;
  const shapes = Array.from({length: 5 + (seed % 4)}, (_, i) => {
    const [x, y, size] = [chance(SIDE), chance(SIDE), 120 + chance(420)];
    const fill = `fill="${colour()}" fill-opacity="${i % 2 ? 0.85 : 1}"`;
    if ((seed + i) % 3 === 0) return `<circle cx="${x}" cy="${y}" r="${size / 1.6}" ${fill}/>`;
    if ((seed + i) % 3 === 1)
      return `<rect x="${x - size / 2}" y="${y - size / 2}" width="${size}" height="${size * 1.6}" ${fill} transform="rotate(${chance(90)} ${x} ${y})"/>`;
    return `<path d="M0 ${y} C ${SIDE / 3} ${y - size}, ${(SIDE * 2) / 3} ${y + size}, ${SIDE} ${y} V ${SIDE} H 0 Z" ${fill}/>`;
  });
  // Waves lie behind, or they would hide the rest.
  shapes.sort((a, b) => Number(b.startsWith('<path')) - Number(a.startsWith('<path')));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="100%" height="100%" fill="${colour()}"/>${shapes.join('')}</svg>`;
  return sharp(Buffer.from(svg)).jpeg({quality: 88}).toBuffer();
}
