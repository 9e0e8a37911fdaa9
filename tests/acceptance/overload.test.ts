import {expect} from '@loopback/testlab';
import {Agent} from 'node:http';
import {withApi} from '../support/api';
import {basic} from '../support/auth';
import {eventually} from '../support/eventually';
import {Answer, exchange} from '../support/http';
import {withClient} from '../support/sql';

const PATH = '/api/v1/album';
/** As many as an API takes that has not measured anything yet, and more. */
const TAKEN = 256;
const MORE = 40;
/** On a busy machine; a little less than a statement may take, as those that were taken wait for a lock. */
const TOLD_LIMIT_MS = 9_000;

describe('more requests than can be answered in time', function () {
  this.timeout(60_000);
  // A read that is kept waits for no table.
  const given = withApi({env: {RESPONSE_CACHE: 'off'}});
  const agent = new Agent({keepAlive: true});
  after(() => agent.destroy());
  const ask = (method: 'GET' | 'POST'): Promise<Answer> => {
    const body = method === 'POST' ? '{"nome":"x"}' : undefined;
    const headers = {...basic(), 'content-type': 'application/json', origin: 'http://localhost:3000'};
    return exchange(given.api.url, {method, path: PATH, headers, body}, agent);
  };

  it('are refused at once, with the time to come back, over a connection that goes on', async () => {
    const refusals: Record<'GET' | 'POST', Answer[]> = {GET: [], POST: []};
    let crowd: Promise<Answer[]> | undefined;
    await given.api.request('GET', PATH);
    await withClient(given.api.databaseUrl, async client => {
      await client.query('begin');
      await client.query('lock table album in access exclusive mode');
      const all = Array.from({length: TAKEN + MORE}, async (_, i) => {
        const method = i % 2 ? 'POST' : 'GET';
        const answer = await ask(method);
        if (answer.json.code === 'overloaded') refusals[method].push(answer);
        return answer;
      });
      crowd = Promise.all(all);
      const areTold = (): boolean => refusals.GET.length + refusals.POST.length >= MORE;
      await eventually('those above the limit are told', areTold, TOLD_LIMIT_MS);
      expect((await given.api.request('GET', '/actuator/health/liveness')).status).to.equal(200);
      await client.query('rollback');
    });
    for (const [{status, headers, json}] of [refusals.GET, refusals.POST] as [Answer][]) {
      expect([status, json.message]).to.eql([503, 'Serviço sobrecarregado no momento; tente novamente']);
      expect(headers).to.containEql({
        'retry-after': '1',
        connection: 'keep-alive',
        'access-control-allow-origin': 'http://localhost:3000',
      });
      expect(headers).to.have.property('x-request-id');
    }
    await crowd;
    expect((await given.api.request('GET', PATH)).status).to.equal(200);
    const made = await given.api.sql('select from album');
    expect(made.length).to.be.within(1, TAKEN);
  });

  it('is told in the log once', () => {
    const lines = given.api.logs().filter(line => line.includes('too many requests'));
    expect(lines).to.have.length(1);
  });
});
