import {stringify} from 'yaml';

/** Objects as one YAML file, a document each. */
export function yamlOf(manifests: readonly object[]): string {
  // Kubernetes reads YAML 1.1, to which `off` is no text. Lines as long as they are: such files are read in diffs.
  return manifests
    .map(manifest => stringify(manifest, {compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false}))
    .join('---\n');
}
