import {BindingScope, Constructor, inject, injectable} from '@loopback/core';
import {repository} from '@loopback/repository';
import {statfs} from 'node:fs/promises';
import {DatabaseStateRepository} from '../repositories/database-state.repository';
import {asHealthIndicator, ObservabilityKeys} from './keys';
import type {Readiness} from './readiness';
import type {Health, HealthIndicator} from './types';

const SINGLETON = {scope: BindingScope.SINGLETON};
/** Free bytes below which the disk counts as full; the number that clients have seen. */
const DISK_THRESHOLD_BYTES = 10_485_760;

/** Asks the database for an answer, on a connection of the checks' own. */
@injectable(SINGLETON, asHealthIndicator)
class DatabaseIndicator implements HealthIndicator {
  readonly name = 'db';
  readonly dependency = 'database';

  constructor(@repository(DatabaseStateRepository) private readonly database: DatabaseStateRepository) {}

  async check(): Promise<Health> {
    await this.database.ping();
    return {status: 'UP', details: {database: 'PostgreSQL', validationQuery: 'isValid()'}};
  }
}

/** Free space where the process works. */
@injectable(SINGLETON, asHealthIndicator)
class DiskSpaceIndicator implements HealthIndicator {
  readonly name = 'diskSpace';

  async check(): Promise<Health> {
    const path = process.cwd();
    const {blocks, bavail, bsize} = await statfs(path);
    const free = bavail * bsize;
    return {
      status: free >= DISK_THRESHOLD_BYTES ? 'UP' : 'DOWN',
      details: {total: blocks * bsize, free, threshold: DISK_THRESHOLD_BYTES, path, exists: true},
    };
  }
}

@injectable(SINGLETON, asHealthIndicator)
class ReadinessIndicator implements HealthIndicator {
  readonly name = 'readinessState';

  constructor(@inject(ObservabilityKeys.READINESS) private readonly readiness: Readiness) {}

  async check(): Promise<Health> {
    const {status, description} = await this.readiness.check();
    return description === undefined ? {status} : {status, details: {reason: description}};
  }
}

export const INDICATORS: readonly Constructor<HealthIndicator>[] = [
  DatabaseIndicator,
  DiskSpaceIndicator,
  ReadinessIndicator,
];

const UP: Health = {status: 'UP'};
const NO_DISCOVERY = {description: 'Discovery Client not initialized', status: 'UNKNOWN'} as const;

/** Components of the replaced service that say the same for as long as the process answers. */
export const CONSTANT_INDICATORS: readonly HealthIndicator[] = [
  constant('discoveryComposite', {...NO_DISCOVERY, components: {discoveryClient: NO_DISCOVERY}}),
  constant('livenessState', UP),
  constant('ping', UP),
  constant('refreshScope', UP),
];

function constant(name: string, health: Health): HealthIndicator {
  return {name, check: () => Promise.resolve(health)};
}
