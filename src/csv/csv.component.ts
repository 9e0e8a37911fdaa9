import {asLifeCycleObserver, Binding, Component, createBindingFromClass} from '@loopback/core';
import {CatalogoCsv} from './catalogo-csv';
import {CsvKeys} from './keys';

/** The catalogue as a file. */
export class CsvComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(CatalogoCsv, {key: CsvKeys.CATALOGO}).apply(asLifeCycleObserver),
  ];
}
