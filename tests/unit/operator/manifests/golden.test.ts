import {yamlOf} from '../../../../src/bin/kubernetes/yaml';
import {authSecret, authSecretName} from '../../../../src/operator/manifests/accounts';
import {groundwork, workloads} from '../../../../src/operator/manifests/children';
import {migrationJob} from '../../../../src/operator/manifests/tasks';
import {artistasApiCases} from '../../../support/artistas-api-cases';
import {expectGolden} from '../../../support/golden';

const login = {password: 'made-once', jwtSecret: 'made-once-too'};
const release = {referencesHash: 'f00d'};

describe('what an ArtistasApi becomes (UPDATE_SNAPSHOTS=1 rewrites it)', () => {
  for (const [name, cr] of Object.entries(artistasApiCases)) {
    it(name, () => {
      const manifests = [
        ...(authSecretName(cr) ? [authSecret(cr, login)] : []),
        ...groundwork(cr),
        migrationJob(cr, release),
        ...workloads(cr, release),
      ];
      expectGolden(`tests/unit/operator/manifests/golden/${name}.yaml`, yamlOf(manifests));
    });
  }
});
