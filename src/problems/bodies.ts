import {STATUS_CODES} from 'node:http';
import type {Language, Words} from '../messages/message';
import {Problem} from './problem';

export const PROBLEM_JSON = 'application/problem+json';
const JSON_TYPE = 'application/json';
/** The two bodies that a servlet filter wrote carry their charset; clients have seen it. */
const FILTER_JSON_TYPE = 'application/json;charset=UTF-8';

const SIGN_IN: Words = {
  pt: 'Por favor, recarregue a página e insira as credenciais.',
  en: 'Please reload the page and sign in.',
};

/** What surrounds a problem in one exchange. */
export interface ProblemContext {
  /** Path of the request, without the query. */
  readonly path: string;
  readonly requestId: string;
  readonly now: Date;
  /** Best of `application/json` and `application/problem+json` for this client. */
  readonly accepted: typeof JSON_TYPE | typeof PROBLEM_JSON;
  /** Of the message. */
  readonly language: Language;
  /** The client named `application/json` itself, not only by a wildcard. */
  readonly namesJson: boolean;
}

export interface ProblemBody {
  readonly contentType?: string;
  readonly body: string;
}

/** Body of a problem in the form that the client asked for: RFC 9457, or that of the replaced service. */
export function problemBody(problem: Problem, context: ProblemContext): ProblemBody {
  if (context.accepted === PROBLEM_JSON) {
    return {contentType: PROBLEM_JSON, body: JSON.stringify(detailed(problem, context))};
  }
  switch (problem.shape) {
    case 'framework':
      return json({...framework(problem, context), ...standard(problem, context)});
    case 'domain':
      return json({...domain(problem, context), ...standard(problem, context)});
    case 'validation':
      return json(problem.fieldsIn(context.language));
    case 'credentials':
      return {contentType: FILTER_JSON_TYPE, body: credentialsText(problem, context)};
    case 'rate-limit':
      return {contentType: FILTER_JSON_TYPE, body: rateLimitText(problem.messageIn(context.language))};
    case 'text':
      return {
        contentType: context.namesJson ? JSON_TYPE : 'text/plain;charset=UTF-8',
        body: problem.messageIn(context.language),
      };
    case 'page':
      return {contentType: 'text/html;charset=UTF-8', body: pageText(problem, context)};
    case 'empty':
      return {body: ''};
  }
}

/** RFC 9457, the members of the contract beside it, and `errors` for clients that show fields. */
function detailed(problem: Problem, context: ProblemContext): object {
  const fields = problem.fieldsIn(context.language);
  const hasFields = Object.keys(fields).length > 0;
  return {
    ...standard(problem, context),
    ...(problem.shape === 'domain' ? domain(problem, context) : framework(problem, context)),
    ...(hasFields && {...fields, errors: fields}),
  };
}

function standard(problem: Problem, {path, requestId, language}: ProblemContext): object {
  return {
    type: `urn:artistas:problem:${problem.code}`,
    title: STATUS_CODES[problem.status],
    status: problem.status,
    detail: problem.messageIn(language),
    instance: path,
    code: problem.code,
    requestId,
  };
}

function framework(problem: Problem, {path, now, language}: ProblemContext): object {
  const {status} = problem;
  const timestamp = now.toISOString().replace('Z', '+00:00');
  return {timestamp, status, error: STATUS_CODES[status], path, message: problem.messageIn(language)};
}

function domain(problem: Problem, {now, language}: ProblemContext): object {
  const {status} = problem;
  return {
    error: STATUS_CODES[status],
    message: problem.messageIn(language),
    timestamp: nanosecondTimestamp(now),
    status,
  };
}

/** Nine digits after the second, as clients parse them; the clock itself gives three. */
function nanosecondTimestamp(now: Date): string {
  const belowMillisecond = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
  return now.toISOString().replace('Z', `${belowMillisecond}Z`);
}

function credentialsText(problem: Problem, {path, language}: ProblemContext): string {
  const message = problem.messageIn(language);
  return `${JSON.stringify({error: STATUS_CODES[problem.status], message, path}, null, 2)}\n`;
}

function rateLimitText(message: string): string {
  return `    {\n      "error": "RATE_LIMIT_EXCEEDED",\n      "message": "${message}"\n    }\n`;
}

function pageText(problem: Problem, {language}: ProblemContext): string {
  const message = problem.messageIn(language);
  return `<html><body><h1>${problem.status} - ${message}</h1><p>${SIGN_IN[language]}</p></body></html>`;
}

function json(value: object): ProblemBody {
  return {contentType: JSON_TYPE, body: JSON.stringify(value)};
}
