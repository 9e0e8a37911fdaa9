import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';

/** What a caller is told of an error that is none of the catalogue's; the cause is for the log. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const {statusCode, code} = error as {statusCode?: number; code?: unknown};
  // What followed the head is no HTTP: the parser itself has answered 400, and nothing here failed.
  if (typeof code === 'string' && code.startsWith('HPE_')) return problems.requestMalformed();
  // The framework's router and its static files answer an unknown path so.
  if (statusCode === 404) return problems.routeNotFound();
  return problems.internalError({cause: error});
}
