import {BindingKey} from '@loopback/core';
import type {Admission} from './admission';
import type {ClientAddress} from './client-address';
import type {Operations} from './compiled/operations';
import type {CorsPolicy} from './cors';
import {OpenApiDocument} from './openapi-document';
import type {PathRouter} from './path-router';
import type {Once, UploadLimits} from './types';

export const HttpBindings = {
  ADMISSION: BindingKey.create<Admission>('rest.admission'),
  PATH_ROUTER: BindingKey.create<PathRouter>('rest.router'),
  OPERATIONS: BindingKey.create<Operations>('rest.operations'),
  CORS: BindingKey.create<CorsPolicy>('rest.cors-policy'),
  CLIENT_ADDRESS: BindingKey.create<ClientAddress>('rest.client-address'),
  OPENAPI_DOCUMENT: BindingKey.create<OpenApiDocument>('rest.openapi-document'),
  BODY_LIMIT_BYTES: BindingKey.create<number>('rest.body-limit-bytes'),
  /** Of the request. */
  ONCE: BindingKey.create<Once>('rest.once'),
  UPLOAD_LIMITS: BindingKey.create<UploadLimits>('rest.upload-limits'),
} as const;
