import {expect} from '@loopback/testlab';
import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {withDatabase} from '../support/database';
import {withRegionaisApi} from '../support/regionais-api';
import {sql} from '../support/sql';

const PROGRAM = join(__dirname, '../../src/bin/sincronizar.js');

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the process that synchronises once', function () {
  this.timeout(60_000);
  const external = withRegionaisApi();
  const database = withDatabase();

  function run(env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const given = {DATABASE_URL: database.url, REGIONAIS_URL: external.api.url, LOG_LEVEL: 'silent', ...env};
    return new Promise(resolve =>
      execFile(
        process.execPath,
        [PROGRAM],
        {env: {PATH: process.env.PATH, ...given}},
        (error, stdout, stderr) => resolve({exitCode: error ? Number(error.code) : 0, stdout, stderr}),
      ),
    );
  }
  const offices = async (): Promise<unknown[]> =>
    (await sql<{nome: string}>(database.url, 'select nome from regionais where ativo order by nome')).map(
      ({nome}) => nome,
    );

  it('brings the list in step, says what it did, and ends', async () => {
    external.api.behave([{id: 1, nome: 'CUIABÁ'}]);
    const {exitCode, stdout, stderr} = await run();
    expect([exitCode, stderr]).to.eql([0, '']);
    expect(JSON.parse(stdout)).to.containEql({origem: 'AGENDADA', estado: 'APLICADA', incluidas: 1});
    expect(await offices()).to.eql(['CUIABÁ']);
  });

  it('fails with a sentence when the list is no list, and changes nothing', async () => {
    external.api.behave([]);
    const {exitCode, stdout, stderr} = await run();
    expect([exitCode, stdout, stderr.split('\n').length]).to.eql([1, '', 2]);
    expect(await offices()).to.eql(['CUIABÁ']);
  });

  const refused: {env: Record<string, string>; setting: string}[] = [
    {env: {DATABASE_URL: ''}, setting: 'DATABASE_URL'},
    {env: {REGIONAIS_URL: 'off'}, setting: 'REGIONAIS_URL'},
  ];
  for (const {env, setting} of refused) {
    it(`needs ${setting}, and says so`, async () => {
      const {exitCode, stderr} = await run(env);
      expect([exitCode, stderr.split('\n').length]).to.eql([1, 2]);
      expect(stderr).to.match(new RegExp(`^${setting} `));
    });
  }
});
