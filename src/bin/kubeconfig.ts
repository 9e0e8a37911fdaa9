import {Agent, RequestOptions} from 'node:https';

/**
 * Prints how to reach the cluster of the present kubeconfig, and as whom, as one line of JSON for the operator. The client
 * library does all of it here, so that its memory is the operator's for a moment only.
 */
async function main(): Promise<void> {
  const {KubeConfig} = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromDefault();
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error('The kubeconfig names no cluster: set its current-context.');
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const {ca, cert, key, servername, rejectUnauthorized} = (options.agent as Agent).options;
  const basic = options.auth && {Authorization: `Basic ${Buffer.from(options.auth).toString('base64')}`};
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined;
  const credentials = {
    server: cluster.server,
    tls: {ca: text(ca), cert: text(cert), key: text(key), servername, rejectUnauthorized},
    headers: {...(options.headers as Record<string, string> | undefined), ...basic},
  };
  process.stdout.write(`${JSON.stringify(credentials)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
