import {expect} from '@loopback/testlab';
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {withFolder} from '../support/folder';
import {CHART} from '../support/helm';

const SCRIPT = join(CHART, 'files/same-major.sh');

describe("the guard of the bundled PostgreSQL's data", () => {
  const folder = withFolder('test');
  const run = (): {code: number | null; said: string} => {
    const env = {PATH: process.env.PATH, PGDATA: folder.path, PG_MAJOR: '18'};
    const {status, stdout} = spawnSync('sh', ['-eu', SCRIPT], {env, encoding: 'utf8'});
    return {code: status, said: stdout};
  };

  it('lets a first start by', () => expect(run()).to.eql({code: 0, said: ''}));

  it('lets the same release by', () => {
    writeFileSync(join(folder.path, 'PG_VERSION'), '18\n');
    expect(run()).to.eql({code: 0, said: ''});
  });

  it('stops another one, and says the way', () => {
    writeFileSync(join(folder.path, 'PG_VERSION'), '17\n');
    const {code, said} = run();
    expect(code).to.equal(1);
    expect(said).to.match(
      /data are of PostgreSQL 17, and this image is PostgreSQL 18\. Set postgresql\.image\.tag back to 17/,
    );
  });
});
