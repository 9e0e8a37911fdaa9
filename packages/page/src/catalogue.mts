import {chooseArtist, chosenArtist, showArtists, startArtists, type Chosen} from './artists.mjs';
import {coverOf} from './cover.mjs';
import {byId, el} from './dom.mjs';
import {client, messageOf, type Album} from './service.mjs';
import {texts} from './texts.mjs';

const PAGE_SIZE = 24;
/** A press of a key is not yet a word. */
const TYPING_MS = 150;
/** As the grid of the style sheet has them. */
const SIZES = '(min-width: 75rem) 12rem, (min-width: 40rem) 22vw, 45vw';

const albums = byId<HTMLUListElement>('albums');
const query = byId<HTMLInputElement>('query');
const more = byId<HTMLButtonElement>('more');

const shown = new Map<number, Album>();
let cursor: string | undefined;
let total: number | undefined;
let running = new AbortController();
let openAlbum: (album: Album) => void;

export const isShown = (id: number): boolean => shown.has(id);
export const albumShown = (id: number): Album | undefined => shown.get(id);

/** Empty places of the size of albums, so that nothing moves when these come. */
function showPlaces(): void {
  albums.replaceChildren(
    ...Array.from({length: PAGE_SIZE / 2}, () =>
      el('li', {class: 'place', 'aria-hidden': 'true'}, el('span', {class: 'cover'})),
    ),
  );
}

function cardOf(album: Album): HTMLLIElement {
  const artists = album.artistas.map(({nome}) => nome).join(', ');
  const button = el(
    'button',
    {type: 'button', class: 'card', 'aria-haspopup': 'dialog'},
    coverOf(album, SIZES),
    el('span', {class: 'words'}, el('span', {class: 'name'}, album.nome), el('span', {class: 'by'}, artists)),
  );
  button.addEventListener('click', () => openAlbum(shown.get(album.id) ?? album));
  return el('li', {'data-id': album.id}, button);
}

/** Puts what an album is now in the place of what it was; where the focus is, it stays. */
export function showAlbum(album: Album): void {
  const present = albums.querySelector(`[data-id="${album.id}"]`);
  if (!present) return;
  shown.set(album.id, album);
  const hadFocus = present.contains(document.activeElement);
  const card = cardOf(album);
  present.replaceWith(card);
  if (hadFocus) card.querySelector('button')!.focus();
}

export function removeAlbum(id: number): void {
  if (!shown.delete(id)) return;
  albums.querySelector(`[data-id="${id}"]`)?.remove();
  if (total !== undefined) total--;
  showCount();
}

/** Reads the first page of what is asked for, or the next one. @returns whether it came */
export async function load({isNext = false} = {}): Promise<boolean> {
  running.abort();
  running = new AbortController();
  const {signal} = running;
  albums.setAttribute('aria-busy', 'true');
  const busca = query.value.trim();
  try {
    const answer = await client.api.GET('/api/v1/catalogo/albuns', {
      params: {
        query: {
          size: PAGE_SIZE,
          busca: busca || undefined,
          artistaId: chosenArtist()?.id,
          cursor: isNext ? cursor : undefined,
        },
      },
      signal,
    });
    if (signal.aborted) return false;
    albums.setAttribute('aria-busy', 'false');
    if (!answer.data) {
      showRefusal(answer.response, answer.error, {isNext});
      return false;
    }
    if (!isNext) {
      shown.clear();
      albums.replaceChildren();
    }
    show(answer.data.content);
    total = answer.data.totalElements;
    cursor = /[?&]cursor=([^&>]+)[^>]*>; rel="next"/.exec(answer.response.headers.get('Link') ?? '')?.[1];
    cursor &&= decodeURIComponent(cursor);
    more.hidden = cursor === undefined;
    showCount();
    return true;
  } catch {
    if (signal.aborted) return false;
    albums.setAttribute('aria-busy', 'false');
    refuse(texts().failed, {isNext});
    return false;
  }
}

function show(rows: readonly Album[]): void {
  for (const album of rows) {
    if (shown.has(album.id)) continue;
    shown.set(album.id, album);
    albums.append(cardOf(album));
  }
}

/** How many there are, in the language of now; nothing before they are known. */
export function showCount(): void {
  if (total === undefined) return;
  byId('count').textContent = texts().count(total);
  const text = query.value.trim();
  const artist = chosenArtist();
  const clearAll = (): void => void clear();
  if (total > 0) byId('empty').hidden = true;
  else if (text !== '') showNotice(texts().nothingFor(text), texts().clear, clearAll);
  else if (artist) showNotice(texts().nothingOf(artist.nome), texts().showAll, clearAll);
  else showNotice(texts().nothing);
}

function showRefusal(response: Response, error: unknown, options: {isNext: boolean}): void {
  if (response.status !== 401) {
    refuse(messageOf(response, error).message ?? texts().failed, options);
    return;
  }
  forget();
  showNotice(texts().closed, texts().signIn, () => byId('account').click());
}

/** What is shown stays when only the next page did not come. */
function refuse(text: string, {isNext}: {isNext: boolean}): void {
  if (!isNext) forget();
  showNotice(text, texts().retry, () => {
    void loadAndFocus({isNext});
    if (!isNext) void showArtists();
  });
}

function forget(): void {
  shown.clear();
  albums.replaceChildren();
  total = undefined;
  byId('count').textContent = '';
}

/** What stands where there are no albums to show. */
function showNotice(text: string, action?: string, act?: () => void): void {
  more.hidden = true;
  const notice = byId('empty');
  notice.replaceChildren(el('p', {role: 'status'}, text));
  if (action && act) {
    const button = el('button', {type: 'button'}, action);
    button.addEventListener('click', act);
    notice.append(button);
  }
  notice.hidden = false;
}

/** All albums again, from the newest. @returns whether they came */
export function clear(): Promise<boolean> {
  query.value = '';
  chooseArtist();
  keepAddress();
  query.focus();
  return load();
}

/** A search is part of the address, so that it can be shared, and comes back. */
function keepAddress(): void {
  const text = query.value.trim();
  history.replaceState(null, '', text ? `?busca=${encodeURIComponent(text)}` : location.pathname);
}

/** Albums of one artist, and the focus on the first of them. */
export async function showAlbumsOf(artist: Chosen): Promise<void> {
  query.value = '';
  keepAddress();
  chooseArtist(artist);
  scrollTo({top: 0});
  await loadAndFocus();
}

/** Begins to search as people type, and shows what there is. @param open shows an album by itself */
export async function startCatalogue(open: (album: Album) => void): Promise<void> {
  openAlbum = open;
  query.value = new URLSearchParams(location.search).get('busca') ?? '';
  let typing: ReturnType<typeof setTimeout> | undefined;
  query.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => (keepAddress(), void load()), TYPING_MS);
  });
  byId('search').addEventListener('submit', event => event.preventDefault());
  more.addEventListener('click', () => void loadAndFocus({isNext: true}));
  document.addEventListener('keydown', event => {
    const isTyped = event.target instanceof HTMLInputElement || document.querySelector('dialog') !== null;
    if (event.key !== '/' || isTyped || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    query.focus();
  });
  showPlaces();
  await Promise.all([load(), startArtists(() => void load())]);
}

/** The focus goes on where what has come begins. */
export async function loadAndFocus({isNext = false} = {}): Promise<void> {
  const before = isNext ? albums.children.length : 0;
  if (await load({isNext})) albums.children[before]?.querySelector('button')?.focus();
}
