import type {CatalogueEntry} from './entry';

/** Imports of whole files. */
export const csv = {
  importacao_in_progress: {
    status: 409,
    shape: 'framework',
    message: 'Outra importação está em andamento; tente novamente quando ela terminar',
    remedy: 'Repeat the request after the seconds that `Retry-After` names.',
  },
  importacao_overtaken: {
    status: 409,
    shape: 'framework',
    message: 'O catálogo mudou durante a importação, e nada foi gravado; tente novamente',
    remedy: 'Repeat the request: somebody has removed an artist or an album that the file names.',
  },
} as const satisfies Record<string, CatalogueEntry>;
