import type {OperationObject, ParameterObject, SchemaObject} from '@loopback/rest';
import type {IncomingMessage} from 'node:http';
import {parse as parseQuery, ParsedUrlQuery} from 'node:querystring';
import {z} from 'zod';
import {getBodySchema} from '../../models/body-schema';
import {parseRowId} from '../../models/row-id';
import {problems} from '../../problems/catalogue';
import {readJsonBody, requireJsonType} from '../json-body';
import {MultipartBody, requireMultipart} from '../multipart';
import {requireCsv, TextBody} from '../text-body';
import type {UploadLimits} from '../types';
import type {PathParams} from './types';

/** More query parameters than any operation has; the rest of a query is not looked at. */
const MAX_QUERY_PARAMETERS = 100;
const INT_END = 2 ** 31;
const MULTIPART = 'multipart/form-data';
const CSV = 'text/csv';
/** Findings about the type of a member rather than about its value. */
const MISTYPED: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value']);

export interface BodyLimits {
  /** Largest JSON body. */
  readonly bodyBytes: number;
  readonly uploads: UploadLimits;
}

/** How the arguments of one operation are read. */
export interface ArgumentReader {
  /** How many there are. */
  readonly count: number;
  readonly requireMediaType: (request: IncomingMessage) => void;
  readonly read: (request: IncomingMessage, params: PathParams) => unknown[] | Promise<unknown[]>;
}

/** What a parameter may be read from. */
interface Source {
  readonly request: IncomingMessage;
  readonly params: PathParams;
  readonly query: ParsedUrlQuery;
}

type ParameterReader = (source: Source) => unknown;

const NO_QUERY: ParsedUrlQuery = {};

/**
 * Reads the arguments of an operation in its order: body first into its place, then parameters. A JSON body is looked at
 * before the parameters, as clients of the replaced service see it; one with files, or a CSV file, is handed over unread.
 */
export function compileArguments(spec: OperationObject, limits: BodyLimits): ArgumentReader {
  const parameters = ((spec.parameters ?? []) as ParameterObject[]).map(compileParameter);
  const readParameters = (request: IncomingMessage, params: PathParams): unknown[] => {
    const source = {request, params, query: queryOf(request.url!)};
    return parameters.map(read => read(source));
  };
  const {requestBody} = spec;
  if (requestBody === undefined)
    return {count: parameters.length, requireMediaType: () => undefined, read: readParameters};

  const place = (requestBody as {'x-parameter-index'?: number})['x-parameter-index'] ?? 0;
  const count = parameters.length + 1;
  if ('content' in requestBody && MULTIPART in requestBody.content) {
    const read: ArgumentReader['read'] = (request, params) =>
      readParameters(request, params).toSpliced(place, 0, new MultipartBody(request, limits.uploads));
    return {count, requireMediaType: requireMultipart, read};
  }
  if ('content' in requestBody && CSV in requestBody.content) {
    const read: ArgumentReader['read'] = (request, params) =>
      readParameters(request, params).toSpliced(place, 0, new TextBody(request));
    return {count, requireMediaType: requireCsv, read};
  }
  const schema = getBodySchema(bodyName(spec));
  const read: ArgumentReader['read'] = async (request, params) => {
    const json = await readJsonBody(request, limits.bodyBytes);
    const args = readParameters(request, params);
    return args.toSpliced(place, 0, validate(json, schema));
  };
  return {count, requireMediaType: request => void requireJsonType(request), read};
}

function compileParameter(parameter: ParameterObject): ParameterReader {
  const {name} = parameter;
  const schema = parameter.schema as SchemaObject;
  if (parameter.in === 'path') return compilePathValue(name, schema);
  const field = name.toLowerCase();
  if (parameter.in === 'header') return ({request}) => request.headers[field];
  const toValue = compileQueryValue(name, schema);
  return ({query}) => {
    const value = query[name];
    return value === undefined ? undefined : toValue(value);
  };
}

function queryOf(url: string): ParsedUrlQuery {
  const start = url.indexOf('?');
  return start === -1
    ? NO_QUERY
    : parseQuery(url.slice(start + 1), '&', '=', {maxKeys: MAX_QUERY_PARAMETERS});
}

/** A text as it stands in the path, or an id. */
function compilePathValue(name: string, {type, format}: SchemaObject): ParameterReader {
  if (type === 'string') return ({params}) => params[name];
  return ({params}) => {
    const id = parseRowId(params[name]!);
    if (id === undefined || (format === 'int32' && (id < -INT_END || id >= INT_END))) {
      throw problems.parameterInvalid(name, 'deve ser um número inteiro');
    }
    return id;
  };
}

/** A list gives all values, a text joins repeated ones by a comma, anything else takes the first. */
function compileQueryValue(
  name: string,
  {type, enum: allowed}: SchemaObject,
): (value: string | string[]) => unknown {
  if (type === 'array') return value => [value].flat();
  return value => {
    const text = type === 'string' ? [value].flat().join(',') : [value].flat()[0];
    if (text?.includes('\0'))
      throw problems.parameterInvalid(name, 'contém caracteres que não são permitidos');
    if (allowed && text !== '' && !allowed.includes(text)) {
      throw problems.parameterInvalid(name, `valores permitidos: ${allowed.join(' ou ')}`);
    }
    return text;
  };
}

function validate(json: object, schema: z.ZodType): unknown {
  const result = schema.safeParse(json, {reportInput: true});
  if (result.success) return result.data;
  throw toProblem(result.error.issues);
}

/** A member of a wrong type is a malformed body; a missing or unfit one is named with its message. */
function toProblem(issues: readonly z.core.$ZodIssue[]) {
  const mistyped = issues.find(({code, input}) => MISTYPED.has(code) && input !== undefined);
  if (mistyped) return problems.fieldTypeInvalid(mistyped.path.join('.'), mistyped.message);
  // Of several messages for one field the first counts: the last entry wins, so they are laid backwards.
  const fields = Object.fromEntries(
    [...issues].reverse().map(({path, message}) => [path.join('.'), message]),
  );
  return problems.validationFailed(fields);
}

/** Name of the schema that the operation refers to, such as `NewAlbum`. */
function bodyName(spec: OperationObject): string {
  const {content} = spec.requestBody as {content: Record<string, {schema?: {$ref?: string}}>};
  return content['application/json']?.schema?.$ref?.split('/').pop() ?? '';
}
