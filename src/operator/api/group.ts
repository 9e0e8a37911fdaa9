/** What Kubernetes calls our objects. */
export const GROUP = 'artistas.dev';
export const VERSION = 'v1alpha1';
export const API_VERSION = `${GROUP}/${VERSION}`;
export const KIND = 'ArtistasApi';
export const PLURAL = 'artistasapis';

/** Under this name the operator owns the fields that it applies; another name would make them somebody else's. */
export const FIELD_MANAGER = 'artistas-operator';
