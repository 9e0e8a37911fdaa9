import type {V1ObjectMeta, V1OwnerReference} from '@kubernetes/client-node';
import type {ArtistasApi} from '../api/artistas-api';
import {FIELD_MANAGER, KIND} from '../api/group';
import type {Manifest} from '../api/manifest';

/** What an object is for: its name ends with it, and a label says it. */
export type Component =
  'api' | 'worker' | 'migrate' | 'sincronizar' | 'backup' | 'restore' | 'drill' | 'auth' | 'app';

/** Kubernetes' common labels: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
const NAME_LABEL = 'app.kubernetes.io/name';
const INSTANCE_LABEL = 'app.kubernetes.io/instance';
const COMPONENT_LABEL = 'app.kubernetes.io/component';
export const MANAGED_BY_LABEL = 'app.kubernetes.io/managed-by';
const APP_NAME = 'artistas-api';

export type Labels = Readonly<Record<string, string>>;

/** `<object>-<component>`. */
export const nameFor = (
  {metadata: {name}}: {readonly metadata: {readonly name: string}},
  component: Component,
): string => `${name}-${component}`;

/** Labels by which pods of one component of one object are found. They never change: a Deployment's selector cannot. */
export const selectorFor = (cr: ArtistasApi, component: Component): Labels => ({
  [NAME_LABEL]: APP_NAME,
  [INSTANCE_LABEL]: cr.metadata.name,
  [COMPONENT_LABEL]: component,
});

export const labelsFor = (cr: ArtistasApi, component: Component): Labels => ({
  ...selectorFor(cr, component),
  [MANAGED_BY_LABEL]: FIELD_MANAGER,
});

/** Selects what is for any of these components of one object, as a query for a list. */
export const componentsSelector = (
  {metadata}: Pick<ArtistasApi, 'metadata'>,
  components: readonly Component[],
): string => `${INSTANCE_LABEL}=${metadata.name},${COMPONENT_LABEL} in (${components.join()})`;

/** Selects all that the operator made, whoever it made it for, as a query for a list or a watch. */
export const MANAGED_SELECTOR = `${NAME_LABEL}=${APP_NAME},${MANAGED_BY_LABEL}=${FIELD_MANAGER}`;

/** What a child is for. */
export const componentOf = ({labels}: V1ObjectMeta): string | undefined => labels?.[COMPONENT_LABEL];

/** Name of the `ArtistasApi` that a child says it belongs to. */
export const instanceOf = ({labels}: V1ObjectMeta): string | undefined => labels?.[INSTANCE_LABEL];

/** Kubernetes removes what is so owned once the owner is gone. Absent where the owner is not stored: in plain manifests. */
export function ownerReferencesOf({
  apiVersion,
  kind,
  metadata: {name, uid},
}: Manifest): V1OwnerReference[] | undefined {
  return uid === undefined ? undefined : [{apiVersion, kind, name, uid, controller: true}];
}

/** Whether something goes with the `ArtistasApi` that it belongs to. */
export const isOwned = ({ownerReferences = []}: V1ObjectMeta): boolean =>
  ownerReferences.some(({kind, controller}) => kind === KIND && controller);

export interface MetadataOptions {
  /** Default: that of the component. */
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** It stays when its owner goes. Default: it goes. */
  readonly lasting?: boolean;
  /** Default: the object itself. */
  readonly owner?: Manifest;
}

/** Metadata of a child of an object. */
export function metadataFor(
  cr: ArtistasApi,
  component: Component,
  {name = nameFor(cr, component), annotations = {}, lasting = false, owner = cr}: MetadataOptions = {},
): V1ObjectMeta & {name: string} {
  const {namespace} = cr.metadata;
  const ownerReferences = lasting ? undefined : ownerReferencesOf(owner);
  return {
    name,
    ...(namespace !== undefined && {namespace}),
    labels: labelsFor(cr, component),
    ...(Object.keys(annotations).length > 0 && {annotations: {...annotations}}),
    ...(ownerReferences && {ownerReferences}),
  };
}
