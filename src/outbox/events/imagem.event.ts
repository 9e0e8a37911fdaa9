import type {NewEvento} from '../../models/evento';

/** The cover that an event is about. */
export interface ImagemOfEvento {
  readonly id: number;
  readonly albumId: number;
}

export const imagemIncluida = (imagem: ImagemOfEvento, ator: string | undefined): NewEvento => ({
  tipo: 'imagem.incluida',
  dados: dadosOf(imagem),
  ator,
});

export const imagemSubstituida = (imagem: ImagemOfEvento, ator: string | undefined): NewEvento => ({
  tipo: 'imagem.substituida',
  dados: dadosOf(imagem),
  ator,
});

export const imagemRemovida = (imagem: ImagemOfEvento, ator: string | undefined): NewEvento => ({
  tipo: 'imagem.removida',
  dados: dadosOf(imagem),
  ator,
});

/** Nothing else of a row that is passed in whole, such as where its object is. */
function dadosOf({id, albumId}: ImagemOfEvento): object {
  return {id, albumId};
}
