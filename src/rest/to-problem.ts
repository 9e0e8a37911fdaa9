import {IncomingMessage} from 'node:http';
import {problems} from '../problems/catalogue';
import {Problem} from '../problems/problem';

/** What a caller is told of an error that is none of the catalogue's; the cause is for the log. */
export function toProblem(error: unknown, {socket}: IncomingMessage): Problem {
  if (error instanceof Problem) return error;
  // The client went away or went on in something else than HTTP, which was answered already: nothing here failed.
  if (error === socket.errored) return problems.requestMalformed();
  // The framework's router and its static files answer an unknown path so.
  if ((error as {statusCode?: number}).statusCode === 404) return problems.routeNotFound();
  return problems.internalError({cause: error});
}
