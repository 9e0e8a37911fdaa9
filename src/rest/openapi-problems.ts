import {HeaderObject, MediaTypeObject, ReferenceObject, ResponseObject} from '@loopback/rest';
import {PROBLEM_JSON} from '../problems/bodies';
import {say} from '../messages/message';
import {catalogue, CatalogueEntry, ProblemCode, typicalMessage} from '../problems/catalogue';
import {SHAPE_SCHEMAS} from '../problems/documents';

type Content = Record<string, MediaTypeObject>;

/** Header fields of answers with a status, by the names that `openapi-base.ts` describes them under. */
const HEADERS_OF_STATUS: Readonly<Record<number, string>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
  503: 'Retry-After',
};

/** Responses by status for the problems that an operation can meet; their descriptions name the codes. */
export function problemResponses(codes: readonly ProblemCode[]): Record<string, ResponseObject> {
  const byStatus = Map.groupBy(new Set(codes), code => catalogue[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [status, problemResponse(status, group)] as const),
  );
}

export function headerRefs(names: readonly string[]): Record<string, HeaderObject | ReferenceObject> {
  return Object.fromEntries(names.map(name => [name, {$ref: `#/components/headers/${name}`}]));
}

function problemResponse(status: number, codes: readonly ProblemCode[]): ResponseObject {
  const header = HEADERS_OF_STATUS[status];
  return {
    description: codes.map(code => `\`${code}\``).join(', '),
    ...(header && {headers: headerRefs([header])}),
    ...(codes.every(hasBody) && {content: contentOf(codes)}),
  };
}

/** Where one of them has no body, as clients of the replaced service know it, the document cannot promise any. */
const hasBody = (code: ProblemCode): boolean => catalogue[code].shape !== 'empty';

function contentOf(codes: readonly ProblemCode[]): Content {
  return {
    ...jsonContent(codes.filter(code => schemaOf(code) !== undefined)),
    ...textContent(codes.filter(code => catalogue[code].shape === 'text')),
    [PROBLEM_JSON]: {
      schema: {$ref: '#/components/schemas/ProblemDetails'},
      examples: examples(codes, '.problem'),
    },
  };
}

function jsonContent(codes: readonly ProblemCode[]): Content {
  const schemas = [...new Set(codes.map(schemaOf))].map(name => ({$ref: `#/components/schemas/${name}`}));
  const [only] = schemas;
  if (!only) return {};
  const schema = schemas.length === 1 ? only : {anyOf: schemas};
  return {'application/json': {schema, examples: examples(codes, '')}};
}

function textContent([code]: readonly ProblemCode[]): Content {
  return code ? {'text/plain': {schema: {type: 'string', example: say(typicalMessage(code), 'pt')}}} : {};
}

function examples(codes: readonly ProblemCode[], suffix: string): Record<string, ReferenceObject> {
  return Object.fromEntries(codes.map(code => [code, {$ref: `#/components/examples/${code}${suffix}`}]));
}

function schemaOf(code: ProblemCode): string | undefined {
  const {shape}: CatalogueEntry = catalogue[code];
  return (SHAPE_SCHEMAS as Readonly<Record<string, string>>)[shape];
}
