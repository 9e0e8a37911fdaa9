import type {ExampleObject, ReferenceObject, SchemaObject} from '@loopback/rest';
import {PROBLEM_JSON, problemBody, ProblemContext} from './bodies';
import {catalogue, exampleProblem, ProblemCode} from './catalogue';
import {ProblemShape} from './problem';

const JSON_TYPE = 'application/json';
/** Moment and request of every example: the document is the same at each making. */
const AT = new Date('2026-01-31T12:00:00.484Z');
const NANOSECOND_AT = AT.toISOString().replace('Z', '784812Z');
const CONTEXT: ProblemContext = {
  path: '/api/v1/album/1',
  requestId: '0b0d3c9e-5f1c-4c55-a0a7-2f6a3c1d9e10',
  now: AT,
  accepted: JSON_TYPE,
  namesJson: false,
  language: 'pt',
};

const text: SchemaObject = {type: 'string'};
const status: SchemaObject = {type: 'integer'};
const withAll = (properties: Record<string, SchemaObject>): SchemaObject => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
/** Members of RFC 9457, and ours beside them. */
const standard = {type: text, title: text, status, detail: text, instance: text, code: text, requestId: text};

/** Schema of the JSON body that each shape has; the others are no JSON. */
export const SHAPE_SCHEMAS = {
  framework: 'GeneralError',
  domain: 'DomainError',
  validation: 'FieldErrors',
  credentials: 'CredentialsError',
  'rate-limit': 'RateLimitError',
} as const satisfies Partial<Record<ProblemShape, string>>;

/** The schemas of all bodies that a problem can have, by name. */
export const problemSchemas: Readonly<Record<string, SchemaObject | ReferenceObject>> = {
  GeneralError: withAll({timestamp: text, error: text, path: text, message: text, ...standard}),
  DomainError: withAll({error: text, message: text, timestamp: text, ...standard}),
  FieldErrors: {type: 'object', description: 'Field to message', additionalProperties: text},
  CredentialsError: withAll({error: text, message: text, path: text}),
  RateLimitError: withAll({error: text, message: text}),
  ProblemDetails: {
    ...withAll(standard),
    properties: {...standard, errors: {$ref: '#/components/schemas/FieldErrors'}},
  },
};

/**
 * Bodies as they are really written: `album_not_found` in the form of the contract, `album_not_found.problem` as
 * problem details.
 */
export function problemExamples(): Record<string, ExampleObject> {
  const entries = (Object.keys(catalogue) as ProblemCode[]).flatMap(code => {
    const details = [`${code}.problem`, {value: exampleBody(code, PROBLEM_JSON)}] as const;
    const isJson = catalogue[code].shape in SHAPE_SCHEMAS;
    return isJson ? [[code, {value: exampleBody(code, JSON_TYPE)}] as const, details] : [details];
  });
  return Object.fromEntries(entries);
}

function exampleBody(code: ProblemCode, accepted: ProblemContext['accepted']): unknown {
  const {body} = problemBody(exampleProblem(code), {...CONTEXT, accepted});
  const example = JSON.parse(body) as {timestamp?: string};
  // Its last six digits come from a clock of the process.
  return catalogue[code].shape === 'domain' ? {...example, timestamp: NANOSECOND_AT} : example;
}
