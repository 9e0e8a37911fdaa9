import {newKey} from '#client';
import {IMAGES, progressOf, showFile} from './album-dialog.mjs';
import {blame, el, field, openDialog} from './dom.mjs';
import {client, messageOf, type Artista} from './service.mjs';
import {texts} from './texts.mjs';
import {sendCover, UploadError} from './upload.mjs';

const TYPING_MS = 150;
const TYPES = ['CANTOR', 'BANDA'] as const;

/** Something that the service refused: what it says is shown. */
class Refusal extends Error {
  constructor(readonly answer: unknown) {
    super();
  }
}

/** What is asked of the service is asked under these names, so that a second press makes nothing twice. */
interface Keys {
  readonly album: string;
  readonly artist: string;
}

/** Asks for a new album: name, artist and cover. @param added is called once it is there */
export function openAlbumForm(added: () => void): void {
  const t = texts();
  const keys: Keys = {album: newKey(), artist: newKey()};
  const name = el('input', {name: 'nome', maxlength: 255, required: true, autocomplete: 'off'});
  const artist = artistInput();
  const file = el('input', {name: 'capa', type: 'file', accept: IMAGES});
  const preview = el('span', {class: 'cover blank'});
  const progress = progressOf();
  const problem = el('p', {role: 'alert', class: 'problem'});
  const submit = el('button', {class: 'primary'}, t.save);
  const form = el(
    'form',
    {novalidate: true},
    field(t.name, name),
    artist.node,
    el('div', {class: 'with-preview'}, preview, field(t.cover, file, t.coverHint)),
    progress.node,
    problem,
    submit,
  );
  const dialog = openDialog(t.add, t.close, form);
  name.focus();
  file.addEventListener('change', () => file.files?.[0] && showFile(preview, file.files[0]));

  const save = async (): Promise<void> => {
    if (name.value.trim() === '') return blame(name, t.required);
    if (!(await artist.isSettled())) return;
    const album = await create(name.value, await artist.find(keys.artist), keys.album);
    const cover = file.files?.[0];
    if (cover) await progress.during(onProgress => sendCover(album.id, cover, onProgress));
    dialog.close();
    added();
  };
  form.addEventListener('submit', event => {
    event.preventDefault();
    submit.disabled = true;
    problem.textContent = '';
    save()
      .catch((error: unknown) => {
        // The line under the bar says it.
        if (error instanceof UploadError) return;
        const {message, fields} = messageOf(error instanceof Refusal ? error.answer : undefined);
        if (fields['nome']) blame(name, fields['nome']);
        else problem.textContent = message ?? t.refused;
      })
      .finally(() => (submit.disabled = false));
  });
}

/** @throws Refusal */
async function create(
  nome: string,
  artistaId: number | undefined,
  key: string,
): Promise<{id: number; nome: string}> {
  const album = await client.api.POST('/api/v1/album', {body: {nome}, headers: {'Idempotency-Key': key}});
  if (!album.data) throw new Refusal(album.error);
  if (artistaId === undefined) return album.data;
  // Linking again what is linked changes nothing.
  const link = await client.api.POST('/api/v1/artistas-albuns', {body: {artistaId, albumId: album.data.id}});
  if (!link.data) throw new Refusal(link.error);
  return album.data;
}

/** A field that offers the artists of the catalogue, and asks what a new one is. */
function artistInput(): {
  readonly node: HTMLElement;
  /** Whether all is known of the artist; asks for what is not. */
  isSettled(): Promise<boolean>;
  /** Its id; a new one is made. @throws Refusal */
  find(key: string): Promise<number | undefined>;
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

  const search = async (): Promise<Artista[]> => {
    const nome = input.value.trim();
    const {data} = await client.api.GET('/api/v1/catalogo/artistas', {params: {query: {nome, size: 8}}});
    return data?.content ?? [];
  };
  const known = async (): Promise<Artista | undefined> => {
    const wanted = input.value.trim().toLocaleLowerCase();
    return (await search()).find(({nome}) => nome.toLocaleLowerCase() === wanted);
  };
  let typing: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    kinds.hidden = true;
    clearTimeout(typing);
    typing = setTimeout(
      () =>
        void search().then(found =>
          names.replaceChildren(...found.map(({nome}) => el('option', {value: nome}))),
        ),
      TYPING_MS,
    );
  });
  return {
    node: el('div', {}, field(t.artist, input, t.artistHint), names, kinds),
    async isSettled() {
      const nome = input.value.trim();
      if (nome === '' || !kinds.hidden || (await known())) return true;
      legend.textContent = t.newArtist(nome);
      kinds.hidden = false;
      kinds.querySelector('input')!.focus();
      return false;
    },
    async find(key) {
      const nome = input.value.trim();
      if (nome === '') return undefined;
      if (kinds.hidden) return (await known())?.id;
      const tipo = kinds.querySelector<HTMLInputElement>(':checked')!.value as Artista['tipo'];
      const made = await client.api.POST('/api/v1/artistas', {
        body: {nome, tipo},
        headers: {'Idempotency-Key': key},
      });
      if (!made.data) throw new Refusal(made.error);
      return made.data.id;
    },
  };
}
