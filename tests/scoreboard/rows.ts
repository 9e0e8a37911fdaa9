import {created, listed, listedFromCache, readById} from '../bench/api.bench';
import {regionalSync} from '../bench/regionais.bench';
import {growth} from '../bench/scale.bench';
import {subscribers} from '../bench/sockets.bench';
import {start} from '../bench/start.bench';
import {stompAbuse} from '../bench/stomp-abuse.bench';
import {uploads} from '../bench/uploads.bench';
import {accessMatrix} from './access-matrix';
import {backups} from './backups';
import {canaries} from './canaries';
import {uninstalls} from './chart-uninstall';
import {databaseHarmed} from './database-harmed';
import {dependenciesAway} from './dependencies-away';
import {everyOperation} from './every-operation';
import {failover} from './failover';
import {forgedTokens} from './forged-tokens';
import {hostileUploads} from './hostile-uploads';
import {listenersRestarted} from './listeners-restarted';
import {atRest} from './operator-at-rest';
import {drift} from './operator-drift';
import {leaders} from './operator-leaders';
import {many} from './operator-many';
import {migrationGate} from './operator-migrations';
import {upgrade} from './operator-upgrade';
import {overload} from './overload';
import {passwordGuessing} from './password-guessing';
import {podSecurity} from './pod-security';
import {redirectsInside} from './redirects-inside';
import {regionalFaults} from './regional-faults';
import {repeatedWrites} from './repeated-writes';
import {replicasKilled} from './replicas-killed';
import {rollingRestarts} from './rolling-restarts';
import {sessionsAndCodes} from './sessions-and-codes';
import {slowSockets} from './slow-sockets';
import {supplyChain} from './supply-chain';
import type {Row} from './types';
import {verdicts} from './verdicts';
import {workerKilled} from './worker-killed';

/** The rows that there are, by id, in the order in which they run. */
export const rows: Readonly<Record<string, Row>> = {
  P1: listed,
  P2: listedFromCache,
  P4: created,
  P5: growth,
  P6: regionalSync,
  P7: subscribers,
  P8: uploads,
  P10: many,
  R1: rollingRestarts,
  R2: replicasKilled,
  R3: workerKilled,
  R4: databaseHarmed,
  R5: failover,
  R6: dependenciesAway,
  R7: regionalFaults,
  R8: repeatedWrites,
  R9: slowSockets,
  R10: overload,
  R11: listenersRestarted,
  S1: everyOperation,
  S2: accessMatrix,
  S3: forgedTokens,
  S4: sessionsAndCodes,
  S5: passwordGuessing,
  S6: hostileUploads,
  S7: redirectsInside,
  S8: stompAbuse,
  S9: canaries,
  S10: supplyChain,
  S11: podSecurity,
  K1: drift,
  K2: atRest,
  K3: migrationGate,
  K4: leaders,
  K5: uninstalls,
  K6: backups,
  K7: upgrade,
  K8: verdicts,
};

/**
 * Rows that are short, or whose margin is smaller than what two shared cores vary by: they run when they are named, and only then.
 * `docs/performance.md` tells their figures.
 */
export const onlyNamed: Readonly<Record<string, Row>> = {
  P3: readById,
  P9: start,
};
