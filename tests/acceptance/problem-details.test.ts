import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';

const ALBUM = '/api/v1/album';
const PROBLEM = 'application/problem+json';

describe('problem details', () => {
  const running = withApi();

  const choices = [
    {accept: PROBLEM, type: PROBLEM},
    {accept: `${PROBLEM}; charset=utf-8`, type: PROBLEM},
    {accept: `${PROBLEM}, application/json;q=0.9`, type: PROBLEM},
    {accept: `application/json;q=0.5, ${PROBLEM}`, type: PROBLEM},
    {accept: `application/json, ${PROBLEM}`, type: 'application/json'},
    {accept: `application/json, ${PROBLEM};q=0.9`, type: 'application/json'},
    {accept: 'application/json', type: 'application/json'},
    {accept: 'application/*', type: 'application/json'},
    {accept: '*/*', type: 'application/json'},
    {accept: 'text/html', type: 'application/json'},
  ];
  for (const {accept, type} of choices) {
    it(`${type === PROBLEM ? 'are' : 'are not'} chosen by Accept: ${accept}`, async () => {
      const answer = await running.api.request('GET', `${ALBUM}/999`, {headers: {accept}});
      expect(answer.headers['content-type']).to.equal(type);
    });
  }

  it('leave what succeeds alone', async () => {
    const {headers} = await running.api.request('GET', ALBUM, {headers: {accept: PROBLEM}});
    expect(headers['content-type']).to.equal('application/json');
  });
});
