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
const MORE = 100;

describe('more requests than can be answered in time', () => {
  const given = withApi();
  const agent = new Agent({keepAlive: true});
  after(() => agent.destroy());
  const create = (): Promise<Answer> => {
    const headers = {...basic(), 'content-type': 'application/json', origin: 'http://localhost:3000'};
    return exchange(given.api.url, {method: 'POST', path: PATH, headers, body: '{"nome":"x"}'}, agent);
  };

  it('are refused at once, with the time to come back, over a connection that goes on', async () => {
    const refusals: Answer[] = [];
    let crowd: Promise<Answer[]> | undefined;
    await given.api.request('GET', PATH);
    await withClient(given.api.databaseUrl, async client => {
      await client.query('begin');
      await client.query('lock table album in access exclusive mode');
      const all = Array.from({length: TAKEN + MORE}, async () => {
        const answer = await create();
        if (answer.json.code === 'overloaded') refusals.push(answer);
        return answer;
      });
      crowd = Promise.all(all);
      await eventually('those above the limit are told', () => refusals.length >= MORE);
      expect((await given.api.request('GET', '/actuator/health/liveness')).status).to.equal(200);
      await client.query('rollback');
    });
    const {status, headers, json} = refusals[0]!;
    expect([status, json.message]).to.eql([503, 'Serviço sobrecarregado no momento; tente novamente']);
    expect(headers).to.containEql({
      'retry-after': '1',
      connection: 'keep-alive',
      'access-control-allow-origin': 'http://localhost:3000',
    });
    expect(headers).to.have.property('x-request-id');
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
