import {execFile} from 'node:child_process';
import {createHash} from 'node:crypto';
import {cpSync, existsSync, readdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {Image, missingForImages} from '../support/image';
import {Lockfile, lockfileFaults} from '../support/lockfile';
import {ROOT} from '../support/source-files';
import type {Row} from './types';

const run = promisify(execFile);
/** One moment for every build. */
const SOURCE_DATE_EPOCH = '1767225600';
/** Notes of the tools about one folder: when its files were written, and where its packages are. */
const NOT_BUILT = /^\.(built|lock|tsbuildinfo)$/;

interface Sbom {
  readonly components: readonly {readonly purl: string}[];
}

/** Every file that git knows or would know, in a folder of its own. */
async function copySources(to: string): Promise<void> {
  const {stdout} = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  for (const path of stdout.split('\0').filter(name => name !== '' && existsSync(join(ROOT, name)))) {
    await mkdir(dirname(join(to, path)), {recursive: true});
    cpSync(join(ROOT, path), join(to, path));
  }
}

async function npm(cwd: string, ...args: readonly string[]): Promise<void> {
  const env: NodeJS.ProcessEnv = {...process.env, SOURCE_DATE_EPOCH};
  // What was said to the npm that runs this is not meant for that one.
  for (const name of Object.keys(env)) if (/^npm_(config|lifecycle|package)_/.test(name)) delete env[name];
  await run('npm', args, {cwd, env, maxBuffer: 64 * 1024 * 1024});
}

/** Hash of every file of a build, by path. */
function hashesOf(folder: string): Map<string, string> {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(
    entry => entry.isFile() && !NOT_BUILT.test(entry.name),
  );
  return new Map(
    files.map(({parentPath, name}) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

/** Packages that a lockfile of npm says are installed for production, as the SBOM names them. */
function installedOf(folder: string): Set<string> {
  const {packages} = JSON.parse(
    readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'),
  ) as Lockfile;
  const shipped = Object.entries(packages).filter(([path, {dev}]) => !dev && existsSync(join(folder, path)));
  return new Set(
    shipped.map(
      ([path, {version}]) =>
        `pkg:npm/${path.replace(/^.*node_modules\//, '').replace('@', '%40')}@${version}`,
    ),
  );
}

/** The image of this checkout, built twice. @returns its layers, and how many of the second build are others */
async function buildImageTwice(): Promise<{count: number; different: number}> {
  const missing = await missingForImages();
  if (missing) throw new Error(missing);
  const images = [await Image.build(), await Image.build({fresh: true})];
  try {
    const [kept, fresh] = await Promise.all(images.map(image => image.layers()));
    const different = fresh!.filter((layer, index) => layer !== kept![index]).length;
    return {count: kept!.length, different: different + Math.abs(kept!.length - fresh!.length)};
  } finally {
    for (const image of images) await image.remove();
  }
}

/** S10: a clean clone is installed without a script, says what is in it, and is built twice, and so is the image but for `--quick`. */
export const supplyChain: Row = async ({quick}) => {
  const folder = await mkdtemp(join(tmpdir(), 'artistas-s10-'));
  const [first, second] = [join(folder, 'a'), join(folder, 'other', 'b')];
  try {
    await copySources(first);
    await copySources(second);
    const faults = lockfileFaults(readFileSync(join(first, 'package-lock.json'), 'utf8'));
    await npm(first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline');
    await npm(first, 'run', 'build');
    await npm(first, 'run', 'sbom');
    const sbom = JSON.parse(readFileSync(join(first, 'dist/sbom.cdx.json'), 'utf8')) as Sbom;
    const listed = new Set(sbom.components.map(({purl}) => purl));
    const installed = installedOf(first);
    const unlisted = [...installed].filter(name => !listed.has(name));
    const absent = [...listed].filter(name => !installed.has(name));
    rmSync(join(first, 'dist/sbom.cdx.json'));
    symlinkSync(join(first, 'node_modules'), join(second, 'node_modules'));
    await npm(second, 'run', 'build');
    const [one, other] = [hashesOf(join(first, 'dist')), hashesOf(join(second, 'dist'))];
    const different = [...one].filter(([path, hash]) => other.get(path) !== hash).map(([path]) => path);
    const image = quick ? undefined : await buildImageTwice();
    const isSame = different.length === 0 && one.size === other.size && !image?.different;
    const examples = [...faults, ...unlisted, ...absent, ...different].slice(0, 3).join(' · ');
    return {
      passed: faults.length + unlisted.length + absent.length === 0 && isSame,
      figure:
        `installed without scripts; ${faults.length} faults in the lockfile; SBOM ${listed.size} of ${installed.size} packages; ` +
        `${one.size} files built twice, ${different.length} differ ${examples}` +
        (image ? `; image: ${image.different} of ${image.count} layers differ` : ''),
      bar: '0; all; 0; 0',
    };
  } finally {
    await rm(folder, {recursive: true});
  }
};
