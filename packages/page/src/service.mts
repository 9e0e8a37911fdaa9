import {ArtistasClient, type components, type SessionStore, type Tokens} from '#client';
import {language, texts} from './texts.mjs';

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
  // The language that was chosen here, which need not be the browser's.
  fetch: request => {
    request.headers.set('Accept-Language', language);
    return fetch(request);
  },
});

/** Something that the service refused: what it says is shown. */
export class Refusal extends Error {
  constructor(
    readonly response: Response,
    readonly body: unknown,
  ) {
    super();
  }
}

/** What a refused request says; to who asked too often, when to ask again. */
export function messageOf(
  {status, headers}: {readonly status: number; readonly headers: Pick<Headers, 'get'>},
  body: unknown,
): {
  readonly message?: string;
  readonly fields: Readonly<Record<string, string>>;
} {
  const wait = status === 429 ? headers.get('Retry-After') : null;
  if (wait) return {message: texts().tooMany(wait), fields: {}};
  const {
    detail,
    message,
    errors = {},
  } = (body ?? {}) as Partial<Record<'detail' | 'message', string>> & {
    errors?: Record<string, string>;
  };
  return {message: detail ?? message, fields: errors};
}
