import {SchemaObject} from '@loopback/rest';

const integer: SchemaObject = {type: 'integer'};
const int64: SchemaObject = {type: 'integer', format: 'int64'};
const flag: SchemaObject = {type: 'boolean'};
const sort: SchemaObject = {type: 'array', items: {$ref: '#/components/schemas/SortOrder'}};

const all = (properties: Record<string, SchemaObject>): SchemaObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});

/** What is the same in all pages. */
const SHARED: Readonly<Record<string, SchemaObject>> = {
  SortOrder: all({
    direction: {type: 'string', enum: ['ASC', 'DESC']},
    property: {type: 'string', example: 'nome'},
    ignoreCase: flag,
    nullHandling: {type: 'string', enum: ['NATIVE']},
    ascending: flag,
    descending: flag,
  }),
  Pageable: all({
    pageNumber: integer,
    pageSize: integer,
    sort,
    offset: int64,
    paged: flag,
    unpaged: flag,
  }),
};

/** Schemas of the page envelope around rows: `PageAlbum` for `Album`, and the parts that they share. */
export function pageSchemas(rows: readonly string[]): Record<string, SchemaObject> {
  const pages = rows.map(row => [`Page${row}`, pageOf(row)] as const);
  return {...SHARED, ...Object.fromEntries(pages)};
}

function pageOf(row: string): SchemaObject {
  return all({
    content: {type: 'array', items: {$ref: `#/components/schemas/${row}`}},
    pageable: {$ref: '#/components/schemas/Pageable'},
    last: flag,
    totalPages: integer,
    totalElements: int64,
    size: integer,
    number: integer,
    sort,
    first: flag,
    numberOfElements: integer,
    empty: flag,
  });
}
