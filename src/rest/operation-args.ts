import {OperationObject, ParameterObject, Request, ResolvedRoute, SchemaObject} from '@loopback/rest';
import {parse as parseQuery, ParsedUrlQuery} from 'node:querystring';
import {z} from 'zod';
import {getBodySchema} from '../models/body-schema';
import {parseRowId} from '../models/row-id';
import {problems} from '../problems/catalogue';
import {readJsonBody, requireJsonType} from './json-body';
import {MultipartBody, requireMultipart} from './multipart';
import type {UploadLimits} from './types';

/** More query parameters than any operation has; the rest of a query is not looked at. */
const MAX_QUERY_PARAMETERS = 100;
const INT_END = 2 ** 31;
const MULTIPART = 'multipart/form-data';
/** Findings about the type of a member rather than about its value. */
const MISTYPED: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value']);

export interface BodyLimits {
  /** Largest JSON body. */
  readonly bodyBytes: number;
  readonly uploads: UploadLimits;
}

/**
 * Arguments of a controller method in the order of its operation: body first into its place, then parameters.
 * A JSON body is looked at before the parameters, as clients of the replaced service see it; one with files is handed
 * over unread (`UploadBody`).
 * @throws media_type_unsupported, json_malformed, parameter_invalid, field_type_invalid, validation_failed
 */
export async function operationArgs(
  request: Request,
  route: ResolvedRoute,
  limits: BodyLimits,
): Promise<unknown[]> {
  if (takesFiles(route.spec)) {
    const args = parameterArgs(request, route);
    args.splice(bodyIndex(route.spec), 0, new MultipartBody(request, limits.uploads));
    return args;
  }
  const {requestBody} = route.spec;
  const json = requestBody ? await readJsonBody(request, limits.bodyBytes) : undefined;
  const args = parameterArgs(request, route);
  if (json) args.splice(bodyIndex(route.spec), 0, validate(json, bodyName(route.spec)));
  return args;
}

/** Before the body is read, and before anything else is said about the request. @throws media_type_unsupported */
export function requireMediaType(request: Request, {spec}: ResolvedRoute): void {
  if (takesFiles(spec)) requireMultipart(request);
  else if (spec.requestBody) requireJsonType(request);
}

function takesFiles({requestBody}: OperationObject): boolean {
  return requestBody !== undefined && 'content' in requestBody && MULTIPART in requestBody.content;
}

function parameterArgs(request: Request, route: ResolvedRoute): unknown[] {
  const parameters = (route.spec.parameters ?? []) as ParameterObject[];
  if (parameters.length === 0) return [];
  const query = queryOf(request.url);
  return parameters.map(parameter => {
    const {name} = parameter;
    if (parameter.in === 'path') return pathValue(parameter, String(route.pathParams[name]));
    return parameter.in === 'header'
      ? request.headers[name.toLowerCase()]
      : queryValue(parameter, query[name]);
  });
}

function queryOf(url: string): ParsedUrlQuery {
  const start = url.indexOf('?');
  return start === -1 ? {} : parseQuery(url.slice(start + 1), '&', '=', {maxKeys: MAX_QUERY_PARAMETERS});
}

/** A text as it stands in the path, or an id. */
function pathValue(parameter: ParameterObject, text: string): string | number {
  const {type, format} = parameter.schema as SchemaObject;
  if (type === 'string') return text;
  const id = parseRowId(text);
  if (id === undefined || (format === 'int32' && (id < -INT_END || id >= INT_END))) {
    throw problems.parameterInvalid(parameter.name, 'deve ser um número inteiro');
  }
  return id;
}

/** A list gives all values, a text joins repeated ones by a comma, anything else takes the first. */
function queryValue({name, schema}: ParameterObject, value: string | string[] | undefined): unknown {
  if (value === undefined) return undefined;
  const {type, enum: allowed} = schema as SchemaObject;
  if (type === 'array') return [value].flat();
  const text = type === 'string' ? [value].flat().join(',') : [value].flat()[0];
  if (text?.includes('\0')) throw problems.parameterInvalid(name, 'contém caracteres que não são permitidos');
  if (allowed && text !== '' && !allowed.includes(text)) {
    throw problems.parameterInvalid(name, `valores permitidos: ${allowed.join(' ou ')}`);
  }
  return text;
}

function validate(json: object, schemaName: string): unknown {
  const result = getBodySchema(schemaName).safeParse(json, {reportInput: true});
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

function bodyIndex(spec: OperationObject): number {
  return (spec.requestBody as {'x-parameter-index'?: number})['x-parameter-index'] ?? 0;
}

/** Name of the schema that the operation refers to, such as `NewAlbum`. */
function bodyName(spec: OperationObject): string {
  const {content} = spec.requestBody as {content: Record<string, {schema?: {$ref?: string}}>};
  return content['application/json']?.schema?.$ref?.split('/').pop() ?? '';
}
