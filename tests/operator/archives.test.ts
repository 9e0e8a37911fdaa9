import type {V1CronJob, V1Job, V1Pod} from '@kubernetes/client-node';
import {expect} from '@loopback/testlab';
import {BACKUP_EXIT} from '../../src/config/exit-codes';
import {API_VERSION, KIND} from '../../src/operator/api/group';
import type {ArtistasBackup, ArtistasRestore} from '../../src/operator/api/requests';
import {ApiError} from '../../src/operator/runtime/api-error';
import type {StoredObject} from '../../src/operator/runtime/types';
import {LAST_WORDS, REPORT} from '../support/archive-jobs';
import {BACKUP} from '../support/artistas-api';
import {requireCluster} from '../support/cluster';
import {eventually} from '../support/eventually';
import {OperatorCluster} from '../support/operator-cluster';

const LIMIT_MS = 60_000;
/** Pods that no fake node takes: what a kubelet would say of them, the test says. */
const OURS = {pod: {nodeSelector: {teste: 'kubelet'}}};
/** Nothing happens by the clock. */
const QUIET = {...BACKUP, suspend: true, drill: {suspend: true}};

describe('backups and restores in a cluster', function () {
  this.timeout(120_000);
  let on: OperatorCluster;
  before(async function () {
    requireCluster(this);
    on = await OperatorCluster.start();
    const {name} = BACKUP.destination.credentialsSecretRef;
    const stringData = {'access-key': 'a', 'secret-key': 'b'};
    await on.cluster.create({apiVersion: 'v1', kind: 'Secret', metadata: {name}, stringData} as object);
    await on.create('parado', {...OURS, backup: QUIET});
  });
  after(() => on?.stop());

  const ask = (kind: string, name: string, spec: object): Promise<StoredObject> =>
    on.cluster.create({apiVersion: API_VERSION, kind, metadata: {name}, spec} as object);
  const askFor = (kind: string, name: string, spec: object = {}): Promise<StoredObject> =>
    ask(kind, name, {installationRef: {name: 'parado'}, ...spec});
  async function inPhase<T extends ArtistasBackup | ArtistasRestore>(
    kind: string,
    name: string,
    phase: string,
  ): Promise<T> {
    const look = async (): Promise<T | undefined> => {
      const found = await on.cluster.find<T>(kind, name);
      return found?.status?.phase === phase ? found : undefined;
    };
    return eventually(`${name} is ${phase}`, look, LIMIT_MS);
  }
  const podOf = (job: string): Promise<V1Pod> =>
    eventually(
      `${job} has a pod`,
      async () =>
        (await on.cluster.list<V1Pod>('Pod')).find(({metadata}) => metadata?.labels?.['job-name'] === job),
      LIMIT_MS,
    );
  /** As the kubelet tells of a container that has ended. */
  async function ends(job: string, exitCode: number, message: string): Promise<void> {
    const {metadata, spec} = await podOf(job);
    const [{name, image}] = spec!.containers as [{name: string; image: string}];
    const at = `${new Date().toISOString().slice(0, -5)}Z`;
    const terminated = {
      exitCode,
      message,
      reason: exitCode === 0 ? 'Completed' : 'Error',
      startedAt: at,
      finishedAt: at,
    };
    const containerStatuses = [
      {name, image, imageID: image, ready: false, restartCount: 0, state: {terminated}},
    ];
    const status = {phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses};
    await on.cluster.patch('Pod', metadata!.name!, {status}, 'status');
  }

  it('makes a backup that is asked for, and says what is in it', async () => {
    await askFor('ArtistasBackup', 'antes');
    const {spec} = await podOf('antes-backup');
    expect(spec!.automountServiceAccountToken).to.be.false();
    await ends('antes-backup', 0, LAST_WORDS);
    const {status} = await inPhase<ArtistasBackup>('ArtistasBackup', 'antes', 'Succeeded');
    expect(status).to.containEql({
      archive: REPORT.id,
      snapshotTime: REPORT.snapshotAt,
      sizeBytes: REPORT.bytes,
      rows: REPORT.rows,
      objects: REPORT.objects,
      durationSeconds: 11,
    });
    expect(status!.conditions!.map(({type, status: is, reason}) => `${type} ${is} ${reason}`)).to.eql([
      'Ready True BackedUp',
      'Reconciling False BackedUp',
      'Stalled False BackedUp',
    ]);
    const isKnown = async (): Promise<boolean> =>
      (await on.get('parado')).status?.backup?.archive === REPORT.id;
    await eventually('the installation knows it too', isKnown, LIMIT_MS);
  });

  it('restores it by its name, one thing at a time', async () => {
    await askFor('ArtistasRestore', 'volta', {backupRef: {name: 'antes'}});
    const {spec} = await podOf('volta-restore');
    expect(spec!.containers[0]!.command).to.eql(['node', 'dist/src/bin/restore.js', '--replace', REPORT.id]);
    await askFor('ArtistasBackup', 'depois');
    const waiting = await inPhase<ArtistasBackup>('ArtistasBackup', 'depois', 'Pending');
    expect(waiting.status!.conditions![0]).to.containEql({status: 'False', reason: 'Queued'});
    await ends(
      'volta-restore',
      0,
      JSON.stringify({id: REPORT.id, snapshotAt: REPORT.snapshotAt, seconds: 3}),
    );
    const {status} = await inPhase<ArtistasRestore>('ArtistasRestore', 'volta', 'Succeeded');
    expect(status).to.containEql({archive: REPORT.id, durationSeconds: 3});
    await podOf('depois-backup');
    await ends('depois-backup', 0, LAST_WORDS);
    await inPhase('ArtistasBackup', 'depois', 'Succeeded');
  });

  it('does not try again what would end the same, and says why it ended', async () => {
    await askFor('ArtistasRestore', 'rasgado', {archive: REPORT.id});
    await ends('rasgado-restore', BACKUP_EXIT.archiveDamaged, 'The archive is damaged: it is cut.\n');
    const {status} = await inPhase<ArtistasRestore>('ArtistasRestore', 'rasgado', 'Failed');
    const stalled = status!.conditions!.find(({type}) => type === 'Stalled');
    expect(stalled).to.containEql({
      status: 'True',
      reason: 'ArchiveDamaged',
      message: 'The archive is damaged: it is cut.',
    });
  });

  it('restores nothing twice, when its Job is deleted', async () => {
    await askFor('ArtistasRestore', 'uma-vez', {archive: REPORT.id});
    await podOf('uma-vez-restore');
    await on.cluster.remove('Job', 'uma-vez-restore');
    const {status} = await inPhase<ArtistasRestore>('ArtistasRestore', 'uma-vez', 'Failed');
    expect(status!.conditions![0]).to.containEql({status: 'False', reason: 'RestoreFailed'});
    expect(status!.conditions![0]!.message).to.match(/was deleted before it was known what came of it/);
    expect(await on.cluster.find('Job', 'uma-vez-restore')).to.be.undefined();
  });

  it('waits for an installation that is not there, and for backups to be set up', async () => {
    await ask('ArtistasBackup', 'cedo', {installationRef: {name: 'tardio'}});
    const reasonOf = async (): Promise<string | undefined> =>
      (await on.cluster.find<ArtistasBackup>('ArtistasBackup', 'cedo'))?.status?.conditions?.[0]?.reason;
    await eventually('it waits', async () => (await reasonOf()) === 'ReferenceMissing', LIMIT_MS);
    await on.create('tardio', OURS);
    await eventually('it waits still', async () => (await reasonOf()) === 'BackupNotConfigured', LIMIT_MS);
    await on.change('tardio', {backup: QUIET});
    await podOf('cedo-backup');
  });

  const refused = [
    {name: 'nothing to restore', spec: {}},
    {name: 'two archives to restore', spec: {archive: 'latest', backupRef: {name: 'antes'}}},
    {name: 'an id that is none', spec: {archive: '../outro'}},
  ];
  for (const {name, spec} of refused) {
    it(`refuses ${name}`, async () => {
      await expect(askFor('ArtistasRestore', 'recusado', spec)).to.be.rejectedWith(ApiError);
    });
  }

  it('refuses a change of what was asked for', async () => {
    const change = on.cluster.patch('ArtistasRestore', 'volta', {spec: {backupRef: {name: 'depois'}}});
    await expect(change).to.be.rejectedWith(/make another object/);
  });

  it('reads off the pods what backups and drills by the clock have shown', async () => {
    await on.create('relogio', {replicas: 1, backup: QUIET});
    await on.hasReady('relogio', 'True');
    const runs: [string, number, string][] = [
      ['backup', 0, LAST_WORDS],
      ['drill', 1, 'This user may not make a database.\n'],
    ];
    for (const [work, exitCode, message] of runs) {
      const {metadata, spec} = (await on.cluster.find<V1CronJob & StoredObject>(
        'CronJob',
        `relogio-${work}`,
      ))!;
      const {metadata: {labels} = {}, spec: job} = spec.jobTemplate;
      const name = `relogio-${work}-agora`;
      job!.template.spec!.nodeSelector = OURS.pod.nodeSelector;
      job!.backoffLimit = 0;
      const owner = {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: metadata.name,
        uid: metadata.uid,
        controller: true,
      };
      await on.cluster.create({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {name, labels, ownerReferences: [owner]},
        spec: job,
      } as V1Job);
      await ends(name, exitCode, message);
    }
    const look = async () => {
      const {status} = await on.get('relogio');
      return status?.backup?.lastSuccessTime && status.drill?.failure ? status : undefined;
    };
    const status = await eventually('both are known', look, LIMIT_MS);
    expect(status.backup).to.containEql({archive: REPORT.id, sizeBytes: REPORT.bytes});
    expect(status.drill!.failure).to.equal('This user may not make a database.');
    const stale = status.conditions!.find(({type}) => type === 'BackupStale');
    expect(stale).to.containEql({status: 'False', reason: 'BackupRecent'});
    const installation = `installation="${on.namespace}/relogio"`;
    const lines = [
      `artistas_operator_backup_size_bytes{${installation}} ${REPORT.bytes}`,
      `artistas_operator_archive_failed{${installation},work="drill"} 1`,
    ];
    // The operator counts by what it hears, which is after what it wrote.
    const areCounted = async (): Promise<boolean> => {
      const metrics = await (await fetch(`${on.operators[0]!.process.metricsUrl}/metrics`)).text();
      return lines.every(line => metrics.includes(line));
    };
    await eventually('both are in its metrics', areCounted, LIMIT_MS);
  });

  const LAST = {replicas: 1, backup: QUIET, deletionPolicy: 'BackupThenDelete'} as const;
  const findRecord = (name: string): Promise<StoredObject | undefined> =>
    on.cluster.find('CronJob', `${name}-backup-last`);
  const isRecorded = (name: string): Promise<StoredObject> =>
    eventually(`${name} has a record`, () => findRecord(name), LIMIT_MS);
  const isOver = (name: string): Promise<boolean> =>
    eventually(`that of ${name} is gone`, async () => !(await findRecord(name)), LIMIT_MS);
  const eventsOf = async (name: string): Promise<string[]> => {
    const events = await on.cluster.list<StoredObject & {regarding?: {name: string}; reason: string}>(
      'Event',
    );
    return events.filter(({regarding}) => regarding?.name === name).map(({reason}) => reason);
  };

  it('makes a last backup of what is deleted so, and takes away what it made to last', async () => {
    await on.create('fim', LAST);
    await on.hasReady('fim', 'True');
    await on.cluster.remove(KIND, 'fim');
    await isOver('fim');
    expect(await on.cluster.find('Secret', 'fim-auth')).to.be.undefined();
    expect(await eventsOf('fim')).to.containDeep(['LastBackup', 'LastBackupMade']);
  });

  /** Its last backup has a pod that no fake node takes. */
  async function isDeletedAndWaits(name: string): Promise<void> {
    await on.create(name, LAST);
    await on.hasReady(name, 'True');
    await on.change(name, OURS);
    const isSo = async (): Promise<boolean> => JSON.stringify(await findRecord(name)).includes('"kubelet"');
    await eventually('the record says it', isSo, LIMIT_MS);
    await on.cluster.remove(KIND, name);
    await podOf(`${name}-backup-last`);
  }

  it('gives it up when none can be made, and keeps what lasts', async () => {
    await isDeletedAndWaits('sem');
    await ends('sem-backup-last', BACKUP_EXIT.deadline, 'It took too long.\n');
    await isOver('sem');
    expect(await on.cluster.find('Secret', 'sem-auth')).to.not.be.undefined();
    expect(await eventsOf('sem')).to.containEql('LastBackupGivenUp');
  });

  it('makes none of what is there again', async () => {
    await isDeletedAndWaits('de-novo');
    await on.create('de-novo', LAST);
    const isLeft = async (): Promise<boolean> => !(await on.cluster.find('Job', 'de-novo-backup-last'));
    await eventually('it is made no more', isLeft, LIMIT_MS);
    await on.hasReady('de-novo', 'True');
    expect(await on.cluster.find('Secret', 'de-novo-auth')).to.not.be.undefined();
  });

  it('writes none down for an object whose policy is another one', async () => {
    await on.create('livre', LAST);
    await isRecorded('livre');
    await on.change('livre', {deletionPolicy: 'Retain'});
    await isOver('livre');
  });

  it('makes it late, when no operator was there', async () => {
    await on.create('tarde', LAST);
    await on.hasReady('tarde', 'True');
    await on.operators[0]!.process.stop('SIGKILL');
    await on.cluster.remove(KIND, 'tarde');
    const isAlone = async (): Promise<boolean> =>
      !(await on.cluster.find(KIND, 'tarde')) && !(await on.deployment('tarde-api'));
    await eventually('nobody held it', isAlone, LIMIT_MS);
    await on.addOperator();
    await isOver('tarde');
    expect(await on.cluster.find('Secret', 'tarde-auth')).to.be.undefined();
    expect(await eventsOf('tarde')).to.containEql('LastBackupMade');
  });
});
