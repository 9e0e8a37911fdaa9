import './engine';
import {loadConfig} from '../config/config';
import {StartupError} from '../config/startup-error';
import {ObservabilityKeys} from '../observability/keys';
import {readBuildInfo} from '../observability/build-info';
import {createLogger} from '../observability/logger';
import {startTracing} from '../tracing/start';
import {WorkerApplication} from '../worker-application';
import {requireFreePort} from './free-port';
import {runProcess, Running} from './process';

/** The worker process: jobs, and probes on the metrics port. */
async function start(): Promise<Running> {
  const config = loadConfig(process.env);
  const databaseUrl = config.database.url;
  if (!databaseUrl) {
    throw new StartupError(
      'DATABASE_URL must be set: a worker has no database of its own, and "npm start" does the jobs inside the API.',
    );
  }
  const logger = createLogger(config.logLevel);
  const stopTracing = await startTracing(config, {version: readBuildInfo().version, logger});
  if (config.metricsPort > 0) await requireFreePort(config.host, config.metricsPort, 'METRICS_PORT');
  const app = new WorkerApplication({config, databaseUrl, logger});
  await app.boot();
  await app.start();
  logger.info({metricsPort: config.metricsPort}, 'working');
  const readiness = await app.get(ObservabilityKeys.READINESS);
  const stop = async (): Promise<void> => {
    logger.info('stopping');
    readiness.stop();
    await app.stop();
    await stopTracing();
  };
  // Nobody sends it anything.
  return {stop, drainSeconds: 0};
}

runProcess(start);
