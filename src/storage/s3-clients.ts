import type {Agent} from 'node:http';
import type {Client} from 'minio';
import {agentFor, CallLimits, transportFor} from './s3-transport';
import type {S3Settings} from './types';

/** A part of 5 MiB, or the answer to it, may take a slow store this long. */
const DATA_LIMITS: CallLimits = {idleMs: 15_000};
/** A caller is told within this time that the store is away. */
const READY_LIMITS: CallLimits = {idleMs: 2_000, answerMs: 2_000};
/** Health has a second for everything. */
const PING_LIMITS: CallLimits = {idleMs: 800, answerMs: 800};

/** The `minio` client once for each kind of call: they differ in how long they wait, and in the host they sign for. */
export interface S3Clients {
  readonly data: Client;
  readonly ready: Client;
  readonly ping: Client;
  /** Signs for the host that clients use, and connects to nothing. */
  readonly links: Client;
  close(): void;
}

export async function openClients(settings: S3Settings): Promise<S3Clients> {
  const {Client} = await import('minio');
  const secure = new URL(settings.endpoint).protocol === 'https:';
  const agent = agentFor(secure);
  const clientTo = (endpoint: string, limits: CallLimits, transportAgent?: Agent): Client => {
    const {protocol, hostname, port} = new URL(endpoint);
    const useSSL = protocol === 'https:';
    return new Client({
      endPoint: hostname.replace(/^\[|\]$/g, ''),
      port: port ? Number(port) : undefined,
      useSSL,
      accessKey: settings.accessKey,
      secretKey: settings.secretKey,
      // Given, nothing has to be asked for it.
      region: settings.region,
      transport: transportFor(useSSL, limits) as never,
      transportAgent,
      // It would print to the console, and hide what went wrong.
      retryOptions: {disableRetry: true},
    });
  };
  return {
    data: clientTo(settings.endpoint, DATA_LIMITS, agent),
    ready: clientTo(settings.endpoint, READY_LIMITS, agent),
    ping: clientTo(settings.endpoint, PING_LIMITS, agent),
    links: clientTo(settings.publicEndpoint, DATA_LIMITS),
    close: () => agent.destroy(),
  };
}
