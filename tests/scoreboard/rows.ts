import {regionalSync} from '../bench/regionais.bench';
import {subscribers} from '../bench/sockets.bench';
import {stompAbuse} from '../bench/stomp-abuse.bench';
import {uploads} from '../bench/uploads.bench';
import {hostileUploads} from './hostile-uploads';
import {regionalFaults} from './regional-faults';
import {accessMatrix} from './access-matrix';
import {forgedTokens} from './forged-tokens';
import {passwordGuessing} from './password-guessing';
import {sessionsAndCodes} from './sessions-and-codes';
import type {Row} from './types';
import {workerKilled} from './worker-killed';

/** The rows that there are, by id, in the order in which they run. */
export const rows: Readonly<Record<string, Row>> = {
  P6: regionalSync,
  P7: subscribers,
  P8: uploads,
  R3: workerKilled,
  R7: regionalFaults,
  S2: accessMatrix,
  S3: forgedTokens,
  S4: sessionsAndCodes,
  S5: passwordGuessing,
  S6: hostileUploads,
  S8: stompAbuse,
};
