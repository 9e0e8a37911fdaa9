import {PageRules} from '../rest/page-request';

const LATEST_FIRST: PageRules['defaultSort'] = [{property: 'id', direction: 'DESC', ignoreCase: false}];

export const ARTISTA_PAGE: PageRules = {
  kind: 'artista',
  defaultSize: 10,
  sortable: ['id', 'nome', 'tipo'],
  defaultSort: [{property: 'nome', direction: 'ASC', ignoreCase: false}],
};

/** Without `sort` the order is by id, the tie-break of every list. */
export const ALBUM_PAGE: PageRules = {kind: 'album', defaultSize: 20, sortable: ['id', 'nome']};

/** A screen of covers, each with links that have to be signed; the newest first. */
export const CATALOGO_PAGE: PageRules = {
  kind: 'album',
  defaultSize: 24,
  maxSize: 100,
  sortable: [],
  defaultSort: LATEST_FIRST,
};

/** The latest run first, and no other order. */
export const SINCRONIZACAO_PAGE: PageRules = {
  kind: 'sincronizacao',
  defaultSize: 20,
  sortable: [],
  defaultSort: LATEST_FIRST,
};

/** By id, and no other order. */
export const USUARIO_PAGE: PageRules = {kind: 'usuario', defaultSize: 20, sortable: []};

/** The latest entry first, and no other order. */
export const AUDITORIA_PAGE: PageRules = {
  kind: 'auditoria',
  defaultSize: 20,
  sortable: [],
  defaultSort: LATEST_FIRST,
};
