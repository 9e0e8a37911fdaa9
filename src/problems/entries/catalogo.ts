import {CatalogueEntry} from './entry';

/** Artists, albums and their links. */
export const catalogo = {
  artista_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Artista não encontrado',
    remedy: 'Use an id that the list of artists shows.',
  },
  album_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Álbum não encontrado para o ID informado',
    remedy: 'Use an id that the list of albums shows.',
  },
  vinculo_not_found: {
    status: 404,
    shape: 'domain',
    message: 'Vínculo não encontrado entre o artista e o álbum informados',
    remedy: 'Use a pair of ids that is linked.',
  },
  artista_in_use: {
    status: 409,
    shape: 'domain',
    message: 'Não é possível excluir: este registro possui vínculos ativos (Álbuns/Imagens).',
    remedy: 'Remove the links of the artist first.',
  },
} as const satisfies Record<string, CatalogueEntry>;
