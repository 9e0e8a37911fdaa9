import {CatalogueEntry} from './entry';

/** Artists, albums and their links. */
export const catalogo = {
  artista_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Artista não encontrado',
      en: 'Artist not found',
    },
    remedy: 'Use an id that the list of artists shows.',
  },
  album_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Álbum não encontrado para o ID informado',
      en: 'There is no album with that id',
    },
    remedy: 'Use an id that the list of albums shows.',
  },
  vinculo_not_found: {
    status: 404,
    shape: 'domain',
    message: {
      pt: 'Vínculo não encontrado entre o artista e o álbum informados',
      en: 'That artist and that album are not linked',
    },
    remedy: 'Use a pair of ids that is linked.',
  },
  artista_in_use: {
    status: 409,
    shape: 'domain',
    message: {
      pt: 'Não é possível excluir: este registro possui vínculos ativos (Álbuns/Imagens).',
      en: 'Cannot be removed: this record has active links (albums, covers).',
    },
    remedy: 'Remove the links of the artist first.',
  },
} as const satisfies Record<string, CatalogueEntry>;
