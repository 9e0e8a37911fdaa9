import {showAlbumsOf} from './catalogue.mjs';
import {coverOf} from './cover.mjs';
import {el, openDialog} from './dom.mjs';
import {client, type Album} from './service.mjs';
import {texts} from './texts.mjs';
import {sendCover, UploadError} from './upload.mjs';

/** What a file field offers; what it is, the service sees by its bytes. */
export const IMAGES = 'image/jpeg,image/png,image/webp,image/avif,image/gif';

/** An album by itself: its cover as large as fits, its artists, and a place for a new cover for who has signed in. */
export function showAlbumDialog(album: Album): void {
  const t = texts();
  const cover = coverOf(album, '(min-width: 40rem) 32rem, 92vw');
  cover.setAttribute('role', 'img');
  cover.setAttribute('aria-label', album.capa ? t.coverOf(album.nome) : t.noCover);
  const artists = el('p', {class: 'artists-of'}, ...(album.artistas.length === 0 ? [t.noArtist] : []));
  const dialog = openDialog(album.nome, t.close, cover, artists);
  for (const artist of album.artistas) {
    const button = el('button', {type: 'button', 'aria-label': t.albumsOf(artist.nome)}, artist.nome);
    button.addEventListener('click', () => {
      dialog.close();
      void showAlbumsOf(artist);
    });
    artists.append(button);
  }
  dialog.classList.add('album');
  if (client.session.isSignedIn) dialog.querySelector('.sheet')!.append(uploadOf(album, cover));
}

/** A file that is chosen is sent; what the others see comes back as an event. */
function uploadOf({id, capa}: Album, cover: HTMLElement): HTMLElement {
  const t = texts();
  const input = el('input', {type: 'file', accept: IMAGES, id: 'cover-file', class: 'visually-hidden'});
  const label = el('label', {for: 'cover-file', class: 'button'}, capa ? t.replaceCover : t.sendCover);
  const progress = progressOf();
  const send = async (file: File): Promise<void> => {
    try {
      await progress.during(onProgress => sendCover(id, file, onProgress));
      showFile(cover, file);
    } catch (error) {
      if (!(error instanceof UploadError)) throw error;
    }
  };
  input.addEventListener('change', () => input.files?.[0] && void send(input.files[0]));
  return el('div', {class: 'upload'}, input, label, progress.node);
}

/** A bar that says how far an upload has come, and a line that says what became of it. */
export function progressOf(): {
  readonly node: HTMLElement;
  during(upload: (onProgress: (part: number) => void) => Promise<void>): Promise<void>;
  /** Says nothing any more of what became of the last one. */
  forget(): void;
} {
  const bar = el('progress', {max: 1, value: 0, 'aria-label': texts().sending, hidden: true});
  const note = el('p', {role: 'status'});
  const say = (text: string, {isProblem = false} = {}): void => {
    note.textContent = text;
    note.classList.toggle('problem', isProblem);
  };
  return {
    node: el('div', {class: 'progress'}, bar, note),
    forget: () => say(''),
    async during(upload) {
      bar.hidden = false;
      say(texts().sending);
      try {
        await upload(part => (bar.value = part));
        say(texts().sent);
      } catch (error) {
        say((error instanceof UploadError && error.message) || texts().refused, {isProblem: true});
        throw error;
      } finally {
        bar.hidden = true;
      }
    },
  };
}

/** Shows a file of this machine as a cover. */
export function showFile(cover: HTMLElement, file: File): void {
  const image = el('img', {alt: '', src: URL.createObjectURL(file)});
  image.addEventListener('load', () => {
    URL.revokeObjectURL(image.src);
    image.classList.add('loaded');
    cover.classList.remove('blank');
    cover.replaceChildren(image);
  });
  // What is no picture changes nothing; the service says so.
  image.addEventListener('error', () => image.remove());
  cover.append(image);
}
