import {newKey} from '#client';
import {IMAGES, progressOf, showFile} from './album-dialog.mjs';
import {artistInput} from './artist-input.mjs';
import {blame, el, field, openDialog} from './dom.mjs';
import {client, messageOf, Refusal} from './service.mjs';
import {texts} from './texts.mjs';
import {sendCover, UploadError} from './upload.mjs';

/** Asks for a new album: name, artist and cover. @param added is called once it is there */
export function openAlbumForm(added: () => void): void {
  const t = texts();
  const name = el('input', {name: 'nome', maxlength: 255, required: true, autocomplete: 'off'});
  const artist = artistInput();
  const file = el('input', {name: 'capa', type: 'file', accept: IMAGES, class: 'visually-hidden'});
  const choose = el('label', {for: 'field-capa', class: 'button'}, t.chooseFile);
  const preview = el('span', {class: 'cover blank'});
  const coverField = field(t.cover, file, t.coverHint);
  file.after(choose);
  const progress = progressOf();
  const problem = el('p', {role: 'alert', class: 'problem'});
  const submit = el('button', {class: 'primary'}, t.save);
  const form = el(
    'form',
    {novalidate: true},
    field(t.name, name),
    artist.node,
    el('div', {class: 'with-preview'}, preview, coverField),
    progress.node,
    problem,
    submit,
  );
  const dialog = openDialog(t.add, t.close, form);
  name.focus();
  file.addEventListener('change', () => {
    progress.forget();
    const chosen = file.files?.[0];
    if (chosen) showFile(preview, chosen);
    coverField.querySelector('small')!.textContent = chosen?.name ?? t.coverHint;
  });

  // Of what is written there now; a second press under the same makes no second album.
  let key = newKey();
  name.addEventListener('input', () => (key = newKey()));
  let album: {readonly id: number} | undefined;
  const save = async (): Promise<void> => {
    if (name.value.trim() === '') return blame(name, t.required);
    if (!(await artist.isSettled())) return;
    const {id} = (album ??= await create(name.value, key));
    // It is there: what is left to be done is done to this one.
    name.readOnly = true;
    await artist.link(id);
    const cover = file.files?.[0];
    if (cover) await progress.during(onProgress => sendCover(id, cover, onProgress));
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
        const {message, fields} =
          error instanceof Refusal ? messageOf(error.response, error.body) : {fields: {}};
        if (fields['nome']) blame(name, fields['nome']);
        else problem.textContent = message ?? t.refused;
      })
      .finally(() => (submit.disabled = false));
  });
}

/** @throws Refusal */
async function create(nome: string, key: string): Promise<{readonly id: number}> {
  const headers = {'Idempotency-Key': key};
  const {data, error, response} = await client.api.POST('/api/v1/album', {body: {nome}, headers});
  if (!data) throw new Refusal(response, error);
  return data;
}
