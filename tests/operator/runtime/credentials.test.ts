import {expect} from '@loopback/testlab';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {ApiClient} from '../../../src/operator/runtime/api-client';
import {inClusterCredentials} from '../../../src/operator/runtime/credentials';
import {withCluster} from '../../support/cluster';
import {withFolder} from '../../support/folder';

const NAME = 'quem';

describe('inClusterCredentials', () => {
  const on = withCluster();
  const folder = withFolder('test');
  let client: ApiClient;

  before(() => on.cluster.create({apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: NAME}}));
  /** What Kubernetes puts into a pod. */
  beforeEach(async () => {
    const {server, tls} = await on.cluster.credentials.get();
    const {hostname: host, port} = new URL(server);
    await writeFile(join(folder.path, 'ca.crt'), tls.ca!);
    client = new ApiClient({credentials: inClusterCredentials({host, port, folder: folder.path})});
  });
  afterEach(() => client.close());

  const giveToken = (token: string): Promise<void> => writeFile(join(folder.path, 'token'), `${token}\n`);
  async function validToken(): Promise<string> {
    const {status} = await on.cluster.client.call<{status: {token: string}}>({
      method: 'POST',
      path: `/api/v1/namespaces/${on.cluster.namespace}/serviceaccounts/${NAME}/token`,
      body: {apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {}},
    });
    return status.token;
  }
  async function whoAmI(): Promise<string> {
    const {status} = await client.call<{status: {userInfo: {username: string}}}>({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      body: {apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview'},
    });
    return status.userInfo.username;
  }

  it('are those of the ServiceAccount of the pod', async () => {
    await giveToken(await validToken());
    expect(await whoAmI()).to.equal(`system:serviceaccount:${on.cluster.namespace}:${NAME}`);
  });

  it('are read again when the server refuses them', async () => {
    await giveToken('old');
    await expect(whoAmI()).to.be.rejectedWith(/Unauthorized/);
    await giveToken(await validToken());
    expect(await whoAmI()).to.match(/:quem$/);
  });
});
