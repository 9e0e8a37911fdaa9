import {ChildProcess, execFile, spawn} from 'node:child_process';
import {cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {ROOT} from './source-files';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Layers that do not change from one build to the next stay here. */
const STORE = join(homedir(), '.cache/artistas-tools/images');
/** Of these the packages and the compiled sources of this checkout. */
const KEPT = 'localhost/artistas-api:build';
const SUITE = 'bookworm';
const NODE = join(ROOT, 'node_modules/node');

/** What the image says of itself. */
export interface ImageConfig {
  readonly User: string;
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
}

/** What building and running an image takes; undefined when the machine has it all. */
export async function missingForImages(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'images are built and run by root';
  for (const program of ['buildah', 'debootstrap', 'unshare']) {
    const found = await run('sh', ['-c', `command -v ${program}`]).catch(() => undefined);
    if (!found) return `${program} is not on this machine`;
  }
  return undefined;
}

async function buildah(...args: string[]): Promise<string> {
  const own = ['--root', join(STORE, 'storage'), '--runroot', join(STORE, 'run')];
  const {stdout} = await run('buildah', [...own, ...args], {
    maxBuffer: MAX_OUTPUT_BYTES,
    env: {...process.env, STORAGE_DRIVER: 'overlay'},
  });
  return stdout.trim();
}

/**
 * The image of this checkout, built by its Dockerfile on a stand-in for Node's own image: there need not be a registry.
 * The stand-in is a minimal Debian with the Node of the npm package and the machine's npm.
 */
export class Image {
  private constructor(
    readonly name: string,
    private readonly container: string,
    /** Where its files are. */
    readonly root: string,
    readonly config: ImageConfig,
  ) {}

  /** @param fresh nothing of an earlier build is taken, which costs minutes */
  static async build({fresh = false}: {readonly fresh?: boolean} = {}): Promise<Image> {
    const base = await ensureStandIn();
    const name = `localhost/artistas-api:test-${process.pid}-${fresh ? 'fresh' : 'kept'}`;
    const args = [`NODE_IMAGE=${base}`, 'GIT_COMMIT=0123abc', 'VERSION=9.9.9'].flatMap(arg => [
      '--build-arg',
      arg,
    ]);
    // One moment for all files, so that two builds can be compared.
    const same = ['--layers', '--timestamp', '0', ...(fresh ? ['--no-cache'] : [])];
    const bud = ['bud', '--isolation', 'chroot', '--network', 'host', ...same, ...args];
    if (!fresh) {
      await buildah(...bud, '--target', 'build', '--tag', KEPT, ROOT);
      // What is left of other checkouts. One that a build beside this one uses, or one that was killed, stays.
      await buildah('rmi', '--prune').catch(() => undefined);
    }
    await buildah(...bud, '--tag', name, ROOT);
    const container = await buildah('from', '--pull-never', name);
    return new Image(name, container, await buildah('mount', container), (await inspect(name)).config);
  }

  /** Digests of what its layers hold, down to modes and times of files. */
  async layers(): Promise<readonly string[]> {
    return (await inspect(this.name)).rootfs.diff_ids;
  }

  /** As a registry would keep it. */
  async compressedBytes(): Promise<number> {
    const folder = await mkdtemp(join(tmpdir(), 'artistas-image-'));
    try {
      await buildah('push', this.name, `oci:${folder}:test`);
      const blobs = join(folder, 'blobs/sha256');
      const sizes = (await readdir(blobs)).map(async blob => (await stat(join(blobs, blob))).size);
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    } finally {
      await rm(folder, {recursive: true});
    }
  }

  /**
   * Runs a command in it as Kubernetes would: as its user, with a root that cannot be written to, `/tmp` in memory, and no
   * shell. The network is ours.
   */
  run(
    command: readonly string[],
    env: Readonly<Record<string, string>>,
    mounts: readonly string[] = [],
  ): ChildProcess {
    const enter = [
      'mount --bind "$root" "$root" && cd "$root"',
      'mount -t tmpfs tmpfs tmp && mount --rbind /dev dev && mount -t proc proc proc',
      ...mounts.map(folder => `mkdir -p "$root${folder}" && mount --bind "${folder}" "$root${folder}"`),
      'mount --bind /dev/null usr/bin/dash && mount --bind /dev/null usr/bin/bash',
      'mount -o remount,bind,ro "$root"',
      'exec chroot --userspec=1000:1000 --groups= "$root" "$@"',
    ].join(' && ');
    return spawn('unshare', ['--mount', '--propagation', 'private', 'sh', '-c', enter, 'sh', ...command], {
      env: {
        ...Object.fromEntries(this.config.Env.map(pair => pair.split(/=(.*)/s, 2))),
        ...env,
        PATH: '/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        root: this.root,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async remove(): Promise<void> {
    await buildah('rm', this.container);
    await buildah('rmi', this.name);
  }
}

interface Inspected {
  readonly config: ImageConfig;
  readonly rootfs: {readonly diff_ids: readonly string[]};
}

async function inspect(name: string): Promise<Inspected> {
  const {OCIv1} = JSON.parse(await buildah('inspect', '--type', 'image', name)) as {OCIv1: Inspected};
  return OCIv1;
}

/** @returns name of the stand-in for this Node and this npm */
async function ensureStandIn(): Promise<string> {
  const npm = dirname(dirname(await realNpm()));
  const versions = await Promise.all([NODE, npm].map(versionOf));
  const name = `localhost/node-stand-in:${versions.join('-npm-')}`;
  const isThere = await buildah('inspect', '--type', 'image', name).catch(() => undefined);
  if (isThere) return name;
  await mkdir(STORE, {recursive: true});
  const root = await mkdtemp(join(STORE, 'debian-'));
  try {
    await run('debootstrap', ['--variant=minbase', SUITE, root], {maxBuffer: MAX_OUTPUT_BYTES});
    await Promise.all(
      ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man', 'usr/share/locale'].map(
        folder => rm(join(root, folder), {recursive: true, force: true}),
      ),
    );
    await cp(join(NODE, 'bin/node'), join(root, 'usr/local/bin/node'));
    await cp(npm, join(root, 'usr/local/lib/node_modules/npm'), {recursive: true});
    await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
    await copyTrust(root);
    const container = await buildah('from', 'scratch');
    await buildah('add', '--quiet', container, root, '/');
    await buildah('config', '--env', 'PATH=/usr/local/bin:/usr/bin:/bin', container);
    await buildah('commit', '--quiet', '--rm', container, name);
  } finally {
    await rm(root, {recursive: true});
  }
  return name;
}

/** A mirror of the registry may be signed by an authority that only this machine knows. */
async function copyTrust(root: string): Promise<void> {
  const get = async (key: string): Promise<string> =>
    (await run('npm', ['config', 'get', key])).stdout.trim();
  for (const [file, to] of [
    [await get('globalconfig'), 'usr/local/etc/npmrc'],
    [await get('cafile'), undefined],
  ] as const) {
    const isFile = await stat(file).catch(() => undefined);
    if (isFile) await cp(file, join(root, to ?? file), {recursive: true, dereference: true});
  }
}

async function realNpm(): Promise<string> {
  return (await run('sh', ['-c', 'realpath "$(command -v npm)"'])).stdout.trim();
}

async function versionOf(folder: string): Promise<string> {
  return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {version: string}).version;
}
