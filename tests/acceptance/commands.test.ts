import {expect} from '@loopback/testlab';
import {symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {withDatabase} from '../support/database';
import {blocksIn, commandsIn, DocCommand, isElsewhere, isForCluster, PAGES} from '../support/doc-commands';
import {withFolder} from '../support/folder';
import {freePort} from '../support/free-port';
import {withRegionaisApi} from '../support/regionais-api';
import {REPLACED_SERVICE, REPLACED_SERVICE_ROWS} from '../support/replaced-service';
import {Done, Shell} from '../support/shell';
import {ROOT} from '../support/source-files';
import {sql} from '../support/sql';

const STARTED = /Press Ctrl-C to stop/;
const START = /\bnpm start\b/;
/** The second one shows what a refusal looks like. */
const REFUSED_ON_PURPOSE = /-d '\{\}'/;
const commands = PAGES.flatMap(page => commandsIn(page).filter(one => !isForCluster(one)));
const pages = [...new Set(commands.map(({page}) => page))].filter(page => page !== 'docs/moving.md');

describe('commands of the pages, on a laptop', function () {
  this.timeout(120_000);
  let service: Shell | undefined;
  let hand: Shell | undefined;
  // Before the hooks of what they use.
  after(async () => {
    await hand?.close();
    await service?.close();
  });
  const regionais = withRegionaisApi();
  const database = withDatabase({template: 'sample'});
  const old = withDatabase({template: 'empty'});
  const folder = withFolder('suite');
  let port = 0;
  /** The service that all the others talk to. */
  const first = commands.find(({text}) => START.test(text))!;
  const settings = async (): Promise<Record<string, string>> => ({
    PORT: String(await freePort()),
    METRICS_PORT: String(await freePort()),
    DATA_DIR: join(folder.path, 'data'),
    BACKUP_FOLDER: join(folder.path, 'backups'),
    REGIONAIS_URL: regionais.api.url,
    // A person types slower than ten commands a minute.
    RATE_LIMIT: '0',
  });

  before(async () => {
    regionais.api.behave([{id: 1, nome: 'CUIABÁ'}]);
    const env = await settings();
    port = Number(env['PORT']);
    service = Shell.open(env);
    await service.runUntil(first.text, STARTED, 90_000);
    // What it leaves in the folder where it is open is ours to remove.
    hand = Shell.open(env, folder.path);
    for (const name of ['package.json', 'src', 'k8s', 'dist', 'node_modules'])
      symlinkSync(join(ROOT, name), join(folder.path, name));
  });

  /** What a page cannot know: ports, and what is only an example. */
  async function here(text: string): Promise<string> {
    const other = await freePort();
    return text
      .replaceAll('localhost:8080', `localhost:${port}`)
      .replace('PORT=9000', `PORT=${other}`)
      .replace('postgresql://user:password@localhost/artistas', database.url)
      .replace(
        /^(npm run doctor.*)https:\/\/artistas\.example\b/,
        `PORT=${other} $1http://localhost:${other}`,
      );
  }

  async function follow(command: DocCommand): Promise<void> {
    // It runs already.
    if (command === first) return;
    const text = await here(command.text);
    if (START.test(text)) return followStart(text);
    if (/^curl -N/.test(text)) return followStream(text);
    expectGood(await hand!.run(text), text);
  }

  /** One more process, which is stopped again. */
  async function followStart(text: string): Promise<void> {
    const env = {...(await settings()), DATA_DIR: join(folder.path, 'another')};
    const shell = Shell.open(env);
    try {
      await shell.runUntil(text, STARTED);
    } finally {
      await shell.close();
    }
  }

  async function followStream(text: string): Promise<void> {
    const [stream, another] = [Shell.open({}), Shell.open({})];
    const listening = stream.runUntil(text.replace('<id>', lastEventId), /^data: .*"Escutado/m);
    const album = `curl -s localhost:${port}/api/v1/album -u seletivo:admin -H 'Content-Type: application/json'`;
    // Until somebody hears of one: which of them comes after the stream has begun nobody knows.
    let heard = false;
    void listening.finally(() => (heard = true)).catch(() => undefined);
    while (!heard) await another.run(`${album} -d '{"nome":"Escutado"}'`);
    lastEventId = /^id: (\S+)$/m.exec((await listening).output)![1]!;
    await Promise.all([stream.close(), another.close()]);
  }
  let lastEventId = '';

  for (const page of pages) {
    describe(page, () => {
      for (const command of commands.filter(one => one.page === page && !isElsewhere(one))) {
        it(`${command.line}: ${command.text.split('\n')[0]}`, () => follow(command));
      }
    });
  }

  it('README.md: the client in JavaScript hears of an album', async () => {
    const [block] = blocksIn('README.md', ['js']);
    writeFileSync(join(folder.path, 'client.mjs'), await here(block!.text));
    const client = Shell.open({}, folder.path);
    const listening = client.runUntil(`'${process.execPath}' client.mjs`, /dev\.artistas\.album\.criado/);
    let heard = false;
    void listening.finally(() => (heard = true)).catch(() => undefined);
    while (!heard) await follow({page: 'README.md', line: 0, text: newAlbum});
    await client.close();
  });
  const newAlbum = `curl -s localhost:8080/api/v1/album -u seletivo:admin -H 'Content-Type: application/json' -d '{"nome":"X"}'`;

  it('README.pt-BR.md has the same commands', () => {
    const plain = (text: string): string =>
      text.replace(/\s+#.*$/gm, '').replace('usuario:senha@', 'user:password@');
    const portuguese = commandsIn('README.pt-BR.md').map(({text}) => plain(text));
    expect(portuguese).to.eql(commandsIn('README.md').map(({text}) => plain(text)));
  });

  it('docs/moving.md works on a database of the replaced service', async () => {
    await sql(old.url, REPLACED_SERVICE + REPLACED_SERVICE_ROWS);
    const base = await settings();
    const env: Record<string, string> = {
      ...base,
      DATABASE_URL: old.url,
      DATA_DIR: join(folder.path, 'moved'),
    };
    const shell = Shell.open(env);
    const [first, second, ...rest] = commandsIn('docs/moving.md');
    for (const {text} of [first!, second!]) expectGood(await shell.run(text), text);
    const moved = Shell.open(env);
    await moved.runUntil('npm start', STARTED);
    for (const {text} of rest)
      expectGood(await shell.run(text.replaceAll('localhost:8080', `localhost:${env['PORT']}`)), text);
    await Promise.all([shell.close(), moved.close()]);
  });
});

/** It ended well, and no answer that it printed is an error. */
function expectGood({exitCode, output}: Done, text: string): void {
  const said = {text, output: output.slice(-2_000)};
  expect({...said, exitCode}).to.eql({...said, exitCode: 0});
  if (!/\bcurl\b/.test(text) || REFUSED_ON_PURPOSE.test(text)) return;
  // Every refusal says so by this member, and what prints the status alone prints it.
  const isRefused = /"error"\s*:/.test(output) || /^[45]\d\d$/m.test(output);
  expect({...said, isRefused}).to.eql({...said, isRefused: false});
}
