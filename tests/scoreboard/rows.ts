import {regionalSync} from '../bench/regionais.bench';
import {subscribers} from '../bench/sockets.bench';
import {stompAbuse} from '../bench/stomp-abuse.bench';
import {uploads} from '../bench/uploads.bench';
import {canaries} from './canaries';
import {everyOperation} from './every-operation';
import {hostileUploads} from './hostile-uploads';
import {regionalFaults} from './regional-faults';
import {repeatedWrites} from './repeated-writes';
import {supplyChain} from './supply-chain';
import type {Row} from './types';
import {workerKilled} from './worker-killed';

/** The rows that there are, by id, in the order in which they run. */
export const rows: Readonly<Record<string, Row>> = {
  P6: regionalSync,
  P7: subscribers,
  P8: uploads,
  R3: workerKilled,
  R7: regionalFaults,
  R8: repeatedWrites,
  S1: everyOperation,
  S6: hostileUploads,
  S8: stompAbuse,
  S9: canaries,
  S10: supplyChain,
};
