import {PageRules} from '../rest/page-request';

export const ARTISTA_PAGE: PageRules = {
  kind: 'artista',
  defaultSize: 10,
  sortable: ['id', 'nome', 'tipo'],
  defaultSort: [{property: 'nome', direction: 'ASC', ignoreCase: false}],
};

/** Without `sort` the order is by id, the tie-break of every list. */
export const ALBUM_PAGE: PageRules = {kind: 'album', defaultSize: 20, sortable: ['id', 'nome']};

/** The latest run first, and no other order. */
export const SINCRONIZACAO_PAGE: PageRules = {
  kind: 'sincronizacao',
  defaultSize: 20,
  sortable: [],
  defaultSort: [{property: 'id', direction: 'DESC', ignoreCase: false}],
};
