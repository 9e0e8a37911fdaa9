import {expect} from '@loopback/testlab';
import {randomUUID} from 'node:crypto';
import {KIND} from '../../src/operator/api/group';
import {labelsFor} from '../../src/operator/manifests/names';
import {givenArtistasApi} from '../support/artistas-api';
import {requireCluster} from '../support/cluster';
import {eventually} from '../support/eventually';
import {OperatorCluster} from '../support/operator-cluster';

const LIMIT_MS = 60_000;
/** One that no cluster has: its garbage collector waits for it, and collects nothing until it comes. */
const UNKNOWN = 'artistas.dev/v0';

describe('what an object leaves', function () {
  this.timeout(120_000);
  let on: OperatorCluster;
  before(async function () {
    requireCluster(this);
    on = await OperatorCluster.start();
  });
  after(() => on?.stop());

  /** As if its owner had gone with its definition before the garbage collector heard of that. */
  async function leave(
    kind: string,
    owner: string,
    component: 'app' | 'auth',
  ): Promise<() => Promise<boolean>> {
    const name = `${owner}-${component}`;
    const labels = labelsFor(givenArtistasApi({}, {name: owner}), component);
    const ownerReferences = [
      {apiVersion: UNKNOWN, kind: KIND, name: owner, uid: randomUUID(), controller: true},
    ];
    await on.cluster.create({apiVersion: 'v1', kind, metadata: {name, labels, ownerReferences}});
    return async () => !(await on.cluster.find(kind, name));
  }

  it('goes with its login, where the garbage collector does not know the kind', async () => {
    const isLoginGone = await leave('Secret', 'sumido', 'auth');
    await eventually('the account is gone', await leave('ServiceAccount', 'sumido', 'app'), LIMIT_MS);
    await eventually('the login is gone', isLoginGone, LIMIT_MS);
  });

  it('stays, where whoever deleted the object wanted it to', async () => {
    await on.create('orfao', {replicas: 1});
    await on.hasReady('orfao', 'True');
    await on.cluster.remove(KIND, 'orfao', 'Orphan');
    await eventually('the object is gone', async () => !(await on.get('orfao')), LIMIT_MS);
    // The operator has heard of that when it has heard of what came later.
    await eventually('a later one is gone', await leave('ServiceAccount', 'seguinte', 'app'), LIMIT_MS);
    expect(await on.deployment('orfao-api')).to.be.ok();
  });
});
