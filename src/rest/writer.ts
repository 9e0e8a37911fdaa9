import {IncomingMessage, ServerResponse} from 'node:http';
import {PROBLEM_JSON, problemBody, type ProblemContext} from '../problems/bodies';
import {Problem} from '../problems/problem';
import {challenges} from './challenges';
import {endAnswer} from './http-limits';
import {languageFields, languageOf} from './language';
import {negotiate} from './negotiation';
import {Reply} from './reply';
import {escapeSurrogates, etagOf, namesWeakly, toJson} from './representation';

const REVALIDATE = 'private, no-cache';
const NO_STORE = 'no-cache, no-store, max-age=0, must-revalidate';
/** Fields that every answer has, whatever becomes of the request. */
const COMMON_HEADERS: readonly (readonly [string, string | string[]])[] = [
  ['Vary', ['Origin', 'Access-Control-Request-Method', 'Access-Control-Request-Headers']],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  // Pages have a policy of their own; of all others nothing may be shown as a page or put into one.
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', NO_STORE],
];
/** Only ever over TLS. A year, as the replaced service had it. */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';

/** On what they depend. */
interface CommonFields {
  readonly requestId: string;
  /** It came over TLS. */
  readonly isSecure: boolean;
}

/** Sets them. */
export function writeCommonHeaders(response: ServerResponse, {requestId, isSecure}: CommonFields): void {
  for (const [name, value] of COMMON_HEADERS) response.setHeader(name, value);
  if (isSecure) response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT);
  response.setHeader('X-Request-Id', requestId);
}

const COMMON_FIELDS: readonly string[] = COMMON_HEADERS.flatMap(([name, value]) =>
  [value].flat().flatMap(one => [name, one]),
);

/** The same as name, value, name, value, for a head that is written at once. */
export function commonFields({requestId, isSecure}: CommonFields): readonly string[] {
  const transport = isSecure ? ['Strict-Transport-Security', STRICT_TRANSPORT] : [];
  return [...COMMON_FIELDS, ...transport, 'X-Request-Id', requestId];
}

/** The same as text, for an answer to what was no request. */
export const COMMON_HEADER_LINES: readonly string[] = COMMON_HEADERS.flatMap(([name, value]) =>
  [value].flat().map(one => `${name}: ${one}`),
);

/** Writes what a controller returned; nothing at all is 204. */
export function writeReply(request: IncomingMessage, response: ServerResponse, result: unknown): void {
  const reply: Reply<unknown> = result instanceof Reply ? result : new Reply(result);
  const {body, status, headers} = reply;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && status === 200) response.setHeader('Cache-Control', REVALIDATE);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body === undefined) {
    response.statusCode = status === 200 ? 204 : status;
    response.end();
    return;
  }
  response.statusCode = status;
  // Bytes are a page or a file; its media type is with them.
  const content = Buffer.isBuffer(body) ? body : toJson(body);
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'application/json');
  if (isRead && status === 200 && isUnchanged(request, response, content)) {
    response.statusCode = 304;
    response.removeHeader('Content-Type');
    response.end();
    return;
  }
  response.setHeader('Content-Length', Buffer.byteLength(content));
  endAnswer(request, response, content);
}

/** Gives a read its validator. @returns true when the client already has this very body */
function isUnchanged(request: IncomingMessage, response: ServerResponse, content: string | Buffer): boolean {
  if (!response.hasHeader('ETag')) response.setHeader('ETag', etagOf(content));
  const known = request.headers['if-none-match'];
  return known !== undefined && namesWeakly(known, response.getHeader('ETag') as string);
}

export type ProblemForm = Pick<ProblemContext, 'accepted' | 'namesJson' | 'language'>;

/** What a client wants to be told of a problem, and how. */
export function problemFormOf(request: IncomingMessage): ProblemForm {
  return {
    accepted: negotiate(request, ['application/json', PROBLEM_JSON]) ?? 'application/json',
    namesJson: /application\/json/i.test(request.headers.accept ?? ''),
    language: languageOf(request),
  };
}

export interface ProblemExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly requestId: string;
}

/** Writes a problem in the form that the client asked for. An answer already begun can only be cut off. */
export function writeProblem({request, response, path, requestId}: ProblemExchange, problem: Problem): void {
  if (response.headersSent) {
    response.destroy(problem);
    return;
  }
  for (const name of ['ETag', 'Link', 'Location', 'Content-Type']) response.removeHeader(name);
  response.setHeader('Cache-Control', NO_STORE);
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  if (problem.status === 401 && !response.hasHeader('WWW-Authenticate'))
    response.setHeader('WWW-Authenticate', challenges(request, problem));
  // To connect anew costs more than the refusal did, and that is what there is too much of.
  if (problem.status >= 500 && problem.code !== 'overloaded') response.setHeader('Connection', 'close');
  const form = problemFormOf(request);
  const {contentType, body} = problemBody(problem, {...form, path, requestId, now: new Date()});
  const text = escapeSurrogates(body);
  response.statusCode = problem.status;
  if (contentType) {
    response.setHeader('Content-Type', contentType);
    for (const [name, value] of languageFields(form.language)) response.setHeader(name, value);
  }
  response.setHeader('Content-Length', Buffer.byteLength(text));
  endAnswer(request, response, text);
}
