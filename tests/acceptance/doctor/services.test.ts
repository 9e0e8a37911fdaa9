import {expect} from '@loopback/testlab';
import {Redis} from 'ioredis';
import {createServer} from 'node:net';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {givenDatabase, TestDatabase, withDatabase} from '../../support/database';
import {visit} from '../../support/doctor';
import {withFolder} from '../../support/folder';
import {requireOnMachine} from '../../support/machine';
import {Nginx} from '../../support/nginx';
import {ObjectServer} from '../../support/object-servers';
import {hasRedis, RedisServer} from '../../support/redis';
import {failingWith, withRegionaisApi} from '../../support/regionais-api';
import {sql} from '../../support/sql';

/** Two minutes ahead of everybody. */
const WRONG_CLOCK = ['--import', 'data:text/javascript,const now=Date.now;Date.now=()=>now()+120000'];

describe('the doctor looks at PostgreSQL', function () {
  this.timeout(60_000);
  const database = withDatabase();
  const changed = (change: (url: URL) => void): string => {
    const url = new URL(database.url);
    change(url);
    return url.href;
  };

  it('finds nothing wrong with a migrated one', async () => {
    const {findings, exitCode} = await visit({DATABASE_URL: database.url});
    expect(findings.filter(({severity}) => severity !== 'ok')).to.eql([]);
    expect(findings.map(({code}) => code)).to.containDeep([
      'database_version',
      'database_latency',
      'database_clock',
      'schema',
      'database_rights',
    ]);
    expect(exitCode).to.equal(0);
  });

  const faults: {code: string; change: (url: URL) => void; severity: string; env?: Record<string, string>}[] =
    [
      {code: 'database_unreachable', change: url => (url.port = '1'), severity: 'error'},
      {code: 'database_refused', change: url => (url.password = 'errada'), severity: 'error'},
      {code: 'database_missing', change: url => (url.pathname = '/nenhum'), severity: 'error'},
      {
        code: 'database_read_only',
        change: url => url.searchParams.set('options', '-cdefault_transaction_read_only=on'),
        severity: 'error',
      },
      {
        code: 'database_connections',
        change: () => undefined,
        severity: 'warning',
        env: {DATABASE_POOL_SIZE: '100'},
      },
    ];
  for (const {code, change, severity, env} of faults) {
    it(`tells ${code}`, async () => {
      const {severities, exitCode} = await visit({DATABASE_URL: changed(change), ...env});
      expect(severities[code]).to.equal(severity);
      expect(exitCode).to.equal(severity === 'error' ? 1 : 0);
    });
  }

  it('tells of a replica that is none, and of one that is away', async () => {
    const none = await visit({DATABASE_URL: database.url, DATABASE_READ_URL: database.url});
    expect(none.severities['replica_follows_nobody']).to.equal('warning');
    const away = await visit({
      DATABASE_URL: database.url,
      DATABASE_READ_URL: changed(url => (url.port = '1')),
    });
    expect(away.severities['replica_unreachable']).to.equal('warning');
  });

  it('ends in time before one that says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    try {
      const port = String((silent.address() as AddressInfo).port);
      const {severities} = await visit({DATABASE_URL: changed(url => (url.port = port))});
      expect(severities['database_unreachable']).to.equal('error');
    } finally {
      silent.close();
    }
  });

  it('finds clocks that differ', async () => {
    const {severities, exitCode} = await visit({DATABASE_URL: database.url}, {node: WRONG_CLOCK});
    expect(severities['database_clock']).to.equal('error');
    expect(exitCode).to.equal(1);
  });

  it('finds a schema behind and one ahead, and no extension', async () => {
    const empty = await givenDatabase({template: 'empty'});
    const production = {NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(40), APP_PASSWORD: 'cavalo bateria'};
    const behind = await visit({DATABASE_URL: empty.url});
    expect(behind.severities).to.containEql({schema_behind: 'warning', database_extensions: 'warning'});
    const unmigrated = await visit({DATABASE_URL: empty.url, ...production});
    expect(unmigrated.severities['schema_behind']).to.equal('error');
    await empty.drop();

    const ahead = await givenDatabase();
    await sql(ahead.url, `insert into migracao (name, run_on) values ('/29990101000000-futuro', now())`);
    const found = await visit({DATABASE_URL: ahead.url});
    expect(found.findings.find(({code}) => code === 'schema_ahead')?.what).to.containEql(
      '29990101000000-futuro',
    );
    await ahead.drop();
  });

  it('finds tables that the user may not use', async () => {
    const role = 'doctor_sem_direitos';
    const limited = await givenDatabase();
    await sql(
      limited.url,
      `create role ${role} login password 'x'; grant select on all tables in schema public to ${role}`,
    );
    const url = new URL(limited.url);
    [url.username, url.password] = [role, 'x'];
    const {findings} = await visit({DATABASE_URL: url.href});
    await sql(limited.url, `drop owned by ${role}; drop role ${role}`);
    await limited.drop();
    expect(findings.find(({code}) => code === 'database_rights')).to.containEql({severity: 'error'});
    expect(findings.find(({code}) => code === 'database_rights')?.what).to.match(
      /album, album_imagens, artista/,
    );
  });

  it('finds a database in another encoding', async () => {
    const other: TestDatabase = await givenDatabase({template: 'empty'});
    await sql(other.url, `create database doctor_ascii template template0 encoding 'SQL_ASCII' locale 'C'`);
    const {severities} = await visit({DATABASE_URL: changed(url => (url.pathname = '/doctor_ascii'))});
    await sql(other.url, 'drop database doctor_ascii with (force)');
    await other.drop();
    expect(severities['database_encoding']).to.equal('error');
  });
});

describe('the doctor looks at Redis', function () {
  this.timeout(60_000);
  let server: RedisServer | undefined;
  let client: Redis | undefined;
  const folder = withFolder('suite');
  before(async function () {
    requireOnMachine(this, hasRedis(), 'redis-server');
    server = await RedisServer.start();
    client = new Redis(server.url);
  });
  after(async () => {
    client?.disconnect();
    await server?.kill();
  });

  it('finds one that would lose jobs, and one that would not', async () => {
    await client!.config('SET', 'maxmemory-policy', 'allkeys-lru');
    const bad = await visit({REDIS_URL: server!.url});
    expect(bad.severities).to.containEql({
      redis_policy: 'error',
      redis_persistence: 'warning',
      redis_version: 'ok',
    });
    expect(bad.exitCode).to.equal(1);
    const keeping = await RedisServer.start(['--appendonly', 'yes', '--dir', folder.path]);
    const good = await visit({REDIS_URL: keeping.url});
    await keeping.kill();
    expect(good.severities).to.containEql({redis_policy: 'ok', redis_persistence: 'ok', redis_clock: 'ok'});
    expect(good.exitCode).to.equal(0);
  });

  it('finds one that is away, refuses us, or has another time', async () => {
    const away = await visit({REDIS_URL: 'redis://127.0.0.1:1'});
    expect(away.severities['redis_unreachable']).to.equal('error');
    const late = await visit({REDIS_URL: server!.url}, {node: WRONG_CLOCK});
    expect(late.severities['redis_clock']).to.equal('error');
    await client!.config('SET', 'requirepass', 'outra');
    const refused = await visit({REDIS_URL: server!.url.replace('redis://', 'redis://:errada@')});
    expect(refused.severities['redis_unreachable']).to.equal('error');
  });
});

describe('the doctor looks at the object store', function () {
  this.timeout(60_000);
  let server: ObjectServer | undefined;
  const proxies: Nginx[] = [];
  before(async function () {
    requireOnMachine(this, ObjectServer.isOnMachine('minio') && Nginx.isOnMachine(), 'minio and nginx');
    server = await ObjectServer.start('minio');
  });
  after(async () => {
    await Promise.all(proxies.map(nginx => nginx.stop()));
    await server?.remove();
  });

  /** Address of a proxy before the store. @param line of its configuration */
  async function through(line: string): Promise<string> {
    const nginx = await Nginx.start([{host: '127.0.0.1', target: server!.url, lines: [line]}]);
    proxies.push(nginx);
    return `http://127.0.0.1:${nginx.port}`;
  }

  it('finds no bucket, and all well once it is there', async () => {
    expect((await visit(server!.settings)).severities['store_bucket']).to.equal('warning');
    await server!.makeBucket();
    const {severities, exitCode} = await visit({...server!.settings, S3_PUBLIC_ENDPOINT: await through('')});
    expect(severities).to.containEql({store_rights: 'ok', store_public_link: 'ok', store_clock: 'ok'});
    expect(exitCode).to.equal(0);
    expect(await server!.keys()).to.eql([]);
  });

  const faults: {
    code: string;
    severity: string;
    env: () => Promise<Record<string, string>> | Record<string, string>;
  }[] = [
    {code: 'store_unreachable', severity: 'error', env: () => ({S3_ENDPOINT: 'http://127.0.0.1:1'})},
    {code: 'store_refused', severity: 'error', env: () => ({S3_SECRET_KEY: 'errada'})},
    {
      code: 'store_rights',
      severity: 'error',
      env: async () => ({S3_ENDPOINT: await through('if ($request_method = PUT) { return 403; }')}),
    },
    {
      code: 'store_public_link',
      severity: 'error',
      env: async () => ({S3_PUBLIC_ENDPOINT: await through('rewrite ^/albuns/(.*)$ /outro/$1 break;')}),
    },
    {
      code: 'store_public_unreachable',
      severity: 'warning',
      env: () => ({S3_PUBLIC_ENDPOINT: 'http://127.0.0.1:1'}),
    },
  ];
  for (const {code, severity, env} of faults) {
    it(`tells ${code}`, async () => {
      const {severities, exitCode} = await visit({...server!.settings, ...(await env())});
      expect(severities[code]).to.equal(severity);
      expect(exitCode).to.equal(severity === 'error' ? 1 : 0);
    });
  }

  it('finds another time', async () => {
    const {severities} = await visit(server!.settings, {node: WRONG_CLOCK});
    expect(severities['store_clock']).to.equal('warning');
  });
});

describe('the doctor looks at the external API', function () {
  this.timeout(30_000);
  const external = withRegionaisApi();

  it('counts what it lists, and says why it lists nothing', async () => {
    external.api.behave([{id: 1, nome: 'CUIABÁ'}]);
    const {findings} = await visit({REGIONAIS_URL: external.api.url});
    expect(findings.at(-1)).to.containEql({
      severity: 'ok',
      what: 'The external API lists 1 regional offices.',
    });
    external.api.behave(failingWith(404));
    const {severities, exitCode} = await visit({REGIONAIS_URL: external.api.url});
    expect([severities['regional_api'], exitCode]).to.eql(['warning', 0]);
  });
});
