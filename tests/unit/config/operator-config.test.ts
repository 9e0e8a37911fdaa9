import {expect} from '@loopback/testlab';
import {hostname} from 'node:os';
import type {Environment} from '../../../src/config/readers';
import {loadOperatorConfig, OperatorConfig} from '../../../src/config/operator-config';

describe('config of the operator', () => {
  const inPod = {KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443'};
  const cases: {name: string; env: Environment; read: (config: OperatorConfig) => unknown; want: unknown}[] =
    [
      {
        name: 'looks after its own namespace',
        env: {POD_NAMESPACE: 'catalogo'},
        read: c => c.namespaces,
        want: ['catalogo'],
      },
      {
        name: 'looks after those it is told of',
        env: {POD_NAMESPACE: 'catalogo', WATCH_NAMESPACE: 'a, b'},
        read: c => c.namespaces,
        want: ['a', 'b'],
      },
      {name: 'looks after all', env: {WATCH_NAMESPACE: '*'}, read: c => c.namespaces, want: []},
      {
        name: 'shares a lease of its namespace',
        env: {POD_NAMESPACE: 'catalogo', POD_NAME: 'op-1'},
        read: c => [c.lease.namespace, c.lease.holder],
        want: ['catalogo', 'op-1'],
      },
      {name: 'holds it by the name of the machine', env: {}, read: c => c.lease.holder, want: hostname()},
      {
        name: 'knows the API server in a pod',
        env: inPod,
        read: c => c.inCluster,
        want: {host: '10.96.0.1', port: '443'},
      },
      {
        name: 'takes a kubeconfig first',
        env: {...inPod, KUBECONFIG: '/x'},
        read: c => c.inCluster,
        want: undefined,
      },
      {name: 'tells of itself to its machine alone', env: {}, read: c => c.metricsHost, want: '127.0.0.1'},
      {
        name: 'tells of itself to everybody in production',
        env: {NODE_ENV: 'production'},
        read: c => c.metricsHost,
        want: '0.0.0.0',
      },
      {
        name: 'tells of itself where it is told to, wherever an API would serve',
        env: {HOST: '0.0.0.0', METRICS_HOST: '::1'},
        read: c => c.metricsHost,
        want: '::1',
      },
      {name: 'has its port beside that of an API', env: {}, read: c => c.metricsPort, want: 9080},
    ];
  for (const {name, env, read, want} of cases) {
    it(name, () => expect(read(loadOperatorConfig(env))).to.eql(want));
  }
});
