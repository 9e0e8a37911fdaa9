import {expect} from '@loopback/testlab';
import {Api, withApi} from '../support/api';
import {insideHosts, listenInside} from '../support/inside-targets';
import {RegionaisApi, redirectingTo, withRegionaisApi} from '../support/regionais-api';
import {faults} from '../support/regionais-faults';

const SYNC = '/api/v1/regionais/sincronizar';
const LIST = Array.from({length: 100}, (_, i) => ({id: i + 1, nome: `R${i + 1}`}));

describe('an external API of regional offices', () => {
  const external = withRegionaisApi();
  let overTls: Api | undefined;
  // Before the database goes.
  after(() => overTls?.stop());
  const running = withApi({env: () => ({REGIONAIS_URL: external.api.url})});
  before(async () => {
    const url = external.api.url.replace('http:', 'https:');
    overTls = await Api.start(running.api.databaseUrl, {REGIONAIS_URL: url});
    external.api.behave(LIST);
    expect((await running.api.request('POST', SYNC)).status).to.equal(204);
  });
  const rows = () => running.api.sql('select * from regionais order by id');

  for (const {name, behaviour, want, message} of faults) {
    it(`that ${name} changes nothing, and is told and recorded`, async () => {
      const before = await rows();
      if (behaviour) external.api.behave(behaviour);
      const asked = external.api.calls.length;
      const answer = await (behaviour ? running.api : overTls!).request('POST', SYNC);
      expect(`${answer.status} ${answer.json.code}`).to.equal(want);
      expect(answer.json.message).to.match(message);
      // An answer that is wrong is not asked for again.
      if (/answer_invalid/.test(want)) expect(external.api.calls.length - asked).to.equal(1);
      expect(await rows()).to.eql(before);
      const {json} = await running.api.request('GET', '/api/v1/regionais/sincronizacoes?size=1');
      expect(answer.json.message).to.endWith(json.content[0].motivo.replace(/^.*: (?=a lista|\d+ de)/, ''));
    });
  }

  it('that is right again is believed at once, whatever it did before', async () => {
    external.api.behave([...LIST, {id: 101, nome: '🎸 \u202eRTL e\u0301'}]);
    expect((await running.api.request('POST', SYNC)).status).to.equal(204);
    const {text, json} = await running.api.request('GET', '/api/v1/regionais/101');
    expect(json.nome).to.equal('🎸 \u202eRTL e\u0301');
    expect(text).to.containEql('"\\uD83C\\uDFB8 ');
  });

  it('leads nowhere by a redirect', async () => {
    const inside = await listenInside();
    for (const host of insideHosts) {
      external.api.behave(redirectingTo(`http://${host}:${inside.port}/`));
      expect((await running.api.request('POST', SYNC)).status).to.equal(502);
    }
    expect(await inside.stop()).to.equal(0);
  });
});

describe('an external API of regional offices that is not there', () => {
  let gone: string;
  before(async () => {
    const api = await RegionaisApi.start();
    gone = api.url;
    await api.stop();
  });
  const running = withApi({env: () => ({REGIONAIS_URL: gone})});

  it('is told without its address', async () => {
    const {status, json, text} = await running.api.request('POST', SYNC);
    expect([status, json.message]).to.eql([
      502,
      'A API de regionais não está disponível: não pôde ser lida: ECONNREFUSED',
    ]);
    expect(text).to.not.match(/127\.0\.0\.1/);
  });
});
