import type {V1Ingress, V1Service} from '@kubernetes/client-node';
import type {ArtistasApi, ArtistasApiSpec} from '../api/artistas-api';
import type {Manifest} from '../api/manifest';
import {metadataFor, nameFor, selectorFor} from './names';

const SERVICE_PORT = 80;

/** A route of the Gateway API, of which the client library has no types. */
export interface HttpRoute extends Manifest {
  readonly spec: NonNullable<ArtistasApiSpec['httpRoute']> & {
    readonly rules: readonly {
      readonly backendRefs: readonly {readonly name: string; readonly port: number}[];
    }[];
  };
}

export const apiService = (cr: ArtistasApi): V1Service & Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadataFor(cr, 'api'),
  spec: {
    type: 'ClusterIP',
    selector: selectorFor(cr, 'api'),
    ports: [{name: 'http', port: SERVICE_PORT, targetPort: 'http', protocol: 'TCP'}],
  },
});

/** @returns undefined where the object asks for none */
export function ingress(cr: ArtistasApi): (V1Ingress & Manifest) | undefined {
  const wanted = cr.spec.ingress;
  if (!wanted) return undefined;
  const {className, hosts, tls, annotations} = wanted;
  const service = {name: nameFor(cr, 'api'), port: {name: 'http'}};
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadataFor(cr, 'api', {annotations}),
    spec: {
      ingressClassName: className,
      ...(tls && {tls: [{hosts, secretName: tls.secretName}]}),
      rules: hosts.map(host => ({
        host,
        http: {paths: [{path: '/', pathType: 'Prefix', backend: {service}}]},
      })),
    },
  };
}

/** @returns undefined where the object asks for none */
export function httpRoute(cr: ArtistasApi): HttpRoute | undefined {
  const wanted = cr.spec.httpRoute;
  if (!wanted) return undefined;
  const {parentRefs, hostnames} = wanted;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: metadataFor(cr, 'api'),
    spec: {
      parentRefs,
      hostnames,
      rules: [{backendRefs: [{name: nameFor(cr, 'api'), port: SERVICE_PORT}]}],
    },
  };
}

/** Where the API is: outside of the cluster if it is served there, else inside. A Gateway is taken to speak TLS. */
export function publicUrl(cr: ArtistasApi): string {
  const {ingress: wanted, httpRoute: route} = cr.spec;
  if (wanted) return `${wanted.tls ? 'https' : 'http'}://${wanted.hosts[0]}`;
  if (route) return `https://${route.hostnames[0]}`;
  return `http://${nameFor(cr, 'api')}.${cr.metadata.namespace ?? 'default'}.svc`;
}
