import './engine';
import {randomBytes} from 'node:crypto';
import {loadOperatorConfig} from '../config/operator-config';
import {readBuildInfo} from '../observability/build-info';
import {createLogger} from '../observability/logger';
import {registerProcessMetrics} from '../observability/process-metrics';
import {ApiClient} from '../operator/runtime/api-client';
import {LeaseElector} from '../operator/runtime/lease-elector';
import {OperatorMetrics} from '../operator/runtime/operator-metrics';
import {ProbeServer} from '../operator/runtime/probe-server';
import {Operator} from '../operator/steps/operator';
import {clusterCredentials} from './cluster-credentials';
import {requireFreePort} from './free-port';
import {runProcess, Running} from './process';

/** Not heard of the API server for longer than this, the process is not of use. */
const SILENCE_LIMIT_MS = 30_000;

/** The operator process: waits for the lease, looks after objects while it leads, and ends when it may not lead any more. */
async function start(): Promise<Running> {
  const config = loadOperatorConfig(process.env);
  const {lease, namespaces, metricsPort, metricsHost} = config;
  const logger = createLogger(config.logLevel);
  if (metricsPort > 0) await requireFreePort(metricsHost, metricsPort, 'METRICS_PORT');
  const metrics = new OperatorMetrics();
  registerProcessMetrics(metrics.registry, readBuildInfo());
  const credentials = clusterCredentials(config);
  await credentials.get();

  const stop = new AbortController();
  const elector = new LeaseElector({
    client: new ApiClient({credentials, onAnswer: metrics.onAnswer}),
    namespace: lease.namespace,
    name: lease.name,
    identity: `${lease.holder}_${randomBytes(4).toString('hex')}`,
    onElected: () => void operator.start().catch(giveUp),
    onLost: reason => giveUp(new Error(reason)),
    logger,
  });
  const client = new ApiClient({credentials, fence: elector.assertLeading, onAnswer: metrics.onAnswer});
  const operator = new Operator({client, namespaces, metrics, logger, isLeading: () => elector.isLeading});
  const isReady = (): boolean => performance.now() - elector.heardAt < SILENCE_LIMIT_MS;
  const probes = new ProbeServer(metrics.registry, isReady);
  if (metricsPort > 0) await probes.listen(metricsHost, metricsPort);
  void elector.run(stop.signal);
  logger.info({namespaces: namespaces.length > 0 ? namespaces : 'all'}, 'waiting for the lease');

  /** Whoever starts us starts us again, and with an empty memory. */
  function giveUp(error: unknown): never {
    logger.fatal({err: error}, 'the operator ends');
    process.exit(1);
  }

  const stopInOrder = async (): Promise<void> => {
    logger.info('stopping');
    await operator.stop();
    stop.abort();
    await elector.release();
    await probes.close();
  };
  // Nobody sends it anything.
  return {stop: stopInOrder, drainSeconds: 0};
}

runProcess(start);
