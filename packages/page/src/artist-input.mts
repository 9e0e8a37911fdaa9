import {newKey} from '#client';
import {el, field} from './dom.mjs';
import {client, Refusal, type Artista} from './service.mjs';
import {texts} from './texts.mjs';

const TYPING_MS = 150;
const SUGGESTIONS = 8;
/** Names that contain another one; more than so many are looked through by nobody. */
const MOST_ALIKE = 200;
const TYPES = ['CANTOR', 'BANDA'] as const;

/** A field that offers the artists of the catalogue, and asks what a new one is. */
export function artistInput(): {
  readonly node: HTMLElement;
  /** Whether all is known of the artist; asks for what is not. @throws Refusal */
  isSettled(): Promise<boolean>;
  /** Links the artist, a new one too, to an album; to do it twice changes nothing. @throws Refusal */
  link(albumId: number): Promise<void>;
} {
  const t = texts();
  const input = el('input', {name: 'artista', list: 'artist-names', autocomplete: 'off', maxlength: 200});
  const names = el('datalist', {id: 'artist-names'});
  const legend = el('legend');
  const kinds = el('fieldset', {hidden: true}, legend);
  for (const tipo of TYPES)
    kinds.append(
      el(
        'label',
        {},
        el('input', {type: 'radio', name: 'tipo', value: tipo, checked: tipo === 'CANTOR'}),
        t[tipo],
      ),
    );

  const search = async (size: number): Promise<Artista[]> => {
    const nome = input.value.trim();
    const {data, error, response} = await client.api.GET('/api/v1/catalogo/artistas', {
      params: {query: {nome, size}},
    });
    if (!data) throw new Refusal(response, error);
    return data.content;
  };
  const find = async (): Promise<Artista | undefined> => {
    const wanted = input.value.trim().toLocaleLowerCase();
    return (await search(MOST_ALIKE)).find(({nome}) => nome.toLocaleLowerCase() === wanted);
  };
  const create = async (): Promise<Artista> => {
    const nome = input.value.trim();
    const tipo = kinds.querySelector<HTMLInputElement>(':checked')!.value as Artista['tipo'];
    const headers = {'Idempotency-Key': key};
    const {data, error, response} = await client.api.POST('/api/v1/artistas', {body: {nome, tipo}, headers});
    if (!data) throw new Refusal(response, error);
    return data;
  };
  // Of what is written and chosen there now.
  let key = newKey();
  kinds.addEventListener('change', () => (key = newKey()));
  let typing: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    key = newKey();
    kinds.hidden = true;
    clearTimeout(typing);
    typing = setTimeout(
      () =>
        // They are a help: without them a name can be written.
        void search(SUGGESTIONS).then(
          found => names.replaceChildren(...found.map(({nome}) => el('option', {value: nome}))),
          () => names.replaceChildren(),
        ),
      TYPING_MS,
    );
  });
  return {
    node: el('div', {}, field(t.artist, input, t.artistHint), names, kinds),
    async isSettled() {
      const nome = input.value.trim();
      if (nome === '' || !kinds.hidden || (await find())) return true;
      legend.textContent = t.newArtist(nome);
      kinds.hidden = false;
      kinds.querySelector('input')!.focus();
      return false;
    },
    async link(albumId) {
      if (input.value.trim() === '') return;
      const artista = (await find()) ?? (await create());
      const body = {artistaId: artista.id, albumId};
      const {data, error, response} = await client.api.POST('/api/v1/artistas-albuns', {body});
      if (!data) throw new Refusal(response, error);
    },
  };
}
