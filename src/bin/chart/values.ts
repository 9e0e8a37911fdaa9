import {isMap, isScalar, parseDocument, YAMLMap} from 'yaml';

/** A value that the chart takes, as `values.yaml` has it. */
export interface ChartValue {
  /** Keys with dots, such as `ingress.tls.secretName`. */
  readonly path: string;
  /** What its comment says. */
  readonly meaning: string;
  /** Field below `spec` of the `ArtistasApi` that it becomes, if its comment ends with one: `auth.username`. */
  readonly field?: string;
  readonly default: unknown;
  /** Values inside, where each has a comment of its own. */
  readonly inside: readonly ChartValue[];
}

const FIELD = / ?\(spec\.([a-zA-Z.]+)\)$/;

/**
 * The values of a chart, in the order of the file.
 * @param text of `values.yaml`
 * @throws Error naming a key without a comment
 */
export function chartValues(text: string): ChartValue[] {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw error;
  return valuesIn(document.contents as unknown as YAMLMap, '', '');
}

/** Every value that has none inside. */
export function leavesOf(values: readonly ChartValue[]): ChartValue[] {
  return values.flatMap(value => (value.inside.length > 0 ? leavesOf(value.inside) : [value]));
}

/** @param comment of the first key: the parser gives it to the map */
function valuesIn(map: YAMLMap, prefix: string, comment: string): ChartValue[] {
  return map.items.map((pair, index) => {
    const {key, value} = pair;
    const path = `${prefix}${isScalar(key) ? String(key.value) : ''}`;
    const said = commentOf(key) ?? (index === 0 ? comment : undefined);
    if (!said) throw new Error(`values.yaml: ${path} has no comment.`);
    const [, field] = FIELD.exec(said) ?? [];
    const first = isMap(value) ? firstComment(value) : undefined;
    return {
      path,
      meaning: said.replace(FIELD, ''),
      ...(field !== undefined && {field}),
      default: (value as {toJSON(): unknown} | null)?.toJSON(),
      // A map whose keys have no comment is one value, such as `resources`.
      inside: isMap(value) && first ? valuesIn(value, `${path}.`, first) : [],
    };
  });
}

function firstComment(map: YAMLMap): string | undefined {
  const [first] = map.items;
  return commentOf(map) ?? (first && commentOf(first.key));
}

/** Lines of a comment as one; of several paragraphs the last one is about what follows. */
function commentOf(node: unknown): string | undefined {
  const {commentBefore} = (node ?? {}) as {commentBefore?: string | null};
  return commentBefore
    ?.split('\n\n')
    .at(-1)
    ?.split('\n')
    .map(line => line.trim())
    .join(' ');
}
