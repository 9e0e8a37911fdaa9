import {etagOf, toJson} from '../rest/representation';
import type {ImagemView} from '../services/imagem-link.service';

/** A cover as it is answered: with the validator that a change of it names. */
export function toImagem({chave: url, ...cover}: ImagemView): Omit<ImagemView, 'chave'> & {etag: string} {
  return {...cover, etag: etagOf(toJson({url}))};
}
