import {expect} from '@loopback/testlab';
import {Api} from '../support/api';
import {withDatabase} from '../support/database';
import {freePort} from '../support/free-port';

describe('/metrics', () => {
  let api: Api | undefined;
  let url = '';
  // Before the database goes.
  after(() => api?.stop());
  const database = withDatabase();
  before(async () => {
    const port = await freePort();
    api = await Api.start(database.url, {METRICS_PORT: String(port)});
    url = `http://127.0.0.1:${port}`;
  });

  it('counts requests by route pattern, never by path', async () => {
    await api!.request('GET', '/api/v1/album/4711');
    await api!.request('GET', '/segredo-canario');
    const text = await (await fetch(`${url}/metrics`)).text();
    const labels = 'method="GET",route="/api/v1/album/{id}",status="404"';
    expect(text).to.containEql(`artistas_http_request_duration_seconds_count{${labels}} 1`);
    expect(text).to.containEql('artistas_database_pool_connections{state="idle"}');
    expect(text).to.containEql('nodejs_eventloop_lag_seconds');
    expect(text).to.not.match(/="[^"]*(4711|canario)[^"]*"/);
  });

  it('has a port of its own, and nothing else on it', async () => {
    expect((await api!.request('GET', '/metrics')).status).to.equal(404);
    expect((await fetch(`${url}/api/v1/album`)).status).to.equal(404);
    expect((await fetch(`${url}/metrics`, {method: 'POST'})).status).to.be.within(404, 405);
  });
});
