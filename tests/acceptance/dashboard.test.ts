import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {basic} from '../support/auth';
import {withBrowser} from '../support/browser';
import {eventually} from '../support/eventually';
import {freePort} from '../support/free-port';
import {failingWith, withRegionaisApi} from '../support/regionais-api';
import {givenUsuario} from '../support/usuario';

const PATH = '/admin/filas';

describe('the page about the queues', () => {
  const external = withRegionaisApi();
  let port = 0;
  before(async () => (port = await freePort()));
  const running = withApi({
    env: () => ({REGIONAIS_URL: external.api.url, METRICS_PORT: String(port)}),
  });
  const browser = withBrowser();
  const ask = (path: string, headers: Record<string, string> = basic(), method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, {method, headers});

  it('is for administrators alone, and has the header of every answer', async () => {
    await givenUsuario(running.api, 'editora', 'senha-da-editora');
    for (const path of [PATH, `${PATH}/api/queues`, '/admin/nada']) {
      const cases = [
        {headers: {}, want: 401},
        {headers: basic('seletivo', 'errada'), want: 401},
        {headers: {authorization: 'Bearer x'}, want: 401},
        {headers: basic('editora', 'senha-da-editora'), want: 403},
      ];
      for (const {headers, want} of cases) {
        const answer = await ask(path, headers);
        expect([path, answer.status]).to.eql([path, want]);
        expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
        expect(answer.headers.get('content-security-policy')).to.match(/default-src 'none'/);
      }
    }
    expect((await ask('/admin/nada')).status).to.equal(404);
    expect((await ask('/admin/filas-x')).status).to.equal(404);
  });

  it('is not on the port that is open to the public', async () => {
    for (const path of [PATH, `${PATH}/api/queues`]) {
      expect((await running.api.request('GET', path)).status).to.equal(404);
      expect((await running.api.request('GET', path, {auth: 'none'})).status).to.equal(401);
    }
  });

  it('lets no page of another host use what a browser remembers', async () => {
    const path = `${PATH}/api/queues/sincronizar-regionais/pause`;
    const elsewhere = await ask(path, {...basic(), origin: 'https://mal.exemplo'}, 'PUT');
    expect(elsewhere.status).to.equal(403);
    const own = await ask(`${PATH}/api/queues`, {...basic(), origin: `http://127.0.0.1:${port}`});
    expect(own.status).to.equal(200);
  });

  it('shows each queue and its jobs, and asks nobody else for anything', async () => {
    external.api.behave(failingWith(500));
    const {api} = running;
    const asked = await api.request('POST', '/api/v1/regionais/sincronizar', {
      headers: {prefer: 'respond-async'},
    });
    expect(asked.status).to.equal(202);
    const {page, complaints, origins} = await browser.open({
      httpCredentials: {username: 'seletivo', password: 'admin'},
    });
    await page.goto(`http://127.0.0.1:${port}${PATH}`);
    await page.getByText('sincronizar-regionais').first().waitFor();
    await page.goto(`http://127.0.0.1:${port}${PATH}/queue/sincronizar-regionais?status=waiting`);
    await page.getByText('"MANUAL"').first().waitFor();
    // The font that it names elsewhere is kept from it before anybody is asked.
    const isFont = (text: string): boolean => text.includes('https://fonts.googleapis.com');
    expect([...origins].filter(origin => origin !== `http://127.0.0.1:${port}` && !isFont(origin))).to.eql(
      [],
    );
    expect(complaints.filter(text => !isFont(text) || !/Content Security Policy/.test(text))).to.eql([]);
  });
});

describe('metrics of the jobs', () => {
  const running = withApi();

  it('tell how many wait, since when, and whether a schedule is late', async () => {
    const {api} = running;
    const registry = await api.app.get<{metrics(): Promise<string>}>('observability.registry');
    await api.request('POST', '/api/v1/regionais/sincronizar', {headers: {prefer: 'respond-async'}});
    await api.sql(
      `insert into bullmq.scheduler (queue, scheduler_id, name, next_run_ms, pattern)
       values ('sincronizar-regionais', 'atrasado', 'sincronizar-regionais', 1, '* * * * *')`,
    );
    await eventually('the metrics', async () => {
      const text = await registry.metrics();
      return (
        /artistas_jobs\{queue="sincronizar-regionais",state="waiting"\} 1\n/.test(text) &&
        /artistas_jobs\{queue="sincronizar-regionais",state="failed"\} 0\n/.test(text) &&
        /artistas_job_oldest_waiting_seconds\{queue="sincronizar-regionais"\} 0?\.?[1-9\d]/.test(text) &&
        /artistas_job_schedules_late\{queue="sincronizar-regionais"\} 1\n/.test(text)
      );
    });
  });
});
