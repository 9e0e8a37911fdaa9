import type {StructuralSchema} from '../../src/operator/api/structural-schema';
import {Random} from './random';

type Path = readonly (string | 0)[];
interface Place {
  readonly path: Path;
  readonly schema: StructuralSchema;
}

/** Texts that some pattern likes and others do not. */
const TEXTS = [
  ...['', ' ', 'a', 'A', '-a', 'a-b', 'a.b', 'a..b', 'a_b', 'é', '🎸', 'a\n', 'x'.repeat(64), 'off', '1.0'],
  ...[
    'http://a',
    'http://a:0',
    'http://a:65535',
    'https://a:65536',
    'http://a/b?c',
    'http://u:p@a',
    'http://[::1]:9000',
  ],
  ...[
    '0 * * * *',
    '*/5 0-3 1,15 * 1-5',
    '60 * * * *',
    '* * * *',
    '@daily',
    '0 0 * * 7',
    '500m',
    '0.5',
    '0.5555',
  ],
  ...[
    '256Mi',
    '1G',
    '1e3',
    '10.0.0.0/8',
    '::1/128',
    `sha256:${'a'.repeat(64)}`,
    'sha256:a',
    '/etc/ca',
    'etc',
    'true',
  ],
];
const ANYTHING = [null, true, 0, -1, 1.5, 7, 'text', [], ['a'], [{}], {}, {a: 'b'}, {name: 'a'}];

/**
 * Specs near to the valid ones: each is one of those with up to three places changed, many of them to values at the bounds
 * of what the schema allows, so that about a half is still valid.
 */
export class RandomSpecs {
  private readonly random: Random;
  private readonly places: readonly Place[];

  constructor(
    private readonly valid: readonly object[],
    schema: StructuralSchema,
    seed: number,
  ) {
    this.random = new Random(seed);
    this.places = placesOf(schema);
  }

  next(): unknown {
    const spec = structuredClone(this.random.of(this.valid));
    for (let changes = this.random.below(4); changes > 0; changes--) this.change(spec);
    return spec;
  }

  private change(spec: object): void {
    const {path, schema} = this.random.of(this.places);
    const parent = this.parentOf(spec, path);
    if (parent === undefined) return;
    const last = path.at(-1)!;
    if (this.random.below(6) === 0) delete parent[last];
    else parent[last] = this.random.of(this.random.below(5) === 0 ? ANYTHING : fitting(schema));
  }

  /** Makes what is absent on the way; undefined where something else is in it. */
  private parentOf(spec: object, path: Path): Record<string | 0, unknown> | undefined {
    let at: unknown = spec;
    path.slice(0, -1).forEach((step, i) => {
      if (typeof at !== 'object' || at === null) return (at = undefined);
      const members = at as Record<string | 0, unknown>;
      return (at = members[step] ??= path[i + 1] === 0 ? [] : {});
    });
    return typeof at === 'object' && at !== null ? (at as Record<string | 0, unknown>) : undefined;
  }
}

/** Values of the right type, at the bounds and beyond. */
function fitting(schema: StructuralSchema): readonly unknown[] {
  const {type, minimum = 0, maximum = 100, maxLength = 20, minItems = 0, maxItems = 3, enum: words} = schema;
  if (schema['x-kubernetes-int-or-string']) return [...TEXTS, 0, 1, -1, 1.5];
  if (type === 'integer') return [minimum - 1, minimum, minimum + 1, maximum, maximum + 1];
  if (type === 'boolean') return [true, false];
  if (type === 'object') return [{}, {unknown: 'member'}];
  if (type === 'array') {
    const item = fitting(schema.items!)[0];
    return [minItems - 1, minItems, maxItems, maxItems + 1]
      .filter(length => length >= 0)
      .map(length => Array<unknown>(length).fill(item));
  }
  return words ?? [...TEXTS, 'a'.repeat(maxLength), 'a'.repeat(maxLength + 1)];
}

/** Every place that the schema names, the members of items included. */
function placesOf(schema: StructuralSchema, path: Path = []): Place[] {
  const {properties = {}, items, additionalProperties} = schema;
  const inside = [
    ...Object.entries(properties),
    ...(items ? [[0, items] as const] : []),
    ...(additionalProperties ? [['key', additionalProperties] as const] : []),
  ];
  const own = path.length > 0 ? [{path, schema}] : [];
  return [...own, ...inside.flatMap(([step, found]) => placesOf(found, [...path, step]))];
}
