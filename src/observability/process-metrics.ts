import {totalmem} from 'node:os';
import {getHeapStatistics} from 'node:v8';
import {collectDefaultMetrics, Gauge, Registry} from 'prom-client';
import type {PoolCounts} from '../repositories/database-state.repository';
import type {BuildInfo} from './types';

/**
 * What the runtime tells of this process: memory, CPU, garbage collection, delay of the event loop (which includes the
 * 10 ms between two looks at it). Nearly all is gathered when somebody reads the metrics, and nothing by requests.
 */
export function registerProcessMetrics(registry: Registry, {version, commit = ''}: BuildInfo): void {
  collectDefaultMetrics({register: registry});
  new Gauge({
    name: 'artistas_build_info',
    help: 'The release that is running, by its labels; always 1',
    labelNames: ['version', 'commit'],
    registers: [registry],
  }).set({version, commit}, 1);
  new Gauge({
    name: 'artistas_process_memory_limit_bytes',
    help: 'Memory of the container, or of the machine where there is no limit',
    registers: [registry],
  }).set(Math.min(process.constrainedMemory() || Infinity, totalmem()));
  new Gauge({
    name: 'artistas_process_heap_limit_bytes',
    help: 'How far the heap may grow before the process ends itself',
    registers: [registry],
  }).set(getHeapStatistics().heap_size_limit);
}

/** @param counts is called each time that the metrics are read */
export function registerPoolMetrics(registry: Registry, counts: () => PoolCounts): void {
  new Gauge({
    name: 'artistas_database_pool_connections',
    help: 'Connections of the pool by state; waiting: requests that wait for one',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      for (const [state, count] of Object.entries<number>({...counts()})) this.set({state}, count);
    },
  });
}
