import {ArtistasClient, type components, type SessionStore, type Tokens} from '#client';
import {language} from './texts.mjs';

export type Album = components['schemas']['AlbumOfCatalogo'];
export type Artista = components['schemas']['Artista'];
export type Imagem = components['schemas']['Imagem'];

const KEPT = 'artistas.session';

/** Until the tab is closed. Nothing runs in this page but our own files, so nobody else reads it. */
const inTab: SessionStore = {
  read: () => (JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as Tokens | null) ?? undefined,
  write: tokens =>
    tokens ? sessionStorage.setItem(KEPT, JSON.stringify(tokens)) : sessionStorage.removeItem(KEPT),
};

/** Where the service is, wherever a proxy has put it; without the password of an address like `http://user:password@host/`. */
export const baseUrl = location.origin + location.pathname.replace(/\/[^/]*$/, '');

/** Is told when somebody has signed in or out, or a session has ended. */
export const sessions = new EventTarget();

export const client = new ArtistasClient({
  baseUrl,
  store: inTab,
  timeoutSeconds: 20,
  onSessionEnd: () => sessions.dispatchEvent(new Event('end')),
});

client.api.use({
  onRequest({request}) {
    request.headers.set('Accept-Language', language);
    return request;
  },
});

/** Something that the service refused: what it says is shown. */
export class Refusal extends Error {
  /** @param answer body of the answer */
  constructor(readonly answer: unknown) {
    super();
  }
}

/** What a refused request says. @param error body of the answer */
export function messageOf(error: unknown): {
  readonly message?: string;
  readonly fields: Readonly<Record<string, string>>;
} {
  const {
    detail,
    message,
    errors = {},
  } = (error ?? {}) as Partial<Record<'detail' | 'message', string>> & {
    errors?: Record<string, string>;
  };
  return {message: detail ?? message, fields: errors};
}
