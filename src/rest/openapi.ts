import {
  getModelSchemaRef,
  OperationObject,
  ParameterObject,
  ReferenceObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
} from '@loopback/rest';
import {Entity} from '@loopback/repository';
import {catalogue, ProblemCode} from '../problems/catalogue';
import {ProblemShape} from '../problems/problem';

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
  'rate_limited',
  'login_throttled',
  'overloaded',
];
const EVERY_BODY: readonly ProblemCode[] = [
  'json_malformed',
  'field_type_invalid',
  'validation_failed',
  'body_too_large',
  'media_type_unsupported',
];

export const schemaRef = (name: string): ReferenceObject => ({$ref: `#/components/schemas/${name}`});

/** Schema of one row of a model, such as `Album`. */
export const rowSchema = (model: typeof Entity & {new (): Entity}): Schema => getModelSchemaRef(model);

/** The body of an operation by the name that `bodySchema` gave it. */
export const jsonBody = (name: string): RequestBodyObject => ({
  required: true,
  content: {'application/json': {schema: schemaRef(name)}},
});

export const pathId = (name: string): ParameterObject => ({
  name,
  in: 'path',
  required: true,
  schema: {type: 'integer', format: 'int64'},
});

export const pathText = (name: string): ParameterObject => ({
  name,
  in: 'path',
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

/** What is no such number counts as absent, so the document does not promise a refusal. */
const looseNumber = (name: string, description: string): ParameterObject => ({
  name,
  in: 'query',
  description,
  schema: {anyOf: [{type: 'integer'}, {type: 'string'}]},
});

export const pageParam = looseNumber('page', 'Page number from 0; anything else counts as 0');
export const sizeParam = looseNumber('size', 'Rows a page, 1 to 2000; anything else counts as the default');
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

export interface OperationText {
  readonly summary: string;
  readonly description?: string;
  /** Schema of the good answer; absent: 204. */
  readonly answer?: Schema;
  readonly status?: number;
  readonly problems?: readonly ProblemCode[];
  readonly hasBody?: boolean;
  readonly open?: boolean;
}

/** The OpenAPI text of one operation: its good answer and every problem it can meet. */
export function operation(tag: string, text: OperationText): OperationObject {
  const codes = [
    ...EVERY,
    ...(text.open ? [] : EVERY_PROTECTED),
    ...(text.hasBody ? EVERY_BODY : []),
    ...(text.problems ?? []),
  ];
  const good: ResponseObject = text.answer
    ? {description: 'OK', content: {'application/json': {schema: text.answer}}}
    : {description: 'Done'};
  return {
    tags: [tag],
    summary: text.summary,
    ...(text.description && {description: text.description}),
    security: text.open ? [] : [{bearerAuth: []}, {basicAuth: []}],
    responses: {[text.status ?? (text.answer ? 200 : 204)]: good, ...problemResponses(codes)},
  };
}

function problemResponses(codes: readonly ProblemCode[]): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(new Set(codes), code => catalogue[code].status);
  const entries = [...byStatus].map(([status, group]) => [status, problemResponse(group)] as const);
  return Object.fromEntries(entries);
}

function problemResponse(codes: readonly ProblemCode[]): ResponseObject {
  const schemas = [...new Set(codes.map(code => SHAPE_SCHEMAS[catalogue[code].shape]))].filter(
    Boolean,
  ) as string[];
  const [only] = schemas;
  const schema = schemas.length === 1 && only ? schemaRef(only) : {anyOf: schemas.map(schemaRef)};
  return {
    description: codes.map(code => `\`${code}\``).join(', '),
    ...(schemas.length > 0 && {
      content: {
        'application/json': {schema},
        'application/problem+json': {schema: schemaRef('ProblemDetails')},
      },
    }),
  };
}

const SHAPE_SCHEMAS: Readonly<Record<ProblemShape, string | undefined>> = {
  framework: 'GeneralError',
  domain: 'DomainError',
  validation: 'FieldErrors',
  credentials: 'CredentialsError',
  'rate-limit': 'RateLimitError',
  text: undefined,
  page: undefined,
  empty: undefined,
};
