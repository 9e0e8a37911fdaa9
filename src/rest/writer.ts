import {IncomingMessage, ServerResponse} from 'node:http';
import {PROBLEM_JSON, problemBody, type ProblemContext} from '../problems/bodies';
import {Problem} from '../problems/problem';
import {challenges} from './challenges';
import {endAnswer, isWhole} from './http-limits';
import {languageFields, languageOf} from './language';
import {negotiate} from './negotiation';
import {Head} from './head';
import {Reply} from './reply';
import {escapeSurrogates, etagOf, JsonText, namesWeakly, toJson} from './representation';

const REVALIDATE = 'private, no-cache';
const NO_STORE = 'no-cache, no-store, max-age=0, must-revalidate';
/** Fields that every answer has, whatever becomes of the request. */
const COMMON_FIELDS: readonly (readonly [name: string, value: string])[] = [
  ['Vary', 'Origin'],
  ['Vary', 'Access-Control-Request-Method'],
  ['Vary', 'Access-Control-Request-Headers'],
  ['X-Content-Type-Options', 'nosniff'],
  ['X-Frame-Options', 'DENY'],
  // Pages have a policy of their own; of all others nothing may be shown as a page or put into one.
  ['Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'"],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
  ['Cache-Control', NO_STORE],
];
const COMMON_LIST: readonly string[] = COMMON_FIELDS.flat();
/** Only ever over TLS. A year, as the replaced service had it. */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';

/** On what they depend. */
interface CommonFields {
  readonly requestId: string;
  /** It came over TLS. */
  readonly isSecure: boolean;
}

/** They and more as name, value, name, value. */
export function commonFields({requestId, isSecure}: CommonFields, more: readonly string[] = []): string[] {
  const fields = [...COMMON_LIST, 'X-Request-Id', requestId, ...more];
  if (isSecure) fields.push('Strict-Transport-Security', STRICT_TRANSPORT);
  return fields;
}

/** The head of an answer, as it begins. @param more name, value, name, value */
export const commonHead = (fields: CommonFields, more?: readonly string[]): Head =>
  new Head(commonFields(fields, more));

/** The same as text, for an answer to what was no request. */
export const COMMON_HEADER_LINES: readonly string[] = COMMON_FIELDS.map(
  ([name, value]) => `${name}: ${value}`,
);

export interface Answer {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Fields that it has already. */
  readonly head: Head;
}

/** Writes what a controller returned; nothing at all is 204. */
export function writeReply({request, response, head}: Answer, result: unknown): void {
  const reply: Reply<unknown> = result instanceof Reply ? result : new Reply(result);
  const {body, status, headers} = reply;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead && status === 200) head.set('Cache-Control', REVALIDATE);
  for (const [name, value] of Object.entries(headers)) head.set(name, value);
  if (body === undefined) {
    head.write(response, status === 200 ? 204 : status);
    response.end();
    return;
  }
  // Bytes are a page or a file; its media type is with them.
  const content = Buffer.isBuffer(body) || body instanceof JsonText ? body : new JsonText(toJson(body));
  if (isRead && status === 200 && isUnchanged(request, head, content)) {
    head.remove('Content-Type');
    head.write(response, 304);
    response.end();
    return;
  }
  if (head.get('Content-Type') === undefined) head.set('Content-Type', 'application/json');
  head.set('Content-Length', String(content.length));
  if (!isWhole(request)) head.set('Connection', 'close');
  head.write(response, status);
  endAnswer(request, response, content instanceof JsonText ? content.text : content);
}

/** Gives a read its validator. @returns true when the client already has this very body */
function isUnchanged(request: IncomingMessage, head: Head, content: JsonText | Buffer): boolean {
  const etag = head.get('ETag') ?? (content instanceof JsonText ? content.etag : etagOf(content));
  head.set('ETag', etag);
  const known = request.headers['if-none-match'];
  return known !== undefined && namesWeakly(known, etag);
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
