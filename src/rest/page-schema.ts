import {SchemaObject} from '@loopback/rest';

const sortSchema: SchemaObject = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      direction: {type: 'string', enum: ['ASC', 'DESC']},
      property: {type: 'string'},
      ignoreCase: {type: 'boolean'},
      nullHandling: {type: 'string'},
      ascending: {type: 'boolean'},
      descending: {type: 'boolean'},
    },
  },
};

/** Schema of the page envelope around rows of one schema. */
export const pageSchema = (row: object): SchemaObject => ({
  type: 'object',
  required: [
    'content',
    'pageable',
    'last',
    'totalPages',
    'totalElements',
    'size',
    'number',
    'sort',
    'first',
    'empty',
  ],
  properties: {
    content: {type: 'array', items: row},
    pageable: {
      type: 'object',
      properties: {
        pageNumber: {type: 'integer'},
        pageSize: {type: 'integer'},
        sort: sortSchema,
        offset: {type: 'integer', format: 'int64'},
        paged: {type: 'boolean'},
        unpaged: {type: 'boolean'},
      },
    },
    last: {type: 'boolean'},
    totalPages: {type: 'integer'},
    totalElements: {type: 'integer', format: 'int64'},
    size: {type: 'integer'},
    number: {type: 'integer'},
    sort: sortSchema,
    first: {type: 'boolean'},
    numberOfElements: {type: 'integer'},
    empty: {type: 'boolean'},
  },
});
