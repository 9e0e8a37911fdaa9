import {yamlOf} from '../../../../src/bin/kubernetes/yaml';
import type {Manifest} from '../../../../src/operator/api/manifest';
import {authSecret, authSecretName} from '../../../../src/operator/manifests/accounts';
import {groundwork, workloads} from '../../../../src/operator/manifests/children';
import {lastBackupGroundwork, lastBackupRecord} from '../../../../src/operator/manifests/last-backup';
import {migrationJob} from '../../../../src/operator/manifests/tasks';
import {artistasApiCases} from '../../../support/artistas-api-cases';
import {expectGolden} from '../../../support/golden';

const login = {password: 'made-once', jwtSecret: 'made-once-too'};
const release = {referencesHash: 'f00d'};

const stored = (record: Manifest): Manifest => ({
  ...record,
  metadata: {...record.metadata, uid: 'that-of-the-record'},
});

describe('what an ArtistasApi becomes (UPDATE_SNAPSHOTS=1 rewrites it)', () => {
  for (const [name, cr] of Object.entries(artistasApiCases)) {
    it(name, () => {
      const record = lastBackupRecord(cr, release);
      const manifests = [
        ...(authSecretName(cr) ? [authSecret(cr, login)] : []),
        ...groundwork(cr),
        migrationJob(cr, release),
        ...workloads(cr, release),
        ...(record ? [record, ...lastBackupGroundwork(cr, stored(record))] : []),
      ];
      expectGolden(`tests/unit/operator/manifests/golden/${name}.yaml`, yamlOf(manifests));
    });
  }
});
