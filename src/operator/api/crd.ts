import type {z} from 'zod';
import {artistasApi} from './artistas-api';
import {
  BACKUP_KIND,
  BACKUP_PLURAL,
  GROUP,
  KIND,
  PLURAL,
  RESTORE_KIND,
  RESTORE_PLURAL,
  VERSION,
} from './group';
import type {Manifest} from './manifest';
import {backupColumns, installationColumns, PrinterColumn, restoreColumns} from './printer-columns';
import {artistasBackup, artistasRestore} from './requests';
import {StructuralSchema, structuralSchema} from './structural-schema';

/** A kind of ours, as its definition is made from it. */
export interface DefinedKind {
  readonly kind: string;
  readonly plural: string;
  readonly shortName: string;
  /** Of the whole object. */
  readonly schema: z.ZodType;
  readonly columns: readonly PrinterColumn[];
  readonly subresources: object;
}

const installation: DefinedKind = {
  kind: KIND,
  plural: PLURAL,
  shortName: 'artapi',
  schema: artistasApi,
  columns: installationColumns,
  subresources: {
    status: {},
    scale: {
      specReplicasPath: '.spec.replicas',
      statusReplicasPath: '.status.replicas',
      labelSelectorPath: '.status.selector',
    },
  },
};

export const definedKinds: readonly DefinedKind[] = [
  installation,
  {
    kind: BACKUP_KIND,
    plural: BACKUP_PLURAL,
    shortName: 'artbak',
    schema: artistasBackup,
    columns: backupColumns,
    subresources: {status: {}},
  },
  {
    kind: RESTORE_KIND,
    plural: RESTORE_PLURAL,
    shortName: 'artres',
    schema: artistasRestore,
    columns: restoreColumns,
    subresources: {status: {}},
  },
];

/** Says which release a definition is of. */
export const RELEASE_ANNOTATION = 'artistas.dev/release';

/** Name of the definition of a kind. */
export const definitionName = ({plural}: Pick<DefinedKind, 'plural'>): string => `${plural}.${GROUP}`;

/** The CustomResourceDefinition of `ArtistasApi`. @param release as in {@link customResourceDefinitions} */
export const customResourceDefinition = (release?: string): Definition => definitionOf(installation, release);

export type Definition = Manifest & {readonly spec: object};

/**
 * The CustomResourceDefinitions of all kinds, as the API server takes them.
 * @param release what they say of themselves, so that an older release does not put its own in the place of newer ones
 */
export const customResourceDefinitions = (release?: string): Definition[] =>
  definedKinds.map(kind => definitionOf(kind, release));

function definitionOf(defined: DefinedKind, release: string | undefined): Definition {
  const {kind, plural, shortName, schema, columns, subresources} = defined;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: definitionName(defined),
      ...(release !== undefined && {annotations: {[RELEASE_ANNOTATION]: release}}),
    },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: {
        kind,
        listKind: `${kind}List`,
        plural,
        singular: kind.toLowerCase(),
        shortNames: [shortName],
        categories: ['artistas'],
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          schema: {openAPIV3Schema: rootSchema(schema)},
          subresources,
          additionalPrinterColumns: columns,
        },
      ],
    },
  };
}

/** The API server has its own rules for the members that every object has; of `metadata` only the name may be narrowed. */
function rootSchema(schema: z.ZodType): StructuralSchema {
  const {properties: {metadata, ...properties} = {}, ...root} = structuralSchema(schema);
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

/** What `spec` may say. @param kind default: `ArtistasApi` */
export const specSchema = ({schema}: Pick<DefinedKind, 'schema'> = installation): StructuralSchema =>
  rootSchema(schema).properties!.spec!;

/** What `status` may say. */
export const statusSchema = ({schema}: Pick<DefinedKind, 'schema'>): StructuralSchema =>
  rootSchema(schema).properties!.status!;
