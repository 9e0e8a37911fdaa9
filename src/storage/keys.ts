import {BindingKey} from '@loopback/core';
import type {ImageIntake} from './image-intake';
import type {LocalLinks} from './local-links';
import type {LocalObjects} from './local-objects';
import type {LocalStore} from './local-store';
import type {StorageMetrics} from './storage-metrics';
import type {Thumbnails} from './thumbnails';
import type {LocalSettings, ObjectStore, S3Settings} from './types';

export const StorageKeys = {
  /** Bound: objects are kept in S3; else in a folder. */
  S3: BindingKey.create<S3Settings>('storage.s3'),
  LOCAL: BindingKey.create<LocalSettings>('storage.local'),
  /** Largest file, in bytes. */
  LIMIT_BYTES: BindingKey.create<number>('storage.limit-bytes'),
  STORE: BindingKey.create<ObjectStore>('storage.store'),
  /** Bound where objects are kept in a folder, which the API itself serves. */
  LOCAL_STORE: BindingKey.create<LocalStore>('storage.local-store'),
  LOCAL_LINKS: BindingKey.create<LocalLinks>('storage.local-links'),
  LOCAL_OBJECTS: BindingKey.create<LocalObjects>('storage.local-objects'),
  INTAKE: BindingKey.create<ImageIntake>('storage.image-intake'),
  THUMBNAILS: BindingKey.create<Thumbnails>('storage.thumbnails'),
  METRICS: BindingKey.create<StorageMetrics>('storage.metrics'),
} as const;
