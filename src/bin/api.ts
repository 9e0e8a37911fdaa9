import {sweepByOneThread} from './engine';
import type {AddressInfo} from 'node:net';
import {ArtistasApplication} from '../application';
import {Config, loadConfig} from '../config/config';
import {DEVELOPMENT_PASSWORD} from '../config/variables/auth';
import type {CatalogoDataSource} from '../datasources/catalogo.datasource';
import {migrate} from '../datasources/migrations';
import {startEmbeddedPostgres} from '../embedded/embedded-postgres';
import type {EmbeddedPostgres} from '../embedded/types';
import {JobKeys} from '../jobs/keys';
import {ObservabilityKeys} from '../observability/keys';
import {readBuildInfo} from '../observability/build-info';
import {createLogger} from '../observability/logger';
import {layOutMessages} from '../rest/message-layout';
import {startTracing} from '../tracing/start';
import {requireFreePort} from './free-port';
import {runProcess, Running} from './process';

/** To open queues takes a third of a second of the processor and of the database, which those whom we serve shall not feel. */
const JOBS_PACE = {afterMs: 2_000, betweenMs: 200};

/** The API process: database, migrations, application; stops them in the opposite order. */
async function start(signal: AbortSignal): Promise<Running> {
  const config = loadConfig(process.env);
  const logger = createLogger(config.logLevel);
  await layOutMessages();
  const stopTracing = await startTracing(config, {version: readBuildInfo().version, logger});
  await requireFreePort(config.host, config.port, 'PORT');
  if (config.metricsPort > 0) await requireFreePort(config.metricsHost, config.metricsPort, 'METRICS_PORT');

  const embedded = config.database.url ? undefined : await startEmbeddedPostgres({dataDir: config.dataDir});
  try {
    const databaseUrl = config.database.url ?? (embedded as EmbeddedPostgres).url;
    if (config.database.migrateOnStart) {
      const {sampleData, waitSeconds} = config.database;
      await migrate({
        databaseUrl,
        sampleData,
        waitSeconds,
        signal,
        withJobQueue: config.redisUrl === undefined,
        log: line => logger.info({part: 'migrations'}, line),
      });
    }
    const app = new ArtistasApplication({config, databaseUrl, logger});
    app.bind(JobKeys.PACE).to(JOBS_PACE);
    await app.boot();
    void (await app.get<CatalogoDataSource>('datasources.catalogo')).openAhead();
    await app.serve();
    const {server} = app.restServer.httpServer ?? {};
    const {port} = server?.address() as AddressInfo;
    if (config.production) logger.info({host: config.host, port}, 'listening');
    else announce(config, port);
    void embedded?.exited.then(sentence => {
      logger.fatal({part: 'database'}, sentence);
      process.exit(1);
    });
    sweepByOneThread();
    const readiness = await app.get(ObservabilityKeys.READINESS);
    const {drainSeconds} = config;
    const stop = async (): Promise<void> => {
      logger.info({drainSeconds}, 'stopping');
      readiness.stop();
      await app.drain(drainSeconds);
      await app.stop();
      await stopTracing();
      await embedded?.stop();
    };
    return {stop, drainSeconds};
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Tells the person at the keyboard where everything is. */
function announce({host, metricsPort, auth}: Config, port: number): void {
  const base = `http://${['127.0.0.1', '0.0.0.0', '::'].includes(host) ? 'localhost' : host}`;
  const password = auth.password === DEVELOPMENT_PASSWORD ? auth.password : '(APP_PASSWORD)';
  const lines = [
    `Artistas API is running at ${base}:${port}`,
    `  page      ${base}:${port}/`,
    `  explorer  ${base}:${port}/explorer/`,
    `  monitor   ${base}:${port}/monitor.html`,
    `  health    ${base}:${port}/actuator/health`,
    ...(metricsPort > 0
      ? [`  metrics   ${base}:${metricsPort}/metrics`, `  queues    ${base}:${metricsPort}/admin/filas`]
      : []),
    `  user      ${auth.username} / ${password}`,
    'Press Ctrl-C to stop.',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

runProcess(start);
