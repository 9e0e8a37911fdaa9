import {execFile} from 'node:child_process';
import {chmod, mkdir, mkdtemp, readdir, readlink, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect} from '@loopback/testlab';
import {runsAsRoot} from '../../../src/embedded/server-user';
import {withEmbedded} from '../../support/embedded';
import {requireOnMachine} from '../../support/machine';
import {query} from '../../support/query';

const run = promisify(execFile);

describe('embedded PostgreSQL: a full disk', () => {
  const disks: string[] = [];
  // Before the hook that removes the folder.
  afterEach(async () => {
    for (const disk of disks.splice(0)) await run('umount', [disk]);
  });
  const embedded = withEmbedded('test');

  before(async function () {
    requireOnMachine(this, await canMount(), 'needs the right to mount a small disk');
  });

  const givenDisk = async (options: string): Promise<string> => {
    await mkdir(embedded.dataDir);
    await run('mount', ['-t', 'tmpfs', '-o', `mode=755,${options}`, 'none', embedded.dataDir]);
    disks.push(embedded.dataDir);
    return embedded.dataDir;
  };

  it('is told before anything is written, with what is free and what is needed', async () => {
    const disk = await givenDisk('size=20m');
    expect(await embedded.refusal()).to.equal(
      `The disk that holds ${disk} is full: 20 MiB are free and the embedded PostgreSQL needs 64; ` +
        'free some space or set DATA_DIR to another disk.',
    );
    expect(await readdir(disk)).to.be.empty();
  });

  it('is told when it fills up while the database is made, and nothing half made stays', async () => {
    // Room for bytes but not for as many files as a cluster has.
    const disk = await givenDisk('size=100m,nr_inodes=100');
    expect(await embedded.refusal()).to.equal(
      `The disk that holds ${disk} is full; free some space or set DATA_DIR to another folder.`,
    );
    expect(await readdir(disk)).to.be.empty();
  });
});

describe('embedded PostgreSQL: as root in a folder that others cannot enter', () => {
  const embedded = withEmbedded('test');

  before(function () {
    requireOnMachine(this, runsAsRoot(), 'needs to run as root');
  });

  it('keeps the data where the server can reach it, found by a link', async () => {
    await mkdir(embedded.dataDir);
    await chmod(join(embedded.dataDir, '..'), 0o700);
    const first = await embedded.start();
    await query(first.url, 'create table nota as select 42 as valor');
    await first.stop();
    const home = await readlink(join(embedded.dataDir, 'postgres'));
    const second = await embedded.start();
    expect(await query(second.url, 'select valor from nota')).to.eql([{valor: 42}]);
    await second.stop();
    await rm(home, {recursive: true});
  });
});

/** Root may still lack the right, as in most containers. */
async function canMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'artistas-test-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder]);
    await run('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, {recursive: true});
  }
}
