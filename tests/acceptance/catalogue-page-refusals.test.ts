import {expect} from '@loopback/testlab';
import type {Page} from 'playwright-core';
import {withApi} from '../support/api';
import {withBrowser} from '../support/browser';
import {focused, openCatalogue, ready, signIn, violations} from '../support/catalogue-page';
import {cover} from '../support/covers';

const LATER = {status: 429, headers: {'Retry-After': '7'}, body: ''};
const IN_SEVEN = 'tente de novo em 7 s';

describe('the catalogue page when something is refused', function () {
  this.timeout(60_000);
  const browser = withBrowser();
  const given = withApi({template: 'sample', env: {RUN_WORKER: 'on', RATE_LIMIT: '0'}});

  /** Somebody who has signed in and is about to add an album of that name. */
  const adding = async (nome: string): Promise<Page> => {
    const {page} = await openCatalogue(browser, given.api);
    await ready(page);
    await page.getByRole('button', {name: 'Entrar'}).click();
    await signIn(page);
    await page.getByRole('button', {name: 'Adicionar álbum'}).click();
    await page.getByLabel('Nome do álbum').fill(nome);
    return page;
  };
  const save = (page: Page): Promise<void> => page.getByRole('button', {name: 'Salvar'}).click();
  const countOf = (nome: string): Promise<unknown> =>
    given.api.sql('select count(*)::int as albums from album where nome = $1', [nome]);

  it('says when to ask again, and is whole once it was answered', async () => {
    const {page} = await browser.open({locale: 'pt-BR'});
    page.setDefaultTimeout(10_000);
    let isAway = true;
    await page.route(/catalogo\/(albuns|artistas)/, route =>
      isAway ? route.fulfill(LATER) : route.continue(),
    );
    await page.goto(given.api.url);
    await page.getByText(IN_SEVEN).waitFor();
    // In the other language too.
    await page.getByRole('button', {name: 'English'}).click();
    await page.getByText('try again in 7 s').waitFor();
    expect(await violations(page)).to.eql([]);
    isAway = false;
    await page.getByRole('button', {name: 'Try again'}).click();
    await ready(page);
    await page.getByRole('button', {name: 'Serj Tankian', exact: true}).waitFor();
    expect(await focused(page)).to.containEql('Greatest Hits');
  });

  it('says when nobody answers', async () => {
    const {page} = await browser.open({locale: 'pt-BR'});
    await page.route('**/api/**', route => route.abort());
    await page.goto(given.api.url);
    await page.getByText('O catálogo não respondeu.').waitFor();
    expect(await violations(page)).to.eql([]);
  });

  it('says when to save again, and makes one album of two tries', async () => {
    const page = await adding('Mais tarde');
    await page.route('**/api/v1/album', route => route.fulfill(LATER));
    await save(page);
    await page.getByRole('alert').getByText(IN_SEVEN).waitFor();
    await page.unroute('**/api/v1/album');
    await page
      .getByLabel('Capa', {exact: true})
      .setInputFiles({name: 'capa.jpg', mimeType: 'image/jpeg', buffer: await cover(3)});
    await page.getByText('capa.jpg').waitFor();
    await page.route('**/imagens', route => route.fulfill(LATER));
    await save(page);
    await page.locator('.progress').getByText(IN_SEVEN).waitFor();
    await page.unroute('**/imagens');
    await page.route('**/imagens', route => route.abort());
    await save(page);
    await page.getByText('O serviço não respondeu; nada se perdeu').waitFor();
    expect(await violations(page)).to.eql([]);
    await page.unroute('**/imagens');
    await save(page);
    await page.locator('dialog').waitFor({state: 'detached'});
    expect(await countOf('Mais tarde')).to.eql([{albums: 1}]);
  });

  it('asks to sign in over what somebody was doing, which goes on', async () => {
    const page = await adding('Sessão nova');
    const ended = {accessToken: 'x.e30.x', refreshToken: 'x'};
    await page.evaluate(`sessionStorage.setItem('artistas.session', '${JSON.stringify(ended)}')`);
    await save(page);
    await page
      .getByRole('dialog', {name: 'Entrar'})
      .getByText('Sua sessão terminou: entre de novo.')
      .waitFor();
    expect(await violations(page)).to.eql([]);
    await signIn(page);
    await page.getByRole('dialog', {name: 'Entrar'}).waitFor({state: 'detached'});
    await save(page);
    await page.locator('dialog').waitFor({state: 'detached'});
    expect(await countOf('Sessão nova')).to.eql([{albums: 1}]);
  });

  it('can be told apart where people choose all colours', async () => {
    const {page} = await openCatalogue(browser, given.api, {forcedColors: 'active'});
    const chip = page.getByRole('button', {name: 'Serj Tankian', exact: true});
    await chip.click();
    await page.getByText('3 álbuns').waitFor();
    const [chosen, highlight] = await page.evaluate<[string, string]>(`(() => {
      const marked = document.createElement('mark');
      marked.style = 'forced-color-adjust: none; background: Highlight';
      document.body.append(marked);
      const chip = document.querySelector('#artists [aria-pressed="true"]');
      return [chip, marked].map(node => getComputedStyle(node).backgroundColor);
    })()`);
    expect(chosen).to.equal(highlight);
  });
});

describe('the catalogue page where the catalogue is closed', function () {
  this.timeout(60_000);
  const browser = withBrowser();
  const given = withApi({template: 'sample', env: {CATALOG_PUBLIC: 'off', RUN_WORKER: 'on'}});

  it('asks to sign in, and then shows it, live', async () => {
    const {page} = await openCatalogue(browser, given.api);
    await page.getByText('Este catálogo é para quem entrou.').waitFor();
    await page.getByText('Sem novidades ao vivo').waitFor();
    expect(await violations(page)).to.eql([]);
    await page.locator('#empty').getByRole('button', {name: 'Entrar'}).click();
    await signIn(page);
    await ready(page);
    await page.getByText('Ao vivo', {exact: true}).waitFor();
    await page.getByRole('button', {name: 'Sair'}).click();
    await page.getByText('Este catálogo é para quem entrou.').waitFor();
  });
});
