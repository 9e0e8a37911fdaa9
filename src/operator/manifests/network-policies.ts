import type {V1NetworkPolicyPeer, V1NetworkPolicyPort} from '@kubernetes/client-node';
import type {ArtistasApi} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {Component, Labels, metadataFor, MetadataOptions, selectorFor} from './names';

/** The client library calls `from` otherwise than the wire does. */
interface IngressRule {
  readonly from?: readonly V1NetworkPolicyPeer[];
  readonly ports: readonly V1NetworkPolicyPort[];
}
interface EgressRule {
  readonly to?: readonly V1NetworkPolicyPeer[];
  readonly ports?: readonly V1NetworkPolicyPort[];
}
export interface NetworkPolicy extends Manifest {
  readonly spec: {
    readonly podSelector: {readonly matchLabels: Labels};
    readonly policyTypes: readonly ('Ingress' | 'Egress')[];
    readonly ingress: readonly IngressRule[];
    readonly egress: readonly EgressRule[];
  };
}

const ALL_PODS: V1NetworkPolicyPeer = {namespaceSelector: {}};
const DNS: EgressRule = {
  ports: [
    {protocol: 'UDP', port: 53},
    {protocol: 'TCP', port: 53},
  ],
};
const HTTPS_PORT = 443;
const ARCHIVE_COMPONENTS = ['backup', 'restore', 'drill'] as const;

/** One for the pods of each component: who may call them, and whom they may call. */
export function networkPolicies(cr: ArtistasApi): NetworkPolicy[] {
  if (!cr.spec.networkPolicy.enabled) return [];
  const {database, redis, objectStorage} = servicePorts(cr);
  const all = [database, redis, objectStorage, regionaisPort(cr)];
  return [
    policy(cr, 'api', [http(cr), metrics(cr)], all),
    policy(cr, 'worker', [metrics(cr)], all),
    policy(cr, 'sincronizar', [], all),
    // It looks first whether the bucket is there.
    policy(cr, 'migrate', [], [database, objectStorage]),
    ...(cr.spec.backup ? ARCHIVE_COMPONENTS.map(component => archivePolicy(cr, component)) : []),
  ];
}

/** That of the pods of one of them. @param metadata where it does not hang on the object */
export function archivePolicy(
  cr: ArtistasApi,
  component: (typeof ARCHIVE_COMPONENTS)[number],
  metadata?: MetadataOptions,
): NetworkPolicy {
  const {database, objectStorage} = servicePorts(cr);
  return policy(cr, component, [], [database, objectStorage, ...backupPort(cr)], metadata);
}

function policy(
  cr: ArtistasApi,
  component: Component,
  ingress: readonly IngressRule[],
  ports: readonly (number | undefined)[],
  metadata?: MetadataOptions,
): NetworkPolicy {
  const distinct = [...new Set(ports.filter(port => port !== undefined))].sort((a, b) => a - b);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: metadataFor(cr, component, metadata),
    spec: {
      podSelector: {matchLabels: selectorFor(cr, component)},
      policyTypes: ['Ingress', 'Egress'],
      ingress,
      egress: [
        DNS,
        // Where these services are is in Secrets, and outside of the cluster for some: the port has to do.
        {ports: distinct.map(port => ({protocol: 'TCP', port}))},
        ...(cr.spec.networkPolicy.extraEgress as EgressRule[]),
      ],
    },
  };
}

/** An ingress controller may be anywhere, even on the nodes' own network: so by default anybody may call. */
function http({spec: {networkPolicy}}: ArtistasApi): IngressRule {
  const ports: V1NetworkPolicyPort[] = [{protocol: 'TCP', port: 'http'}];
  return networkPolicy.ingressFrom.length > 0 ? {from: networkPolicy.ingressFrom, ports} : {ports};
}

function metrics({spec: {networkPolicy}}: ArtistasApi): IngressRule {
  const from = networkPolicy.metricsFrom.length > 0 ? networkPolicy.metricsFrom : [ALL_PODS];
  return {from, ports: [{protocol: 'TCP', port: 'metrics'}]};
}

function servicePorts({
  spec: {database, redis, objectStorage},
}: ArtistasApi): Record<string, number | undefined> {
  return {
    database: database.port,
    redis: redis?.port,
    objectStorage: portOf(objectStorage.endpoint),
  };
}

/** Absent: the release names one that is called by HTTPS. */
const regionaisPort = ({spec: {regionais}}: ArtistasApi): number =>
  regionais.url === undefined ? HTTPS_PORT : portOf(regionais.url);

const backupPort = ({spec: {backup}}: ArtistasApi): number[] =>
  backup ? [portOf(backup.destination.endpoint)] : [];

function portOf(url: string): number {
  const {port, protocol} = new URL(url);
  if (port !== '') return Number(port);
  return protocol === 'https:' ? HTTPS_PORT : 80;
}
