import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';
import {Sentence} from './sentence.mjs';

const FILE = 'dist/sbom.cdx.json';
const MAX_BYTES = 2 ** 26;

/** Writes what the service is made of, as CycloneDX: the packages that are installed, without those for development. */
export function writeSbom(root, node) {
  const npm = process.env.npm_execpath ?? '';
  if (!npm.endsWith('npm-cli.js')) throw new Sentence('Call this by npm, as in "npm run sbom".');
  const args = [npm, 'sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const {status, stdout, stderr} = spawnSync(node, args, {cwd: root, encoding: 'utf8', maxBuffer: MAX_BYTES});
  if (status !== 0) throw new Sentence(`npm could not say what is installed: ${stderr}`);
  mkdirSync(join(root, 'dist'), {recursive: true});
  const sbom = shippedOf(
    JSON.parse(stdout),
    JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')),
  );
  writeFileSync(join(root, FILE), `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`Wrote ${FILE}.`);
}

/** By the lockfile: npm's own `--omit dev` and its marks leave out what is needed for both. */
function shippedOf({components, dependencies, ...document}, {packages}) {
  const shipped = new Set(
    Object.entries(packages)
      .filter(([path, {dev}]) => path !== '' && !dev)
      .map(([path, {version}]) => `${path.replace(/^.*node_modules\//, '')}@${version}`),
  );
  const kept = components.filter(({name, version}) => shipped.has(`${name}@${version}`));
  const refs = new Set([document.metadata.component, ...kept].map(component => component['bom-ref']));
  return {
    ...document,
    components: kept,
    dependencies: dependencies
      .filter(({ref}) => refs.has(ref))
      .map(({ref, dependsOn}) => ({ref, dependsOn: dependsOn?.filter(to => refs.has(to))})),
  };
}
