import {expect} from '@loopback/testlab';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {withDatabase} from '../support/database';
import {eventually} from '../support/eventually';
import {png} from '../support/images';
import {requireOnMachine} from '../support/machine';
import {hasRedis, RedisServer} from '../support/redis';
import {answering, RegionaisApi} from '../support/regionais-api';
import {ServiceProcess} from '../support/service-process';
import {sql} from '../support/sql';
import {TraceReceiver} from '../support/trace-receiver';

const SEEN_LIMIT_MS = 30_000;
const AUTHORIZATION = `Basic ${Buffer.from('seletivo:admin').toString('base64')}`;
const SERVER = 2;
const NAME = 'canario-em-valor';

/** A caller's own trace. */
const givenTrace = (flags = '01'): {id: string; traceparent: string} => {
  const id = [...crypto.getRandomValues(new Uint8Array(16))]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
  return {id, traceparent: `00-${id}-00f067aa0ba902b7-${flags}`};
};

for (const queue of ['PostgreSQL', 'Redis'] as const) {
  describe(`a trace, with jobs on ${queue}`, function () {
    this.timeout(90_000);
    let receiver: TraceReceiver;
    let regionais: RegionaisApi;
    let redis: RedisServer | undefined;
    let folder = '';
    const processes: ServiceProcess[] = [];
    // Before the database goes.
    after(async () => {
      await Promise.all(processes.map(process => process.stop()));
      await redis?.kill();
      await regionais?.stop();
      await receiver?.stop();
      await rm(folder, {recursive: true, force: true});
    });
    before(function () {
      requireOnMachine(this, queue === 'PostgreSQL' || hasRedis(), 'redis-server');
    });
    const database = withDatabase();
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'artistas-traces-'));
      [receiver, regionais] = await Promise.all([TraceReceiver.start(), RegionaisApi.start()]);
      if (queue === 'Redis') redis = await RedisServer.start();
      const env = {
        DATABASE_URL: database.url,
        DATA_DIR: folder,
        REGIONAIS_URL: `${regionais.url}?segredo=canario-em-endereco`,
        REGIONAIS_CRON: 'off',
        LOG_LEVEL: 'info',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-chave=abc%20def',
        ...(redis && {REDIS_URL: redis.url}),
      };
      processes.push(
        await ServiceProcess.start('api', {...env, RUN_WORKER: 'off'}),
        await ServiceProcess.start('worker', {...env, OTEL_SERVICE_NAME: 'artistas-worker'}),
      );
    });

    const call = (
      path: string,
      init: RequestInit & {headers?: Record<string, string>} = {},
    ): Promise<Response> =>
      fetch(`${processes[0]!.url}${path}`, {
        ...init,
        headers: {authorization: AUTHORIZATION, ...init.headers},
      });
    const seen = (id: string, names: readonly string[]) =>
      eventually(
        `spans ${names.join(', ')}`,
        () => names.every(name => receiver.of(id).some(span => span.name === name)),
        SEEN_LIMIT_MS,
      );
    const spanOf = (id: string, name: string) => receiver.of(id).find(span => span.name === name)!;

    it('goes on from the caller over request, SQL, outbox and relay to the job in another process', async () => {
      const {id, traceparent} = givenTrace();
      const json = {'content-type': 'application/json', traceparent};
      const album = await call('/api/v1/album', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({nome: NAME}),
      });
      const {id: albumId} = (await album.json()) as {id: number};
      const form = new FormData();
      form.append('files', new Blob([png()], {type: 'image/png'}), 'capa.png');
      const upload = await call(`/api/v1/albuns/${albumId}/imagens`, {
        method: 'POST',
        headers: {traceparent},
        body: form,
      });
      expect([album.status, upload.status]).to.eql([200, 200]);
      await seen(id, [
        'POST /api/v1/album',
        'POST /api/v1/albuns/{albumId}/imagens',
        'WITH',
        'send album.criado',
        'send imagem.incluida',
        'send gerar-variantes',
        'process gerar-variantes',
      ]);
      const request = spanOf(id, 'POST /api/v1/album');
      expect(request).to.containEql({
        parentSpanId: '00f067aa0ba902b7',
        kind: SERVER,
        service: 'artistas-api',
      });
      expect(request.attributes).to.containEql({
        'http.request.method': 'POST',
        'http.route': '/api/v1/album',
        'http.response.status_code': 200,
      });
      const insert = receiver
        .of(id)
        .find(({attributes}) => /insert into album /.test(String(attributes['db.query.text'])));
      expect(insert?.parentSpanId).to.equal(request.spanId);
      const event = spanOf(id, 'send album.criado');
      // The statement that wrote the event was within the request; so is what became of it.
      expect([event.parentSpanId, event.service]).to.eql([request.spanId, 'artistas-worker']);
      const job = spanOf(id, 'process gerar-variantes');
      expect([job.parentSpanId, job.service]).to.eql([
        spanOf(id, 'send gerar-variantes').spanId,
        'artistas-worker',
      ]);
      expect(receiver.of(id).some(({parentSpanId}) => parentSpanId === job.spanId)).to.be.true();
      const [row] = await sql<{traceparent: string}>(
        database.url,
        `select traceparent from evento where tipo = 'album.criado'`,
      );
      expect(row!.traceparent).to.equal(`00-${id}-${request.spanId}-01`);
    });

    it('goes on to the external API, and says nothing of the query', async () => {
      const {id, traceparent} = givenTrace();
      const heard = new Set<unknown>();
      regionais.behave((request, response) => {
        heard.add(request.headers['traceparent']);
        answering([{id: 1, nome: 'CUIABÁ'}])(request, response);
      });
      const {status} = await call('/api/v1/regionais/sincronizar', {method: 'POST', headers: {traceparent}});
      expect(status).to.equal(204);
      await seen(id, ['GET', 'POST /api/v1/regionais/sincronizar']);
      const outgoing = spanOf(id, 'GET');
      expect(outgoing.attributes['url.full']).to.equal(regionais.url);
      expect([...heard]).to.containEql(`00-${id}-${outgoing.spanId}-01`);
    });

    it('is named in the log', async () => {
      const {id, traceparent} = givenTrace();
      await call('/api/v1/album/999999', {headers: {traceparent}});
      const find = (): string | undefined =>
        processes[0]!.output.split('\n').find(text => text.includes(id) && text.endsWith('}'));
      const line = await eventually('the line of the request', find, SEEN_LIMIT_MS);
      expect(JSON.parse(line)).to.containEql({msg: 'request', trace_id: id, status: 404});
      await seen(id, ['GET /api/v1/album/{id}']);
      const span = spanOf(id, 'GET /api/v1/album/{id}');
      // The caller's mistake is none of ours.
      expect(span.status?.code ?? 0).to.equal(0);
      expect(JSON.parse(line).span_id).to.equal(span.spanId);
    });

    it('begins here where nobody began it, is left alone where the caller does, and ends nobody by nonsense', async () => {
      const quiet = givenTrace('00');
      await call('/api/v1/album/1', {headers: {traceparent: quiet.traceparent}});
      const nonsense = await call('/api/v1/album/2', {headers: {traceparent: 'x'.repeat(4_000)}});
      expect(nonsense.status).to.equal(404);
      const own = (): unknown =>
        receiver.spans.find(
          ({attributes, parentSpanId}) => attributes['url.path'] === '/api/v1/album/2' && !parentSpanId,
        );
      await eventually('a trace of its own', () => own() !== undefined, SEEN_LIMIT_MS);
      expect(receiver.of(quiet.id)).to.eql([]);
    });

    it('tells no value, no secret and no query, and carries the fields that were asked for', () => {
      expect(receiver.text).to.not.match(/canario|admin|Basic |segredo/);
      expect(new Set(receiver.calls.map(headers => headers['x-chave']))).to.eql(new Set(['abc def']));
    });

    it('makes none of statements that belong to nobody', () => {
      const roots = receiver.spans.filter(({parentSpanId}) => !parentSpanId);
      expect(roots.filter(({name}) => !/^(GET|POST|process) /.test(name)).map(({name}) => name)).to.eql([]);
    });
  });
}

describe('a collector that is away', function () {
  this.timeout(60_000);
  let api: ServiceProcess | undefined;
  // Before the database goes.
  after(() => api?.stop());
  const database = withDatabase();

  it('is told of once, and nobody waits for it', async () => {
    api = await ServiceProcess.start('api', {
      DATABASE_URL: database.url,
      LOG_LEVEL: 'warn',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    });
    const told = (): string[] =>
      api!.output.split('\n').filter(line => line.includes('spans cannot be sent'));
    const ask = async (): Promise<boolean> => {
      const {status} = await fetch(`${api!.url}/api/v1/album`, {headers: {authorization: AUTHORIZATION}});
      expect(status).to.equal(200);
      return told().length > 0;
    };
    await eventually('the log tells it', ask, SEEN_LIMIT_MS);
    expect(told()).to.have.length(1);
  });
});
