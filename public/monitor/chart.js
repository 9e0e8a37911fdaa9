import {create} from './albums.js';

const SVG = 'http://www.w3.org/2000/svg';
/** One a second: the last minute. */
const SAMPLES = 60;
const WIDTH = 120;
const HEIGHT = 36;
const number = new Intl.NumberFormat('pt-BR', {maximumFractionDigits: 1});

function draw(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

/**
 * A small line chart of the last minute under its title and its latest values.
 * @param series name and unit of each line, the most important one first
 * @returns takes the next value of each; null is a gap
 */
export function addChart(parent, title, series) {
  const figure = document.createElement('figure');
  const value = create('p', '–', 'value');
  const svg = draw('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  const lines = series.map((_, i) => draw('polyline', {class: `line line-${i}`}));
  svg.append(...lines);
  figure.append(create('figcaption', title), value, svg);
  parent.append(figure);
  const history = series.map(() => []);
  return values => {
    value.textContent = series
      .map(({name, unit = ''}, i) =>
        `${name} ${values[i] === null ? '–' : number.format(values[i]) + unit}`.trim(),
      )
      .join(' · ');
    for (const [i, samples] of history.entries()) {
      samples.push(values[i] ?? 0);
      if (samples.length > SAMPLES) samples.shift();
    }
    const top = Math.max(1, ...history.flat());
    for (const [i, samples] of history.entries()) {
      const first = SAMPLES - samples.length;
      const points = samples.map((sample, j) => {
        const x = ((first + j) / (SAMPLES - 1)) * WIDTH;
        return `${x.toFixed(1)},${(HEIGHT - 1 - (sample / top) * (HEIGHT - 2)).toFixed(1)}`;
      });
      lines[i].setAttribute('points', points.join(' '));
    }
  };
}
