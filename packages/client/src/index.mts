export {ArtistasClient} from './client.mjs';
export type {ClientOptions} from './client.mjs';
export type {CloudEvent, ListenOptions} from './events.mjs';
export type {Credentials, Session, SessionStore, Tokens} from './session.mjs';
export {newKey} from './writes.mjs';
export {SignInError} from './session.mjs';
export type {components, operations, paths} from './schema.mjs';
