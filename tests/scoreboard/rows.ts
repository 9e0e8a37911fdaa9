import {regionalSync} from '../bench/regionais.bench';
import {subscribers} from '../bench/sockets.bench';
import {stompAbuse} from '../bench/stomp-abuse.bench';
import {uploads} from '../bench/uploads.bench';
import {hostileUploads} from './hostile-uploads';
import {atRest} from './operator-at-rest';
import {drift} from './operator-drift';
import {leaders} from './operator-leaders';
import {many} from './operator-many';
import {migrationGate} from './operator-migrations';
import {upgrade} from './operator-upgrade';
import {podSecurity} from './pod-security';
import {regionalFaults} from './regional-faults';
import type {Row} from './types';
import {verdicts} from './verdicts';
import {workerKilled} from './worker-killed';

/** The rows that there are, by id, in the order in which they run. */
export const rows: Readonly<Record<string, Row>> = {
  P6: regionalSync,
  P7: subscribers,
  P8: uploads,
  P10: many,
  R3: workerKilled,
  R7: regionalFaults,
  S6: hostileUploads,
  S8: stompAbuse,
  S11: podSecurity,
  K1: drift,
  K2: atRest,
  K3: migrationGate,
  K4: leaders,
  K7: upgrade,
  K8: verdicts,
};
