import type {V1ConfigMap} from '@kubernetes/client-node';
import {manifestsIn, render} from './helm';
import {Nginx} from './nginx';

export interface EdgeTargets {
  /** `host:port` of the API. */
  readonly api: string;
  /** `host:port` of the object storage, where there is one. */
  readonly minio?: string;
}

/** The edge of the chart, as it would run in a pod, but for addresses and folders. */
export async function startEdge(values: object, {api, minio = '127.0.0.1:9'}: EdgeTargets): Promise<Nginx> {
  const manifests = manifestsIn(await render({values}));
  const config = manifests.find(
    ({kind, metadata}) => kind === 'ConfigMap' && metadata.name === 'artistas-edge',
  );
  const text = (config as V1ConfigMap).data!['nginx.conf']!;
  return Nginx.launch((folder, port) =>
    text
      .replaceAll('/tmp/', `${folder}/`)
      .replaceAll('listen 8080', `listen 127.0.0.1:${port}`)
      .replaceAll('server artistas-api:80 ', `server ${api} `)
      .replaceAll('server artistas-minio:9000 ', `server ${minio} `)
      .replace('worker_processes auto;', 'worker_processes 1;'),
  );
}
