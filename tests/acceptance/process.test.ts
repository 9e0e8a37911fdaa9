import {expect} from '@loopback/testlab';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';

const API = join(__dirname, '../../src/bin/api.js');
const SECRET = 'segredo-canario-de-32-bytes-ou-mais-0123456789';
const PASSWORD = 'senha-canario';

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real process with these settings and no others of ours. */
function run(env: Record<string, string>) {
  const child = spawn(process.execPath, [API], {env: {PATH: process.env.PATH, ...env}, stdio: 'pipe'});
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, 'exit').then((): Ended => ({exitCode: child.exitCode, stdout, stderr}));
  return {child, ended, output: () => stdout};
}

describe('the process', () => {
  const database = withDatabase({template: 'sample'});
  const settings = (env: Record<string, string>): Record<string, string> => ({
    PORT: '0',
    METRICS_PORT: '0',
    DATABASE_URL: database.url,
    ...env,
  });
  const production = {NODE_ENV: 'production', JWT_SECRET: SECRET, APP_PASSWORD: PASSWORD};

  const refused: {name: string; env: Record<string, string>; setting: string}[] = [
    {name: 'the default secret', env: {...production, JWT_SECRET: ''}, setting: 'JWT_SECRET'},
    {name: 'a short secret', env: {...production, JWT_SECRET: 'curto-canario'}, setting: 'JWT_SECRET'},
    {name: 'the default password', env: {...production, APP_PASSWORD: ''}, setting: 'APP_PASSWORD'},
    {name: 'a proxy that is none', env: {TRUSTED_PROXIES: 'abc'}, setting: 'TRUSTED_PROXIES'},
    {name: 'a limit that is no number', env: {RATE_LIMIT: 'dez'}, setting: 'RATE_LIMIT'},
  ];
  for (const {name, env, setting} of refused) {
    it(`does not start with ${name}, and names the setting`, async () => {
      const {exitCode, stdout, stderr} = await run(settings(env)).ended;
      expect([exitCode, stdout]).to.eql([1, '']);
      expect(stderr).to.match(new RegExp(`^${setting} .+\\.\\n$`));
      expect(stderr).to.not.match(/canario/);
    });
  }

  it('does not start on a port that is in use, and says how to choose another', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const {port} = holder.address() as AddressInfo;
    const {exitCode, stderr} = await run(settings({PORT: String(port)})).ended;
    holder.close();
    expect([exitCode, stderr.split('\n').length]).to.eql([1, 2]);
    expect(stderr).to.match(new RegExp(`^Port ${port} .*PORT\\.\\n$`));
  });

  it('does not start without its database, and says so in one sentence without the password', async () => {
    const url = 'postgresql://usuario:senha-canario@127.0.0.1:1/nada';
    const env = settings({DATABASE_URL: url, DATABASE_WAIT_SECONDS: '0'});
    const {exitCode, stdout, stderr} = await run(env).ended;
    expect([exitCode, stderr.split('\n').length]).to.eql([1, 2]);
    expect(stdout + stderr).to.not.match(/canario/);
  });

  it('says where everything is, and ends in good order when told to', async () => {
    const {child, ended, output} = run(settings({}));
    await eventually('the service is announced', () => output().includes('Press Ctrl-C to stop.'), 20_000);
    const base = /running at (http:\/\/localhost:\d+)/.exec(output())?.[1];
    expect(output()).to.match(/explorer\s+\S+\/explorer\//);
    expect(output()).to.match(/monitor\s+\S+\/monitor\.html/);
    expect(output()).to.match(/health\s+\S+\/actuator\/health/);
    expect(output()).to.match(/user\s+seletivo \/ admin/);
    expect((await fetch(`${base}/actuator/health`)).status).to.equal(200);
    child.kill('SIGTERM');
    expect((await ended).exitCode).to.equal(0);
  });

  it('logs one JSON line an event, and no secret, in production', async () => {
    const {child, ended, output} = run(
      settings({...production, APP_USERNAME: 'outra', HOST: '127.0.0.1', PORT: '0'}),
    );
    await eventually('the process has started', () => output().includes('listening'), 20_000);
    child.kill('SIGTERM');
    const {exitCode, stdout} = await ended;
    expect(exitCode).to.equal(0);
    for (const line of stdout.trim().split('\n'))
      expect(JSON.parse(line)).to.have.properties('level', 'time', 'msg');
    expect(stdout).to.not.match(/canario/);
  });
});
