/** What Kubernetes calls our objects. */
export const GROUP = 'artistas.dev';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;
export const KIND = 'ArtistasApi';
export const PLURAL = 'artistasapis';

/** What is asked for once, of an `ArtistasApi`. */
export const BACKUP_KIND = 'ArtistasBackup';
export const BACKUP_PLURAL = 'artistasbackups';
export const RESTORE_KIND = 'ArtistasRestore';
export const RESTORE_PLURAL = 'artistasrestores';
export const REQUEST_KINDS = [BACKUP_KIND, RESTORE_KIND] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Under this name the operator owns the fields that it applies; another name would make them somebody else's. */
export const FIELD_MANAGER = 'artistas-operator';
