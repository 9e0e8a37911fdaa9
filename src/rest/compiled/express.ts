import type {Request, Response, RestServer} from '@loopback/rest';
import type {Call} from './types';

/** What the framework's Express application gives to requests and answers that pass through it. */
interface Prototypes {
  readonly request: object;
  readonly response: object;
}

/**
 * A request and its answer as the framework's controllers and static files know them, with Express's methods. Few operations
 * ask for them, so that no other request pays for it. Whoever has them may write the answer.
 */
export function asExpress(
  {requestHandler}: RestServer,
  {request, response, head}: Pick<Call, 'request' | 'response' | 'head'>,
): {request: Request; response: Response} {
  head.moveTo(response);
  const prototypes = requestHandler as unknown as Prototypes;
  const pair = {request: request as Request, response: response as Response};
  if (Object.getPrototypeOf(request) === prototypes.request) return pair;
  Object.assign(request, {originalUrl: request.url, res: response});
  Object.assign(response, {req: request, locals: {}});
  Object.setPrototypeOf(request, prototypes.request);
  Object.setPrototypeOf(response, prototypes.response);
  return pair;
}
