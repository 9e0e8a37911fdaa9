import {expect} from '@loopback/testlab';
import {readdir} from 'node:fs/promises';
import {BACKUP_EXIT} from '../../../src/config/exit-codes';
import {migrate} from '../../../src/datasources/migrations';
import {withEmbedded} from '../../support/embedded';
import {withFolder} from '../../support/folder';
import {Ended, runProgram} from '../../support/programs';
import {sql} from '../../support/sql';

describe('npm run backup, restore and drill', () => {
  const embedded = withEmbedded('test');
  const vault = withFolder('test');

  const run = (name: string, ...args: string[]): Promise<Ended> =>
    runProgram(name, args, {
      DATA_DIR: embedded.dataDir,
      BACKUP_FOLDER: vault.path,
      LOG_LEVEL: 'error',
    });
  const lastOf = ({output}: Ended): Record<string, unknown> =>
    JSON.parse(output.trim().split('\n').at(-1)!) as Record<string, unknown>;

  it('work on the embedded database, whether it runs or not', async function () {
    this.timeout(60_000);
    let postgres = await embedded.start();
    await migrate({databaseUrl: postgres.url, sampleData: true});
    const made = await run('backup');
    expect([made.exitCode, made.output]).to.eql([0, made.output]);
    expect(lastOf(made)).to.containEql({objects: 0, missingObjects: 0});
    expect(made.output).to.match(/^tables: \d+ of \d+ tables$/m);
    await sql(postgres.url, 'delete from artista_album; delete from album');
    await postgres.stop();

    const refused = await run('restore');
    expect(refused.exitCode).to.equal(1);
    expect(refused.output).to.match(/say --replace/);
    const looked = await run('restore', '--dry-run');
    expect(lastOf(looked)).to.containEql({dryRun: true});
    const restored = await run('restore', '--replace');
    expect([restored.exitCode, restored.output]).to.eql([0, restored.output]);
    const drilled = await run('drill');
    expect([drilled.exitCode, drilled.output]).to.eql([0, drilled.output]);
    expect(Object.keys(lastOf(drilled))).to.containDeep([
      'recoverySeconds',
      'lostSeconds',
      'rows',
      'sampled',
    ]);

    postgres = await embedded.start();
    expect(await sql(postgres.url, 'select count(*)::int as albums from album')).to.eql([{albums: 13}]);
    expect(await sql(postgres.url, `select from pg_database where datname like '%ensaio%'`)).to.eql([]);
    expect((await readdir(embedded.dataDir)).sort()).to.eql(['objetos', 'postgres']);
    expect(lastOf(await run('backup', '--list'))).to.containEql({id: lastOf(made).id});
    expect(lastOf(await run('backup', '--check'))).to.containEql({whole: true});
  });

  it('end by their exit code, with a sentence', async () => {
    const postgres = await embedded.start();
    await migrate({databaseUrl: postgres.url, sampleData: true});
    const nothing = await run('drill');
    expect(nothing.exitCode).to.equal(BACKUP_EXIT.noArchive);
    expect(nothing.output).to.match(/^There is no archive in .*; make one: npm run backup\.$/m);
    const named = await run('restore', '20200101T000000000Z-abcd');
    expect(named.output).to.match(/^There is no archive 20200101T000000000Z-abcd in/);
  });
});
