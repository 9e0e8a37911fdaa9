import {hostname} from 'node:os';
import {
  defaultHost,
  Environment,
  list,
  logLevel,
  LogLevel,
  metricsPort,
  number,
  readVariable,
} from './readers';
import type {VariableName} from './variables';

/** Settings of the operator, read once and frozen. `variables.ts` says what each means. */
export interface OperatorConfig {
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly lease: {readonly namespace: string; readonly name: string; readonly holder: string};
  /** The API server as a pod learns it; absent: a kubeconfig says where it is. */
  readonly inCluster?: {readonly host: string; readonly port: string};
  /** 0: neither metrics nor probes are served. */
  readonly metricsPort: number;
  readonly metricsHost: string;
  readonly logLevel: LogLevel;
}

/** @throws StartupError naming the variable that is malformed */
export function loadOperatorConfig(env: Environment): OperatorConfig {
  const text = (name: VariableName): string => readVariable(name, env);
  const namespaces = list(text('WATCH_NAMESPACE'));
  const {KUBERNETES_SERVICE_HOST: apiHost, KUBERNETES_SERVICE_PORT: apiPort = '443', KUBECONFIG} = env;
  return Object.freeze({
    namespaces: namespaces.includes('*') ? [] : namespaces.length > 0 ? namespaces : [text('POD_NAMESPACE')],
    lease: {
      namespace: text('POD_NAMESPACE'),
      name: text('LEASE_NAME'),
      holder: text('POD_NAME') || hostname(),
    },
    ...(apiHost && !KUBECONFIG && {inCluster: {host: apiHost, port: apiPort}}),
    metricsPort: metricsPort(text('METRICS_PORT'), number('PORT', text('PORT'))),
    metricsHost: text('METRICS_HOST') || defaultHost(text('NODE_ENV') === 'production'),
    logLevel: logLevel(text('LOG_LEVEL')),
  });
}
