import {expect} from '@loopback/testlab';
import {withApi} from '../support/api';
import {basic} from '../support/auth';
import {withBrowser} from '../support/browser';
import {eventually} from '../support/eventually';
import {failingWith, withRegionaisApi} from '../support/regionais-api';
import {givenUsuario} from '../support/usuario';

const PATH = '/admin/filas';

describe('the page about the queues', () => {
  const external = withRegionaisApi();
  const running = withApi({env: () => ({REGIONAIS_URL: external.api.url, RATE_LIMIT: '10'})});
  const browser = withBrowser();

  it('is for administrators alone', async () => {
    const {api} = running;
    expect((await api.request('GET', PATH, {auth: 'none'})).status).to.equal(401);
    await givenUsuario(api, 'editora', 'senha-da-editora');
    const headers = basic('editora', 'senha-da-editora');
    for (const path of [PATH, `${PATH}/api/queues`, '/admin/nada']) {
      const {status, json} = await api.request('GET', path, {auth: 'none', headers});
      expect([status, json.code]).to.eql([403, 'admin_required']);
    }
    expect((await api.request('GET', '/admin/nada')).status).to.equal(404);
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
    await page.goto(`${api.url}${PATH}`);
    await page.getByText('sincronizar-regionais').first().waitFor();
    await page.goto(`${api.url}${PATH}/queue/sincronizar-regionais?status=waiting`);
    await page.getByText('"MANUAL"').first().waitFor();
    // The font that it names elsewhere is kept from it before anybody is asked.
    const isFont = (text: string): boolean => text.includes('https://fonts.googleapis.com');
    expect([...origins].filter(origin => origin !== api.url && !isFont(origin))).to.eql([]);
    expect(complaints.filter(text => !isFont(text) || !/Content Security Policy/.test(text))).to.eql([]);
  });

  it('is not counted against the limit of requests', async () => {
    for (let i = 0; i < 15; i++)
      expect((await running.api.request('GET', `${PATH}/api/queues`)).status).to.equal(200);
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
