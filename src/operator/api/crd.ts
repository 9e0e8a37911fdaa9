import {artistasApi} from './artistas-api';
import {GROUP, KIND, PLURAL, VERSION} from './group';
import type {Manifest} from './manifest';
import {StructuralSchema, structuralSchema} from './structural-schema';

interface PrinterColumn {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date';
  readonly jsonPath: string;
  readonly description: string;
  /** From 1 on only `-o wide` shows it. */
  readonly priority?: number;
}

const READY = `.status.conditions[?(@.type=="Ready")]`;
const columns: readonly PrinterColumn[] = [
  {
    name: 'Ready',
    type: 'string',
    jsonPath: `${READY}.status`,
    description: 'Whether all is there and serves',
  },
  {name: 'Version', type: 'string', jsonPath: '.status.version', description: 'Release that runs'},
  {
    name: 'Replicas',
    type: 'integer',
    jsonPath: '.status.readyReplicas',
    description: 'API pods that are ready',
  },
  {
    name: 'Last sync',
    type: 'date',
    jsonPath: '.status.lastSyncTime',
    description: 'Regional offices in step',
  },
  {name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', description: 'Age of the object'},
  {name: 'URL', type: 'string', jsonPath: '.status.url', description: 'Where the API is', priority: 1},
  {
    name: 'Reason',
    type: 'string',
    jsonPath: `${READY}.reason`,
    description: 'Why it is not ready',
    priority: 1,
  },
];

/** Says which release a definition is of. */
export const RELEASE_ANNOTATION = 'artistas.dev/release';

/**
 * The CustomResourceDefinition of `ArtistasApi`, as the API server takes it.
 * @param release what it says of itself, so that an older release does not put its own in the place of a newer one
 */
export function customResourceDefinition(release?: string): Manifest & {readonly spec: object} {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${PLURAL}.${GROUP}`,
      ...(release !== undefined && {annotations: {[RELEASE_ANNOTATION]: release}}),
    },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: {
        kind: KIND,
        listKind: `${KIND}List`,
        plural: PLURAL,
        singular: KIND.toLowerCase(),
        shortNames: ['artapi'],
        categories: ['artistas'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          schema: {openAPIV3Schema: rootSchema()},
          subresources: {
            status: {},
            scale: {
              specReplicasPath: '.spec.replicas',
              statusReplicasPath: '.status.replicas',
              labelSelectorPath: '.status.selector',
            },
          },
          additionalPrinterColumns: columns,
        },
      ],
    },
  };
}

/** The API server has its own rules for the members that every object has; of `metadata` only the name may be narrowed. */
function rootSchema(): StructuralSchema {
  const {properties: {metadata, ...properties} = {}, ...root} = structuralSchema(artistasApi);
  const {name} = metadata!.properties!;
  return {
    ...root,
    required: ['spec'],
    properties: {
      apiVersion: {type: 'string', description: properties.apiVersion!.description},
      kind: {type: 'string', description: properties.kind!.description},
      metadata: {type: 'object', properties: {name: name!}},
      spec: properties.spec!,
      status: properties.status!,
    },
  };
}

/** What `spec` may say. */
export const specSchema = (): StructuralSchema => rootSchema().properties!.spec!;
