import {BindingKey} from '@loopback/core';
import type {CatalogoCsv} from './catalogo-csv';

export const CsvKeys = {
  CATALOGO: BindingKey.create<CatalogoCsv>('csv.catalogo'),
} as const;
