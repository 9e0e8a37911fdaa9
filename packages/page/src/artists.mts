import {byId, el} from './dom.mjs';
import {client, type Artista} from './service.mjs';
import {texts} from './texts.mjs';

/** A row of them; whoever is beyond is reached by an album. */
const MOST = 30;

export type Chosen = Pick<Artista, 'id' | 'nome'>;

const row = byId('artists');
let chosen: Chosen | undefined;
let changed: () => void = () => undefined;

/** Whose albums are asked for; undefined: everybody's. */
export const chosenArtist = (): Chosen | undefined => chosen;

/** @param onChange is told when somebody has chosen from the row */
export function startArtists(onChange: () => void): Promise<void> {
  changed = onChange;
  return showArtists();
}

/** The artists to choose by. They are a help: without them the page is whole. */
export async function showArtists(): Promise<void> {
  const {data} = await client.api
    .GET('/api/v1/catalogo/artistas', {params: {query: {size: MOST}}})
    .catch(() => ({data: undefined}));
  if (!data || data.content.length === 0) return;
  row.replaceChildren(chipOf(), ...data.content.map(chipOf));
  chooseArtist(chosen);
}

/** Marks that artist, whom the row need not have had; without one, all. */
export function chooseArtist(artist?: Chosen): void {
  chosen = artist;
  const id = String(artist?.id ?? '');
  if (artist && !row.querySelector(`[data-id="${id}"]`)) {
    if (!row.firstElementChild) row.append(chipOf());
    row.firstElementChild!.after(chipOf(artist));
  }
  for (const chip of row.querySelectorAll('button')) {
    const isChosen = chip.dataset['id'] === id;
    chip.setAttribute('aria-pressed', String(isChosen));
    if (isChosen) row.scrollTo({left: chip.offsetLeft - row.clientWidth / 2});
  }
}

function chipOf(artist?: Chosen): HTMLElement {
  const chip = el(
    'button',
    {type: 'button', 'data-id': artist?.id ?? ''},
    artist?.nome ?? texts().everyArtist,
  );
  if (!artist) chip.dataset['text'] = 'everyArtist';
  chip.addEventListener('click', () => {
    chooseArtist(artist);
    changed();
  });
  return chip;
}
