import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Credentials, CredentialSource} from './types';

/** Where Kubernetes puts what a pod may use. */
const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Tokens of pods are renewed in place long before they end. */
const TOKEN_AGE_MS = 60_000;
/** A kubeconfig may call a program that signs in somewhere. */
const READER_LIMIT_MS = 60_000;
const MAX_READER_BYTES = 4 * 1024 * 1024;

export interface InCluster {
  /** Host of the API server, from `KUBERNETES_SERVICE_HOST`. */
  readonly host: string;
  readonly port: string;
  /** Default: where Kubernetes puts it. */
  readonly folder?: string;
}

/** As the ServiceAccount of the pod we are in. */
export function inClusterCredentials({
  host,
  port,
  folder = SERVICE_ACCOUNT_FOLDER,
}: InCluster): CredentialSource {
  return remembered(TOKEN_AGE_MS, async () => ({
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    tls: {ca: await readFile(join(folder, 'ca.crt'), 'utf8')},
    headers: {Authorization: `Bearer ${(await readFile(join(folder, 'token'), 'utf8')).trim()}`},
  }));
}

/**
 * As the kubeconfig says, with all that the client library knows of certificates, tokens, plugins and OpenID Connect. A
 * process of its own reads it and is gone: loaded here, the library would take 84 MB of our memory for good.
 * @param reader the program: prints {@link Credentials} as JSON
 */
export function kubeconfigCredentials(reader: string): CredentialSource {
  return remembered(Infinity, async () => {
    const {stdout} = await promisify(execFile)(process.execPath, [reader], {
      timeout: READER_LIMIT_MS,
      maxBuffer: MAX_READER_BYTES,
    });
    return JSON.parse(stdout) as Credentials;
  });
}

function remembered(maxAgeMs: number, read: () => Promise<Credentials>): CredentialSource {
  let present: {readonly credentials: Promise<Credentials>; readonly readAt: number} | undefined;
  const forget = (): void => void (present = undefined);
  return {
    forget,
    get() {
      if (present && performance.now() - present.readAt < maxAgeMs) return present.credentials;
      const credentials = read();
      present = {credentials, readAt: performance.now()};
      credentials.catch(forget);
      return credentials;
    },
  };
}
