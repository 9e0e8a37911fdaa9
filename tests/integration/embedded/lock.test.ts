import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {stat, utimes, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {expect} from '@loopback/testlab';
import {lineOf, withEmbedded} from '../../support/embedded';
import {requireOnMachine} from '../../support/machine';
import {query} from '../../support/query';

describe('embedded PostgreSQL: one instance a folder', () => {
  const embedded = withEmbedded('suite');
  const lockFile = (): string => join(embedded.dataDir, 'postgres/data/postmaster.pid');

  it('refuses a second one with a sentence, and the first goes on', async () => {
    const url = await lineOf(embedded.startHolder());
    expect(await embedded.refusal()).to.equal(
      `${embedded.dataDir} is in use by another instance; stop it or set DATA_DIR to another folder.`,
    );
    expect(await query(url, 'select 1 as one')).to.eql([{one: 1}]);
  });

  it('waits for one that is just stopping', async () => {
    const first = await embedded.start();
    // Not before the second has run into the lock.
    const log = (line: string): void => void (line.includes('already exists') && first.stop());
    const second = await embedded.start({log});
    expect(await query(second.url, 'select 1 as one')).to.eql([{one: 1}]);
  });

  it('sees through a lock whose process number belongs to another program now', async function () {
    requireOnMachine(this, existsSync('/proc/self/cmdline'), 'needs a /proc file system');
    await (await embedded.start()).stop();
    const dataFolder = dirname(lockFile());
    // Of the same account: PostgreSQL itself sees that another account's process is not its own.
    const {uid, gid} = await stat(dataFolder);
    const other = spawn('sleep', ['60'], {uid, gid});
    await writeFile(lockFile(), `${other.pid}\n${dataFolder}\n`);
    const {url} = await embedded.start().finally(() => other.kill());
    expect(await query(url, 'select 1 as one')).to.eql([{one: 1}]);
  });

  it('sees through a lock that was never written to the end', async () => {
    await (await embedded.start()).stop();
    await writeFile(lockFile(), '');
    await utimes(lockFile(), 0, 0);
    const {url} = await embedded.start();
    expect(await query(url, 'select 1 as one')).to.eql([{one: 1}]);
  });
});
