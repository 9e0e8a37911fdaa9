import type {CloudEvent} from '#client';
import {clear, isShown, load, removeAlbum, showAlbum} from './catalogue.mjs';
import {byId, el} from './dom.mjs';
import {client} from './service.mjs';
import {texts} from './texts.mjs';

/** Changes come in bursts: what is shown is read again this long after the first one … */
const GATHER_MS = 400;
/** … and so many albums at once, since a request each is a request each. */
const MAX_AT_ONCE = 12;
/** A worker makes the pictures of a new cover meanwhile. */
const PICTURES_MS = 3_000;

const arrived = new Map<number, string>();
const changed = new Set<number>();
let gathering: ReturnType<typeof setTimeout> | undefined;
let lastEventId: string | undefined;
let connection: keyof Pick<ReturnType<typeof texts>, 'connecting' | 'live' | 'offline' | 'notLive'> =
  'connecting';

/**
 * Follows the catalogue while the page is looked at; whoever comes back gets what was missed. New albums are announced and
 * shown when they are asked for, so that nothing moves under anybody's finger; what is shown already changes in its place.
 */
export function startLive(): void {
  let ending: AbortController | undefined;
  const follow = (): void => {
    ending?.abort();
    if (document.hidden) return;
    ending = new AbortController();
    client
      .listen({
        path: '/api/v1/catalogo/eventos',
        lastEventId,
        signal: ending.signal,
        onEvent,
        onResync: () => void load(),
        onConnection: isConnected => showConnection(isConnected ? 'live' : 'offline'),
      })
      // Signed out, where that is needed: it begins again with the next session.
      .catch(() => showConnection('notLive'));
  };
  document.addEventListener('visibilitychange', follow);
  follow();
  restart = follow;
}

/** Listens anew, as somebody else. */
export let restart: () => void = () => undefined;

function showConnection(now: typeof connection): void {
  connection = now;
  byId('connection').dataset['text'] = connection;
  byId('connection').textContent = texts()[connection];
}

function onEvent({id, type, data}: CloudEvent): void {
  lastEventId = id;
  const {id: subject, nome, albumId} = data as {id?: number; nome?: string; albumId?: number};
  const album = albumId ?? subject ?? 0;
  if (type === 'dev.artistas.album.criado') announce(album, nome ?? '');
  else if (type === 'dev.artistas.album.excluido') {
    arrived.delete(album);
    removeAlbum(album);
    showArrivals();
  } else if (isShown(album)) refresh(album);
}

function announce(id: number, nome: string): void {
  if (isShown(id)) return;
  arrived.set(id, nome);
  showArrivals();
}

/** What has come and is not shown yet, with a button that shows it. */
export function showArrivals(): void {
  const [nome = ''] = arrived.values();
  const region = byId('arrivals');
  if (arrived.size === 0) return region.replaceChildren();
  const text = arrived.size === 1 ? texts().arrived(nome) : texts().arrivedMany(arrived.size);
  const show = el('button', {type: 'button'}, texts().show);
  show.addEventListener('click', () => void showNewest());
  const close = el('button', {type: 'button', class: 'close', 'aria-label': texts().close}, '×');
  close.addEventListener('click', () => {
    arrived.clear();
    showArrivals();
    byId('albums').focus({preventScroll: true});
  });
  region.replaceChildren(el('p', {}, text), show, close);
}

/** The newest first, and the focus on the first of them. */
export async function showNewest(): Promise<void> {
  if (!(await clear())) return;
  arrived.clear();
  showArrivals();
  scrollTo({top: 0});
  byId('albums').querySelector('button')?.focus();
}

function refresh(id: number): void {
  changed.add(id);
  gathering ??= setTimeout(() => {
    gathering = undefined;
    const ids = [...changed].slice(0, MAX_AT_ONCE);
    for (const one of ids) {
      changed.delete(one);
      void readAgain(one, {isLast: false});
    }
    const [next] = changed;
    if (next !== undefined) refresh(next);
  }, GATHER_MS);
}

async function readAgain(id: number, {isLast}: {isLast: boolean}): Promise<void> {
  const {data} = await client.api
    .GET('/api/v1/catalogo/albuns/{id}', {params: {path: {id}}})
    .catch(() => ({data: undefined}));
  if (!data) return;
  showAlbum(data);
  const isMaking = data.capa && Object.keys(data.capa.variantes).length === 0;
  if (isMaking && !isLast) setTimeout(() => void readAgain(id, {isLast: true}), PICTURES_MS);
}
