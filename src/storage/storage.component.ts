import {
  Application,
  asLifeCycleObserver,
  Binding,
  Component,
  CoreBindings,
  createBindingFromClass,
  inject,
} from '@loopback/core';
import {ImageIntake} from './image-intake';
import {StorageKeys} from './keys';
import {LocalLinks} from './local-links';
import {LocalObjects} from './local-objects';
import {LocalStore} from './local-store';
import {S3Store} from './s3-store';
import {StorageMetrics} from './storage-metrics';
import {StoreIndicator} from './store-indicator';
import {Thumbnails} from './thumbnails';

/** Where covers are kept. Needs `LIMIT_BYTES`, and `S3` or `LOCAL` bound before it. */
export class StorageComponent implements Component {
  readonly bindings: Binding[] = [
    createBindingFromClass(StorageMetrics, {key: StorageKeys.METRICS}),
    createBindingFromClass(ImageIntake, {key: StorageKeys.INTAKE}),
    createBindingFromClass(Thumbnails, {key: StorageKeys.THUMBNAILS}),
    createBindingFromClass(StoreIndicator, {namespace: 'storage.indicators'}),
  ];

  constructor(@inject(CoreBindings.APPLICATION_INSTANCE) application: Application) {
    if (application.isBound(StorageKeys.S3.key)) {
      application.add(createBindingFromClass(S3Store, {key: StorageKeys.STORE}).apply(asLifeCycleObserver));
      return;
    }
    application.add(createBindingFromClass(LocalLinks, {key: StorageKeys.LOCAL_LINKS}));
    application.add(createBindingFromClass(LocalStore, {key: StorageKeys.LOCAL_STORE}));
    application.add(createBindingFromClass(LocalObjects, {key: StorageKeys.LOCAL_OBJECTS}));
    application.bind(StorageKeys.STORE).toAlias(StorageKeys.LOCAL_STORE);
  }
}
