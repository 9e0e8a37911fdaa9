import {BindingKey} from '@loopback/core';
import {ClientAddress} from './client-address';
import {CorsPolicy} from './cors';
import {PathRouter} from './path-router';

export namespace HttpBindings {
  export const PATH_ROUTER = BindingKey.create<PathRouter>('rest.router');
  export const CORS = BindingKey.create<CorsPolicy>('rest.cors-policy');
  export const CLIENT_ADDRESS = BindingKey.create<ClientAddress>('rest.client-address');
  export const BODY_LIMIT_BYTES = BindingKey.create<number>('rest.body-limit-bytes');
}
