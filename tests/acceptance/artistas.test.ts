import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';

describe('Artistas', () => {
  const running = withApi({template: 'sample'});

  for (const auth of ['basic', 'bearer'] as const) {
    it(`are listed for a caller with ${auth} credentials`, async () => {
      const {status, json} = await running.api.request('GET', '/api/v1/artistas', {auth});
      expect(status).to.equal(200);
      expect(json.content).to.have.length(4);
    });
  }
});
