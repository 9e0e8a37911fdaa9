/** One package of a lockfile. */
interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  /** Comes inside of another one, under the hash of that. */
  readonly inBundle?: boolean;
}

/** `package-lock.json`, by path in the folder. */
export interface Lockfile {
  readonly lockfileVersion: number;
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** What could bring in something else than what was reviewed, a line each. */
export function lockfileFaults(text: string): string[] {
  const {lockfileVersion, packages} = JSON.parse(text) as Lockfile;
  const faults = Object.entries(packages).flatMap(([path, entry]) => {
    if (path === '') return [];
    if (entry.resolved !== undefined || entry.link) return [`${path} names a place`];
    if (!/^\d+\.\d+\.\d+/.test(entry.version ?? '')) return [`${path} is no release: ${entry.version}`];
    const isHashed = entry.inBundle || /^sha512-[\w+/]+=*$/.test(entry.integrity ?? '');
    return isHashed ? [] : [`${path} has no strong hash`];
  });
  return lockfileVersion === 3 ? faults : [`version ${lockfileVersion}`, ...faults];
}
