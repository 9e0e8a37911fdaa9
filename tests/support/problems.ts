import {expect} from '@loopback/testlab';
import {Answer} from './http';

/** Milliseconds and an offset: what the framework of the replaced service wrote. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/;
/** Nine digits and a Z: what its own handlers wrote. */
const NANOSECOND_TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export interface ExpectedProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Of the request, without the query. */
  readonly path: string;
}

/** The answer is an error of the general shape: its members in their order, then those of RFC 9457. */
export function expectGeneral(answer: Answer, {status, code, message, path}: ExpectedProblem): void {
  const {timestamp} = answer.json;
  expect(timestamp).to.match(TIMESTAMP);
  const members = {timestamp, status, error: REASONS[status], path, message};
  expectExactly(answer, {...members, ...standard(answer, {status, code, message, path})});
}

/** The answer is an error of the domain shape: its members in their order, then those of RFC 9457. */
export function expectDomain(answer: Answer, {status, code, message, path}: ExpectedProblem): void {
  const {timestamp} = answer.json;
  expect(timestamp).to.match(NANOSECOND_TIMESTAMP);
  const members = {error: REASONS[status], message, timestamp, status};
  expectExactly(answer, {...members, ...standard(answer, {status, code, message, path})});
}

/** The answer is a 400 of a flat object, field to message, and nothing else. */
export function expectFields(answer: Answer, fields: Readonly<Record<string, string>>): void {
  expect(answer.text).to.equal(JSON.stringify(fields));
  expect(answer.status).to.equal(400);
  expect(answer.headers['content-type']).to.equal('application/json');
}

/** What a wrong member of a body is told; the shape is the general one. */
export const fieldProblem = (path: string, field: string, expected: string): ExpectedProblem => ({
  status: 400,
  code: 'field_type_invalid',
  message: `Campo com tipo ou valor inválido: ${field} (${expected})`,
  path,
});

export const parameterProblem = (path: string, name: string, expected: string): ExpectedProblem => ({
  status: 400,
  code: 'parameter_invalid',
  message: `Parâmetro inválido: ${name} (${expected})`,
  path,
});

export const malformedJson = (path: string): ExpectedProblem => ({
  status: 400,
  code: 'json_malformed',
  message: 'O corpo da requisição não é um objeto JSON válido em UTF-8',
  path,
});

export const unknownPath = (path: string): ExpectedProblem => ({
  status: 404,
  code: 'route_not_found',
  message: 'Recurso não encontrado',
  path,
});

export const artistaNotFound = (path: string): ExpectedProblem => ({
  status: 404,
  code: 'artista_not_found',
  message: 'Artista não encontrado',
  path,
});

/** @param message differs by what the album was wanted for */
export const albumNotFound = (
  path: string,
  message = 'Álbum não encontrado para o ID informado',
): ExpectedProblem => ({status: 404, code: 'album_not_found', message, path});

function standard(answer: Answer, {status, code, message, path}: ExpectedProblem): object {
  return {
    type: `urn:artistas:problem:${code}`,
    title: REASONS[status],
    status,
    detail: message,
    instance: path,
    code,
    requestId: answer.headers['x-request-id'],
  };
}

/** Members and their order. */
function expectExactly(answer: Answer, body: {readonly status?: number}): void {
  expect(answer.json).to.eql(body);
  expect(answer.text).to.equal(JSON.stringify(body));
  expect(answer.status).to.equal(body.status);
  expect(answer.headers['content-type']).to.equal('application/json');
}
