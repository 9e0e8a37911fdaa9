import {expect} from '@loopback/testlab';
import {join} from 'node:path';
import {Page} from 'playwright-core';
import {PASSWORD, USER, withApi} from '../support/api';
import {withBrowser} from '../support/browser';
import {eventually} from '../support/eventually';
import {ROOT} from '../support/source-files';

/** Kept for people to look at. */
const SCREENSHOTS = join(ROOT, 'dist/screenshots');
const LIST = '.opblock-get:has([data-path="/api/v1/artistas"])';
/** Pages draw themselves after they are loaded. */
const DRAWN_WITHIN_MS = 10_000;

describe('the explorer in a browser', function () {
  this.timeout(60_000);
  const browser = withBrowser();
  const given = withApi({template: 'sample'});

  const explore = async (page: Page): Promise<void> => {
    await page.goto(`${given.api.url}/explorer/`);
    await page.locator(LIST).waitFor();
  };
  /** Calls the list of artists from the page, and waits until the page shows such an answer. */
  const execute = async (page: Page, wanted: RegExp): Promise<void> => {
    const operation = page.locator(LIST);
    const button = operation.locator('.execute');
    if (!(await button.isVisible())) await operation.locator('.opblock-summary').click();
    await button.click();
    await operation.locator('.live-responses-table', {hasText: wanted}).waitFor();
  };
  const openAuthorizations = (page: Page): Promise<void> =>
    page.locator('.auth-wrapper .authorize').first().click();
  const signOut = async (page: Page): Promise<void> => {
    await openAuthorizations(page);
    await page.getByRole('button', {name: 'Remove authorization'}).click();
    await page.locator('.close-modal').click();
  };
  const authorize = async (page: Page, scheme: string, fields: Record<string, string>): Promise<void> => {
    await openAuthorizations(page);
    const form = page.locator('.auth-container', {hasText: scheme});
    for (const [name, value] of Object.entries(fields)) await form.getByLabel(name).fill(value);
    await form.getByRole('button', {name: 'Apply'}).click();
    await page.locator('.close-modal').click();
  };

  it('calls the API by both schemes, keeps them over a reload, and calls nobody else', async () => {
    const {page, complaints, origins} = await browser.open();
    page.setDefaultTimeout(DRAWN_WITHIN_MS);
    await explore(page);
    // A browser that is set to English asks for English.
    await execute(page, /401[^]+authenticated/);
    await authorize(page, 'basicAuth', {Username: USER, Password: PASSWORD});
    await execute(page, /200[^]+Serj Tankian/);
    await signOut(page);
    await authorize(page, 'bearerAuth', {Value: await given.api.accessToken()});
    await explore(page);
    await execute(page, /200[^]+Serj Tankian/);
    // A browser tells of the refusal itself.
    expect(complaints.filter(text => !text.includes('401'))).to.eql([]);
    expect([...origins]).to.eql([given.api.url]);
  });
});

describe('the monitor page in a browser', function () {
  this.timeout(60_000);
  const browser = withBrowser();
  const given = withApi({template: 'sample', env: {RATE_LIMIT: '3', RUN_WORKER: 'on'}});

  it('shows health, version and the newest albums, as text alone', async () => {
    const name = '<img src="x" onerror="document.title=1">';
    await given.api.sql('insert into album (nome) values ($1)', [name]);
    const {page, complaints, origins} = await browser.open({
      httpCredentials: {username: USER, password: PASSWORD},
    });
    page.setDefaultTimeout(DRAWN_WITHIN_MS);
    const shows = (selector: string, text: string): Promise<true> =>
      eventually(
        `"${text}" in ${selector}`,
        async () => (await page.locator(selector).innerText()).includes(text) || undefined,
        DRAWN_WITHIN_MS,
      );

    await page.goto(`${given.api.url}/monitor.html`);
    await shows('#health', 'No ar');
    await shows('#components', 'db: UP');
    await shows('#version', 'artistas-api');
    await shows('#albums-status', '14 no catálogo');
    const rows = page.locator('#albums tr');
    expect(await rows.count()).to.equal(10);
    expect(await rows.first().innerText()).to.containEql(name);
    expect([await page.title(), await page.locator('#albums img').count()]).to.eql([
      'Monitor · Artistas API',
      0,
    ]);
    expect([complaints, [...origins]]).to.eql([[], [given.api.url]]);

    await shows('#connection', 'Conectado');
    await shows('#charts', 'p99');
    const album = (await given.api.request('POST', '/api/v1/album', {body: {nome: name}, auth: 'bearer'}))
      .json;
    await shows('#events', `Novo álbum: ${name}`);
    await shows('#albums', String(album.id));
    expect(await rows.count()).to.equal(10);
    expect(await page.locator('#events img').count()).to.equal(0);
    await eventually('lines are drawn', async () => {
      const points = await page.locator('polyline').first().getAttribute('points');
      return (points ?? '').split(' ').length > 2;
    });
    for (const width of [1200, 900, 380]) {
      await page.setViewportSize({width, height: 900});
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([width, overflow]).to.eql([width, 0]);
      await page.screenshot({path: join(SCREENSHOTS, `monitor-${width}.png`), fullPage: true});
    }
    expect([complaints, [...origins]]).to.eql([[], [given.api.url]]);

    // The catalogue is read by the button alone, and the request limit of the user is told.
    const reload = page.getByRole('button', {name: 'Atualizar'});
    await reload.click();
    await shows('#albums-status', '15 no catálogo');
    await reload.click();
    await shows('#albums-status', 'Limite de requisições atingido');
  });
});
