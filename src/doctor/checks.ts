import {clientAddresses} from './checks/client-addresses';
import {contradictions} from './checks/contradictions';
import {database} from './checks/database';
import {descriptors} from './checks/descriptors';
import {disk} from './checks/disk';
import {memory} from './checks/memory';
import {misspeltSettings} from './checks/misspelt-settings';
import {node} from './checks/node';
import {objectStore} from './checks/object-store';
import {redis} from './checks/redis';
import {refusedSettings} from './checks/refused-settings';
import {regionalApi} from './checks/regional-api';
import {replica} from './checks/replica';
import {roundTrips} from './checks/round-trips';
import {schema} from './checks/schema';
import type {Check} from './types';

/** Everything that the doctor looks at, in the order of its report. */
export const checks: readonly Check[] = [
  node,
  refusedSettings,
  misspeltSettings,
  contradictions,
  descriptors,
  memory,
  disk,
  database,
  roundTrips,
  schema,
  replica,
  redis,
  objectStore,
  clientAddresses,
  regionalApi,
];
