import {Api, ApiRequest} from './api';
import {Answer} from './http';

/** A request that is refused. */
export interface Refused {
  readonly name: string;
  /** Method and path. */
  readonly ask: string;
  readonly request?: ApiRequest;
  /** Status and code. */
  readonly want: string;
}

/** Sends a request whose method and path stand in one line. */
export function ask(api: Api, line: string, request: ApiRequest = {}, headers = {}): Promise<Answer> {
  const [method = '', path = ''] = line.split(' ');
  return api.request(method, path, {...request, headers: {...request.headers, ...headers}});
}
