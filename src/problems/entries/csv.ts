import type {CatalogueEntry} from './entry';

/** Imports of whole files. */
export const csv = {
  importacao_in_progress: {
    status: 409,
    shape: 'framework',
    message: {
      pt: 'Outra importação está em andamento; tente novamente quando ela terminar',
      en: 'Another import is going on; try again when it has ended',
    },
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  importacao_overtaken: {
    status: 409,
    shape: 'framework',
    message: {
      pt: 'O catálogo mudou durante a importação, e nada foi gravado; tente novamente',
      en: 'The catalogue changed during the import, and nothing was written; try again',
    },
    remedy: 'Repeat the request: somebody has removed an artist or an album that the file names.',
  },
} as const satisfies Record<string, CatalogueEntry>;
