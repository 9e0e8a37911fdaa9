import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {bearer} from '../support/auth';

const PATH = '/api/v1/album';

describe('a 401', () => {
  const given = withApi();
  const challenges = async (headers: Record<string, string>): Promise<string[]> =>
    (await given.api.request('GET', PATH, {auth: 'none', headers})).lines('www-authenticate');

  it('names both schemes, and to scripts Bearer alone', async () => {
    const bearerChallenge = 'Bearer realm="artistas"';
    expect(await challenges({})).to.eql([bearerChallenge, 'Basic realm="artistas", charset="UTF-8"']);
    expect(await challenges({'x-requested-with': 'XMLHttpRequest'})).to.eql([bearerChallenge]);
    expect((await challenges(bearer('lixo')))[0]).to.equal(`${bearerChallenge}, error="invalid_token"`);
  });
});
