import {STATUS_CODES} from 'node:http';
import {Problem} from './problem';

export const PROBLEM_JSON = 'application/problem+json';
const JSON_TYPE = 'application/json';
/** The two bodies that a servlet filter wrote carry their charset; clients have seen it. */
const FILTER_JSON_TYPE = 'application/json;charset=UTF-8';

/** What surrounds a problem in one exchange. */
export interface ProblemContext {
  /** Path of the request, without the query. */
  readonly path: string;
  readonly requestId: string;
  readonly now: Date;
  /** Best of `application/json` and `application/problem+json` for this client. */
  readonly accepted: typeof JSON_TYPE | typeof PROBLEM_JSON;
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
      return json(problem.fields);
    case 'credentials':
      return {contentType: FILTER_JSON_TYPE, body: credentialsText(problem, context)};
    case 'rate-limit':
      return {contentType: FILTER_JSON_TYPE, body: rateLimitText(problem)};
    case 'text':
      return {contentType: context.namesJson ? JSON_TYPE : 'text/plain;charset=UTF-8', body: problem.message};
    case 'page':
      return {contentType: 'text/html;charset=UTF-8', body: pageText(problem)};
    case 'empty':
      return {body: ''};
  }
}

/** RFC 9457, the members of the contract beside it, and `errors` for clients that show fields. */
function detailed(problem: Problem, context: ProblemContext): object {
  const hasFields = Object.keys(problem.fields).length > 0;
  return {
    ...standard(problem, context),
    ...(problem.shape === 'domain' ? domain(problem, context) : framework(problem, context)),
    ...(hasFields && {...problem.fields, errors: problem.fields}),
  };
}

function standard(problem: Problem, {path, requestId}: ProblemContext): object {
  return {
    type: `urn:artistas:problem:${problem.code}`,
    title: STATUS_CODES[problem.status],
    status: problem.status,
    detail: problem.message,
    instance: path,
    code: problem.code,
    requestId,
  };
}

function framework({status, message}: Problem, {path, now}: ProblemContext): object {
  const timestamp = now.toISOString().replace('Z', '+00:00');
  return {timestamp, status, error: STATUS_CODES[status], path, message};
}

function domain({status, message}: Problem, {now}: ProblemContext): object {
  return {error: STATUS_CODES[status], message, timestamp: nanosecondTimestamp(now), status};
}

/** Nine digits after the second, as clients parse them; the clock itself gives three. */
function nanosecondTimestamp(now: Date): string {
  const belowMillisecond = String(process.hrtime.bigint() % 1_000_000n).padStart(6, '0');
  return now.toISOString().replace('Z', `${belowMillisecond}Z`);
}

function credentialsText({status, message}: Problem, {path}: ProblemContext): string {
  return `${JSON.stringify({error: STATUS_CODES[status], message, path}, null, 2)}\n`;
}

function rateLimitText({message}: Problem): string {
  return `    {\n      "error": "RATE_LIMIT_EXCEEDED",\n      "message": "${message}"\n    }\n`;
}

function pageText({status, message}: Problem): string {
  return `<html><body><h1>${status} - ${message}</h1><p>Por favor, recarregue a página e insira as credenciais.</p></body></html>`;
}

function json(value: object): ProblemBody {
  return {contentType: JSON_TYPE, body: JSON.stringify(value)};
}
