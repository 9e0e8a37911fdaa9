import type {V1EnvVarSource, V1Volume} from '@kubernetes/client-node';
import type {VariableName} from '../../config/variables';
import type {ArtistasApi} from '../api/artistas-api';
import {nameFor} from './names';

/** Where the value of a secret setting is. */
export interface SecretSource {
  readonly setting: VariableName;
  /** Name of the Secret, and the key inside. */
  readonly name: string;
  readonly key: string;
}

/** Keys of the Secret that the operator makes where `auth` names none. */
export const PASSWORD_KEY = 'password';
export const JWT_SECRET_KEY = 'jwt-secret';

/** Every secret that the processes read, and where it is. */
export function secretSources(cr: ArtistasApi): readonly SecretSource[] {
  const {database, redis, objectStorage, auth} = cr.spec;
  const {name, accessKeyKey, secretKeyKey} = objectStorage.credentialsSecretRef;
  const login = auth.secretRef ?? {
    name: nameFor(cr, 'auth'),
    passwordKey: PASSWORD_KEY,
    jwtSecretKey: JWT_SECRET_KEY,
  };
  return [
    {setting: 'DATABASE_URL', ...database.secretRef},
    ...(database.readSecretRef ? [{setting: 'DATABASE_READ_URL', ...database.readSecretRef} as const] : []),
    ...(redis ? [{setting: 'REDIS_URL', ...redis.secretRef} as const] : []),
    {setting: 'S3_ACCESS_KEY', name, key: accessKeyKey},
    {setting: 'S3_SECRET_KEY', name, key: secretKeyKey},
    {setting: 'JWT_SECRET', name: login.name, key: login.jwtSecretKey},
    {setting: 'APP_PASSWORD', name: login.name, key: login.passwordKey},
  ];
}

/** Secrets that only pods of backups, restores and drills read. */
export function backupSources({spec: {backup}}: ArtistasApi): readonly SecretSource[] {
  if (!backup) return [];
  const {name, accessKeyKey, secretKeyKey} = backup.destination.credentialsSecretRef;
  return [
    {setting: 'BACKUP_S3_ACCESS_KEY', name, key: accessKeyKey},
    {setting: 'BACKUP_S3_SECRET_KEY', name, key: secretKeyKey},
  ];
}

/** Names of all that pods which serve read: when the content of one changes, they have to start anew. */
export interface References {
  readonly secrets: readonly string[];
  readonly configMaps: readonly string[];
}

export function referencesOf(cr: ArtistasApi): References {
  const {extraEnv, extraVolumes} = cr.spec.pod;
  const sources = extraEnv.map(({valueFrom}) => valueFrom as V1EnvVarSource | undefined);
  const volumes = (extraVolumes as unknown as readonly V1Volume[]).flatMap(volume => [
    volume,
    ...(volume.projected?.sources ?? []),
  ]);
  const secrets = [
    ...secretSources(cr).map(({name}) => name),
    ...sources.map(source => source?.secretKeyRef?.name),
    ...volumes.map(({secret}) => secret && ('secretName' in secret ? secret.secretName : nameIn(secret))),
  ];
  const configMaps = [
    ...sources.map(source => source?.configMapKeyRef?.name),
    ...volumes.map(({configMap}) => configMap?.name),
  ];
  return {secrets: distinct(secrets), configMaps: distinct(configMaps)};
}

/** Inside of a projected volume a Secret has a `name`. */
const nameIn = (reference: object): string | undefined => (reference as {name?: string}).name;

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter(name => name !== undefined))].sort();
}
