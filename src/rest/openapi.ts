import {
  OperationObject,
  ParameterObject,
  ReferenceObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
  SecurityRequirementObject,
} from '@loopback/rest';
import {ProblemCode} from '../problems/catalogue';
import {headerRefs, problemResponses} from './openapi-problems';

type Schema = SchemaObject | ReferenceObject;

/** Beside what an operation names, each can answer these. */
const EVERY: readonly ProblemCode[] = [
  'request_malformed',
  'not_acceptable',
  'internal_error',
  'database_unavailable',
];
/** Basic can come with every request, and is then a login. */
const EVERY_PROTECTED: readonly ProblemCode[] = [
  'token_invalid',
  'credentials_required',
  'totp_required',
  'rate_limited',
  'login_throttled',
  'overloaded',
];
const EVERY_BODY: readonly ProblemCode[] = [
  'json_malformed',
  'field_type_invalid',
  'validation_failed',
  'body_too_large',
  'body_timeout',
  'media_type_unsupported',
];
const EVERY_UPLOAD: readonly ProblemCode[] = [
  'parameter_invalid',
  'upload_malformed',
  'upload_target_not_found',
  'imagem_invalid',
  'file_too_large',
  'too_many_files',
  'body_timeout',
  'media_type_unsupported',
  'idempotency_key_unsupported',
  'storage_unavailable',
];

const EVERY_TEXT: readonly ProblemCode[] = [
  'parameter_invalid',
  'upload_malformed',
  'file_too_large',
  'body_timeout',
  'media_type_unsupported',
];

const EVERY_ONCE: readonly ProblemCode[] = [
  'idempotency_key_invalid',
  'idempotency_key_in_use',
  'idempotency_key_reused',
];

export const schemaRef = (name: string): ReferenceObject => ({$ref: `#/components/schemas/${name}`});

/** The body of an operation by the name that `bodySchema` gave it. */
export const jsonBody = (name: string): RequestBodyObject => ({
  required: true,
  content: {'application/json': {schema: schemaRef(name)}},
});

/** A body with files in the parts of that name, which the operation reads as they come. */
export function filesBody(part: string, {several = false} = {}): RequestBodyObject {
  const file: SchemaObject = {type: 'string', format: 'binary'};
  const schema: SchemaObject = {
    type: 'object',
    required: [part],
    properties: {[part]: several ? {type: 'array', items: file} : file},
  };
  return {required: true, content: {'multipart/form-data': {schema}}};
}

/** A CSV file, which the operation reads as it comes. */
export const csvBody: RequestBodyObject = {
  required: true,
  content: {
    'text/csv': {schema: {type: 'string'}, example: 'artista;tipo;album\nSerj Tankian;CANTOR;Harakiri'},
  },
};

export const pathId = (name: string): ParameterObject => ({
  name,
  in: 'path',
  required: true,
  schema: {type: 'integer', format: 'int64'},
  example: 1,
});

/** An id that a 32-bit column holds. */
export const pathInt = (name: string): ParameterObject => ({
  name,
  in: 'path',
  required: true,
  schema: {type: 'integer', format: 'int32'},
  example: 1,
});

export const pathText = (name: string, description: string): ParameterObject => ({
  name,
  in: 'path',
  description,
  required: true,
  schema: {type: 'string'},
});

export const queryText = (
  name: string,
  description: string,
  allowed?: readonly string[],
): ParameterObject => ({
  name,
  in: 'query',
  description,
  schema: {type: 'string', ...(allowed && {enum: [...allowed]})},
});

/** An id that arrives as its text; absent, it stands for nothing. */
export const queryId = (name: string, description: string): ParameterObject => ({
  name,
  in: 'query',
  description,
  schema: {type: 'integer', format: 'int64'},
});

/** A number that arrives as its text, since what is no such number counts as absent and is not refused. */
const queryNumber = (name: string, description: string, schema: SchemaObject): ParameterObject => ({
  name,
  in: 'query',
  description,
  schema: {type: 'integer', ...schema},
});

export const pageParam = queryNumber('page', 'Page number; anything else counts as 0', {minimum: 0});
export const sizeParamTo = (maximum: number): ParameterObject =>
  queryNumber('size', 'Rows a page; anything else counts as the default', {minimum: 1, maximum});
export const sizeParam = sizeParamTo(2000);
export const cursorParam = queryText(
  'cursor',
  'Position from the `next` link of the page before; wins over `page`',
);
export const sortParam = (...properties: string[]): ParameterObject => ({
  name: 'sort',
  in: 'query',
  description: `\`property\`, \`property,desc\` or \`property,asc,ignorecase\`; repeatable. Properties: ${properties.join(', ')}`,
  explode: true,
  schema: {type: 'array', items: {type: 'string'}, example: [`${properties.at(-1)},asc`]},
});

/** The versions that a change is meant for; a description of the field and, by `toPrecondition`, its meaning. */
export const ifMatchParam: ParameterObject = {
  name: 'If-Match',
  in: 'header',
  description: 'Validators (`ETag`) of the versions that may be changed; another one is left as it is',
  schema: {type: 'string', example: '"lvmdUYEp_iVLMLTGXkdzpvLTLnk"'},
};

export interface OperationText {
  readonly summary: string;
  readonly description?: string;
  /** Schema of the good answer; absent: 204. */
  readonly answer?: Schema;
  /** Its media type. Default `application/json`. */
  readonly answerType?: string;
  /** Status of the good answer; default 200, or 204 without `answer`. */
  readonly status?: 200 | 201 | 202;
  /** Header fields of the good answer that `openapi-base.ts` describes. */
  readonly headers?: readonly ('ETag' | 'Link' | 'Location')[];
  /** Other good answers by status. */
  readonly otherAnswers?: Readonly<Record<number, Schema>>;
  readonly problems?: readonly ProblemCode[];
  readonly hasBody?: boolean;
  readonly hasFiles?: boolean;
  readonly hasText?: boolean;
  /** It takes an `Idempotency-Key`: its method is called with the `Once` that belongs to the request. */
  readonly once?: boolean;
  /** Tables that its answer is made of, and of nothing else: it may be kept for as long as they stay the same. */
  readonly reads?: readonly string[];
  /** It takes `If-Match`. */
  readonly conditional?: boolean;
  /** To everybody, or as the catalogue is: where `CATALOG_PUBLIC` says so. */
  readonly open?: boolean | 'catalogo';
}

const SCHEMES: SecurityRequirementObject[] = [{bearerAuth: []}, {basicAuth: []}];

/** The OpenAPI text of one operation: its good answer and every problem it can meet. */
export function operation(tag: string, text: OperationText): OperationObject {
  const codes = [
    ...EVERY,
    ...(text.open === true ? [] : EVERY_PROTECTED),
    ...(text.hasBody ? EVERY_BODY : []),
    ...(text.hasFiles ? EVERY_UPLOAD : []),
    ...(text.hasText ? EVERY_TEXT : []),
    ...(text.once ? EVERY_ONCE : []),
    ...(text.conditional ? (['precondition_failed'] as const) : []),
    ...(text.problems ?? []),
  ];
  const good: ResponseObject = {
    description: text.answer ? 'OK' : 'Done',
    ...(text.headers && {headers: headerRefs(text.headers)}),
    ...(text.answer && {content: {[text.answerType ?? 'application/json']: {schema: text.answer}}}),
  };
  return {
    tags: [tag],
    summary: text.summary,
    ...(text.description && {description: text.description}),
    ...(text.once && {'x-once': true}),
    ...(text.reads && {'x-reads': text.reads}),
    security: text.open === true ? [] : [...SCHEMES, ...(text.open ? [{}] : [])],
    responses: {
      [text.status ?? (text.answer ? 200 : 204)]: good,
      ...otherAnswers(text.otherAnswers),
      ...problemResponses(codes),
    },
  };
}

function otherAnswers(schemas: OperationText['otherAnswers'] = {}): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(schemas).map(([status, schema]) => [
      status,
      {description: 'OK', content: {'application/json': {schema}}},
    ]),
  );
}
