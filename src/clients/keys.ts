import {BindingKey} from '@loopback/core';
import type {RegionaisClient} from './regionais.client';

export const ClientKeys = {
  REGIONAIS: BindingKey.create<RegionaisClient>('clients.regionais'),
  /** Address of the list; absent where it is not to be asked for. */
  REGIONAIS_URL: BindingKey.create<string | undefined>('clients.regionais-url'),
} as const;
