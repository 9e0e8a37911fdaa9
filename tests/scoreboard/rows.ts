import {regionalSync} from '../bench/regionais.bench';
import {subscribers} from '../bench/sockets.bench';
import {stompAbuse} from '../bench/stomp-abuse.bench';
import {regionalFaults} from './regional-faults';
import type {Row} from './types';
import {workerKilled} from './worker-killed';

/** The rows that there are, by id, in the order in which they run. */
export const rows: Readonly<Record<string, Row>> = {
  P6: regionalSync,
  P7: subscribers,
  R3: workerKilled,
  R7: regionalFaults,
  S8: stompAbuse,
};
