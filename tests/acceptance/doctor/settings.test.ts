import {expect} from '@loopback/testlab';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {withFolder} from '../../support/folder';
import {visit} from '../../support/doctor';

const GOOD_SECRETS = {JWT_SECRET: 'x'.repeat(40), APP_PASSWORD: 'cavalo bateria grampo'};

describe('the doctor looks at settings and machine', function () {
  this.timeout(30_000);
  const folder = withFolder('suite');

  it('finds nothing wrong on a laptop, and ends well', async () => {
    const {exitCode, findings, stderr} = await visit({DATA_DIR: folder.path});
    expect(findings.filter(({severity}) => severity !== 'ok')).to.eql([]);
    expect([exitCode, stderr]).to.eql([0, '']);
  });

  it('tells all refused settings at once, each with its fix, and fails', async () => {
    const env = {NODE_ENV: 'production', PORT: 'dez', RATE_LIMIT: '-1', S3_ENDPOINT: 'http://minio:9000'};
    const {exitCode, findings} = await visit(env);
    const refused = findings.filter(({code}) => code === 'setting_refused');
    expect(refused.map(({what}) => what.split(' ', 1)[0])).to.eql([
      'PORT',
      'S3_ACCESS_KEY',
      'RATE_LIMIT',
      'JWT_SECRET',
      'APP_PASSWORD',
    ]);
    expect(refused.every(({fix}) => fix?.startsWith('Set '))).to.be.true();
    expect(exitCode).to.equal(1);
  });

  it('finds what nobody reads', async () => {
    const {exitCode, findings} = await visit({
      DATABSE_URL: 'x',
      jwt_secret: 'x',
      S3_BUCKET_FILE: '/x',
      EDITOR: 'vi',
      DATA_DIR: folder.path,
    });
    const found = findings.filter(
      ({check, severity}) => check === 'misspelt-settings' && severity === 'warning',
    );
    expect(found.map(({code, what}) => [code, what.split(' ', 1)[0]]).sort()).to.eql([
      ['setting_misspelt', 'DATABSE_URL'],
      ['setting_misspelt', 'jwt_secret'],
      ['setting_not_from_file', 'S3_BUCKET_FILE'],
    ]);
    expect(exitCode).to.equal(0);
  });

  const production = {NODE_ENV: 'production', ...GOOD_SECRETS};
  const s3 = {S3_ENDPOINT: 'http://127.0.0.1:1', S3_ACCESS_KEY: 'a', S3_SECRET_KEY: 'b'};
  const contradictions: {code: string; env: Record<string, string>}[] = [
    {code: 'environment_unknown', env: {NODE_ENV: 'prod'}},
    {code: 'ports_equal', env: {PORT: '8080', METRICS_PORT: '8080'}},
    {code: 'database_embedded', env: production},
    {code: 'objects_local', env: production},
    {code: 'store_settings_unused', env: {S3_ACCESS_KEY: 'a'}},
    {code: 'public_endpoint_inside', env: {...production, ...s3}},
    {code: 'everybody_trusted', env: {TRUSTED_PROXIES: '10.0.0.0/8,0.0.0.0/0'}},
    {code: 'refresh_shorter_than_access', env: {REFRESH_TOKEN_SECONDS: '60'}},
    {
      code: 'secret_not_replaced',
      env: {...GOOD_SECRETS, JWT_SECRET_PREVIOUS: GOOD_SECRETS.JWT_SECRET},
    },
    {code: 'health_details_open', env: {...production, HEALTH_DETAILS: 'on'}},
    {code: 'rate_limit_off', env: {...production, RATE_LIMIT: '0'}},
    {code: 'proxies_none', env: production},
  ];
  for (const {code, env} of contradictions) {
    it(`warns of ${code}`, async () => {
      const {severities} = await visit(env);
      expect(severities[code]).to.equal('warning');
    });
  }

  it('finds too few descriptors, a heap beyond the memory, and an old Node.js', async () => {
    const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'22.1.0'})`;
    const node = ['--max-old-space-size=99999999', '--import', old];
    const {severities, exitCode} = await visit({DATA_DIR: folder.path}, {node, shell: 'ulimit -n 512'});
    expect(severities).to.containEql({
      open_files: 'warning',
      heap_too_large: 'warning',
      node_version: 'error',
    });
    expect(exitCode).to.equal(1);
  });

  it('finds a folder without room that cannot be written to', async () => {
    // It is of the kernel: it has no room, and takes no files.
    const {severities, exitCode} = await visit({DATA_DIR: '/proc/artistas'});
    expect(severities).to.containEql({disk_space: 'error', disk_writable: 'error'});
    expect(exitCode).to.equal(1);
  });

  it('speaks Portuguese where the machine does, and English where it is asked to', async () => {
    const env = {LANG: 'pt_BR.UTF-8', NODE_ENV: 'prod', DATA_DIR: folder.path};
    const {stdout: portuguese} = await visit(env, {args: []});
    expect(portuguese).to.match(
      /^aviso {4}contradictions: NODE_ENV não é "production"[^\n]+\n {9}→ Defina NODE_ENV=production\.$/m,
    );
    expect(portuguese).to.match(/\n\d+ ok, 1 aviso, 0 erro\n$/);
    const {stdout: english} = await visit(env, {args: ['--lang=en']});
    expect(english).to.match(/^warning {2}contradictions: NODE_ENV is neither/m);
  });

  it('shows no secret, wherever it came from and whoever quotes it', async () => {
    const secret = 'canario-9f8e7d';
    const file = join(folder.path, 'secret');
    writeFileSync(file, `${secret}-de-arquivo\n`);
    const env = {
      NODE_ENV: 'production',
      JWT_SECRET_FILE: file,
      APP_PASSWORD: `${secret}-senha`,
      DATABASE_URL: `postgresql://u:${secret}@127.0.0.1:1/x`,
      REDIS_URL: `redis://:${secret}@127.0.0.1:1`,
      ...s3,
      S3_SECRET_KEY: `${secret}-s3`,
    };
    for (const args of [['--json'], ['--lang=pt']]) {
      const {stdout, stderr, exitCode} = await visit(env, {args});
      expect(stdout + stderr).to.not.containEql('canario');
      expect(exitCode).to.equal(1);
    }
    // Even as the reason of an address that is refused.
    const {stdout} = await visit({...env, PORT: `${secret}-senha`});
    expect(stdout).to.containEql('[redacted]').and.not.containEql('canario');
  });

  for (const args of [['--bogus'], ['--url=ftp://x'], ['extra']]) {
    it(`refuses ${args.join(' ')} with a sentence`, async () => {
      const {exitCode, stdout, stderr} = await visit({}, {args});
      expect([exitCode, stdout]).to.eql([2, '']);
      expect(stderr)
        .to.match(/--/)
        .and.not.match(/\n {4}at /);
    });
  }
});
