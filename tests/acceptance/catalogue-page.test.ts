import {expect} from '@loopback/testlab';
import {existsSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {BrowserContextOptions, Page} from 'playwright-core';
import sharp from 'sharp';
import {Api, withApi} from '../support/api';
import {OpenPage, withBrowser} from '../support/browser';
import {
  cards,
  DRAWN_WITHIN_MS,
  focused,
  openCatalogue,
  ready,
  signIn,
  violations,
} from '../support/catalogue-page';
import {cover} from '../support/covers';
import {eventually} from '../support/eventually';
import {measured} from '../support/page-figures';
import {ROOT} from '../support/source-files';
import {upload} from '../support/uploads';

const WIDTHS = [1280, 820, 390] as const;
/** Kept for people to look at. */
const SCREENSHOTS = join(ROOT, 'dist/screenshots');
/** Those that the README shows; UPDATE_SNAPSHOTS=1 takes them anew. */
const SHOWN = join(ROOT, 'docs/screenshots');
const MAX_FIRST_BYTES = 150 * 1024;

async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, {recursive: true});
  const picture = await sharp(await page.screenshot())
    .webp({quality: 82})
    .toBuffer();
  await writeFile(join(SCREENSHOTS, `${name}.webp`), picture);
  const shown = join(SHOWN, `${name}.webp`);
  if (process.env.UPDATE_SNAPSHOTS && existsSync(shown)) await writeFile(shown, picture);
}

const namesOf = (page: Page): Promise<string[]> => page.locator(`${cards} .name`).allInnerTexts();

/** Every album of the sample with a cover of its own, and the pictures that a worker makes of it. */
async function givenCovers(api: Api): Promise<void> {
  for (let id = 1; id <= 13; id++)
    await upload(api, id, {content: await cover(id), fileName: 'capa.jpg', type: 'image/jpeg'});
  await eventually(
    'all pictures',
    async () => {
      const [row] = await api.sql<{count: number}>(
        `select count(*)::int from album_imagens where variantes <> 'PRONTAS'`,
      );
      return row!.count === 0;
    },
    60_000,
  );
}

describe('the catalogue page', function () {
  this.timeout(120_000);
  const browser = withBrowser();
  const given = withApi({template: 'sample', env: {RUN_WORKER: 'on', RATE_LIMIT: '0'}});
  const open = (options?: BrowserContextOptions): Promise<OpenPage> =>
    openCatalogue(browser, given.api, options);
  const createAlbum = async (nome: string): Promise<number> =>
    (await given.api.request('POST', '/api/v1/album', {body: {nome}, auth: 'bearer'})).json.id as number;
  describe('at first sight', () => {
    it('is small, stands still, and asks nobody else', async function () {
      const {page, complaints, origins} = await browser.open({locale: 'pt-BR'});
      const figures = await measured(page);
      await page.goto(given.api.url);
      await ready(page);
      await page.getByText('Ao vivo', {exact: true}).waitFor();
      const {bytes, requests, interactiveMs, layoutShift} = await figures();
      this.test!.title += ` (${(bytes / 1024).toFixed(1)} KiB in ${requests} requests, interactive after ${interactiveMs?.toFixed(0)} ms, layout shift ${layoutShift})`;
      expect(bytes).to.be.belowOrEqual(MAX_FIRST_BYTES);
      expect(layoutShift).to.equal(0);
      expect(interactiveMs).to.be.a.Number();
      expect([complaints, [...origins]]).to.eql([[], [given.api.url]]);
    });

    it('offers each screen a picture of its size, and a blurred one until it is there', async () => {
      await givenCovers(given.api);
      const {page} = await browser.open({viewport: {width: 1280, height: 800}});
      const figures = await measured(page);
      let release = (): void => undefined;
      const held = new Promise<void>(resolve => (release = resolve));
      await page.route('**/objetos/**', async route => {
        await held;
        await route.continue();
      });
      await page.goto(given.api.url);
      await ready(page);
      const first = page.locator(cards).first();
      expect(await first.locator('canvas').count()).to.equal(1);
      release();
      await first.locator('img.loaded').waitFor();
      const source = await first
        .locator('img')
        .evaluate(image => (image as unknown as {currentSrc: string}).currentSrc);
      expect(source).to.match(/_512\.webp/);
      expect((await figures()).layoutShift).to.equal(0);
    });

    for (const width of WIDTHS) {
      for (const [colorScheme, locale] of [
        ['light', 'pt-BR'],
        ['dark', 'en-GB'],
      ] as const) {
        it(`can be used by everybody at ${width} pixels, ${colorScheme}, in ${locale}`, async () => {
          const {page, complaints} = await open({
            viewport: {width, height: 900},
            colorScheme,
            locale,
            reducedMotion: 'reduce',
          });
          await ready(page);
          await page.getByText(locale === 'en-GB' ? '13 albums' : '13 álbuns').waitFor();
          await page.locator(`${cards} img.loaded`).nth(3).waitFor();
          expect(await violations(page)).to.eql([]);
          const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect(overflow).to.be.belowOrEqual(0);
          await screenshot(page, `catalogo-${width}-${colorScheme}`);
          await page.locator(`${cards} button`).first().click();
          await page.locator('dialog img.loaded').waitFor();
          expect(await violations(page)).to.eql([]);
          await screenshot(page, `album-${width}-${colorScheme}`);
          expect(complaints).to.eql([]);
        });
      }
    }

    it('remembers the language and the colours that somebody chose', async () => {
      const {page} = await open({colorScheme: 'light', locale: 'pt-BR'});
      await ready(page);
      await page.getByRole('button', {name: 'English'}).click();
      await page.getByRole('button', {name: 'Dark'}).click();
      await page.reload();
      await page.getByText('13 albums').waitFor();
      const {lang, scheme} = await page.evaluate<{lang: string; scheme: string}>(
        '({lang: document.documentElement.lang, scheme: getComputedStyle(document.documentElement).colorScheme})',
      );
      expect([lang, scheme]).to.eql(['en', 'dark']);
      // Whatever the browser asks for.
      await page.getByRole('button', {name: 'Sign in'}).click();
      await page.getByLabel('User').fill('ninguem');
      await page.getByLabel('Password').fill('errada');
      await page.getByLabel('Password').press('Enter');
      await page.getByText('Wrong user or password').waitFor();
    });
  });

  describe('is searched', () => {
    it('as people type, by the keyboard alone, in an address that can be shared', async () => {
      const {page, complaints} = await open();
      await ready(page);
      await page.keyboard.press('/');
      await page.keyboard.type('illusion');
      await page.getByText('2 álbuns').waitFor();
      expect(await namesOf(page)).to.eql(['Use Your Illusion II', 'Use Your Illusion I']);
      expect(new URL(page.url()).search).to.equal('?busca=illusion');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.goto(page.url());
      await page.getByText('2 álbuns').waitFor();
      await page.locator(`${cards} button`).first().focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', {name: 'Use Your Illusion II'}).waitFor();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({state: 'detached'});
      expect(await focused(page)).to.containEql('Use Your Illusion II');
      expect(complaints).to.eql([]);
    });

    it('by artist; and what finds nothing says so and leads back', async () => {
      const {page} = await open();
      await page.getByRole('button', {name: 'Serj Tankian', exact: true}).click();
      await page.getByText('3 álbuns').waitFor();
      await page.getByRole('searchbox').fill('xyz');
      await page.getByText('Nada encontrado para “xyz”.').waitFor();
      expect(await violations(page)).to.eql([]);
      await page.getByRole('button', {name: 'Limpar busca'}).click();
      await page.getByText('13 álbuns').waitFor();
    });

    it('by an artist of an album, whom the row need not have; who has none is said to have none', async () => {
      const {page} = await browser.open({locale: 'pt-BR'});
      page.setDefaultTimeout(DRAWN_WITHIN_MS);
      await page.route('**/catalogo/artistas*', async route => {
        const response = await route.fetch();
        const json = (await response.json()) as {content: {nome: string}[]};
        const content = json.content.filter(({nome}) => nome !== 'Serj Tankian');
        await route.fulfill({response, json: {...json, content: [...content, {id: 999, nome: 'Ninguém'}]}});
      });
      await page.goto(given.api.url);
      await page.getByRole('button', {name: 'Ninguém'}).click();
      await page.getByText('Nenhum álbum de Ninguém ainda.').waitFor();
      await page.getByRole('button', {name: 'Ver todos os álbuns'}).click();
      await page.getByRole('button', {name: /^Harakiri/}).click();
      await page.getByRole('button', {name: 'Álbuns de Serj Tankian'}).click();
      await page.getByText('3 álbuns').waitFor();
      expect(await page.locator('#artists [aria-pressed="true"]').innerText()).to.equal('Serj Tankian');
      expect(await focused(page)).to.equal(await page.locator(`${cards} button`).first().innerText());
    });
  });

  describe('lives', () => {
    it('announces what arrives, shows it when asked, and follows changes in their place', async () => {
      const {page} = await open();
      await ready(page);
      await page.getByText('Ao vivo', {exact: true}).waitFor();
      const passing = await createAlbum('Passou');
      await page.getByText('Novo álbum: Passou').waitFor();
      await page.getByRole('button', {name: 'Fechar'}).click();
      await page.getByText('Novo álbum: Passou').waitFor({state: 'detached'});
      await given.api.request('DELETE', `/api/v1/album/${passing}`, {auth: 'bearer'});
      const name = '<b onclick="x">Chegou</b>';
      const id = await createAlbum(name);
      await page.getByText(`Novo álbum: ${name}`).waitFor();
      expect(await violations(page)).to.eql([]);
      await page.getByRole('button', {name: 'Mostrar', exact: true}).click();
      const card = page.locator(`#albums [data-id="${id}"]`);
      await card.waitFor();
      expect((await namesOf(page))[0]).to.equal(name);
      expect(await focused(page)).to.containEql(name);
      const path = `/api/v1/album/${id}`;
      await given.api.request('PUT', path, {body: {nome: 'Mudou'}, auth: 'bearer'});
      await card.getByText('Mudou').waitFor();
      await upload(given.api, id, {content: await cover(99), fileName: 'c.jpg', type: 'image/jpeg'});
      await card.locator('img.loaded').waitFor();
      await given.api.request('DELETE', path, {auth: 'bearer'});
      await card.waitFor({state: 'detached'});
      await page.getByText('13 álbuns').waitFor();
    });
  });

  describe('is added to', () => {
    it('by who has signed in: an album, its artist and its cover, with a bar', async () => {
      const {page, complaints} = await open({reducedMotion: 'reduce'});
      await ready(page);
      await page.getByRole('button', {name: 'Entrar'}).click();
      expect(await violations(page)).to.eql([]);
      await signIn(page, 'errada');
      await page.getByText('Usuário ou senha inválidos').waitFor();
      await signIn(page);
      await page.getByRole('button', {name: 'Sair'}).waitFor();

      await page.getByRole('button', {name: 'Adicionar álbum'}).click();
      await page.getByRole('button', {name: 'Salvar'}).click();
      await page.getByText('Preencha este campo.').waitFor();
      await page.getByLabel('Nome do álbum').fill('Clube da Esquina');
      await page.getByLabel('Artista', {exact: true}).fill('Milton Nascimento');
      await page
        .getByLabel('Capa', {exact: true})
        .setInputFiles({name: 'texto.png', mimeType: 'image/png', buffer: Buffer.from('texto')});
      await page.getByRole('button', {name: 'Salvar'}).click();
      await page.getByText('“Milton Nascimento” é novo').waitFor();
      expect(await violations(page)).to.eql([]);
      await page.getByRole('button', {name: 'Salvar'}).click();
      // What is no picture is refused; the album is there, and a second press makes no second one.
      const note = page.locator('.progress p');
      await eventually('a refusal', async () => /imagem/i.test(await note.innerText()), DRAWN_WITHIN_MS);
      const capa = {name: 'capa.jpg', mimeType: 'image/jpeg', buffer: await cover(7)};
      await page.getByLabel('Capa', {exact: true}).setInputFiles(capa);
      await page.locator('.with-preview img.loaded').waitFor();
      await screenshot(page, 'adicionar');
      const seen = page.evaluate<boolean>(
        `new Promise(resolve => new MutationObserver(() => {
           const bar = document.querySelector('progress');
           if (bar && !bar.hidden) resolve(true);
         }).observe(document.body, {subtree: true, childList: true, attributes: true}))`,
      );
      await page.getByRole('button', {name: 'Salvar'}).click();
      expect(await seen).to.be.true();
      await page.locator('dialog').waitFor({state: 'detached'});
      const first = page.locator(cards).first();
      await first.getByText('Clube da Esquina').waitFor();
      await first.getByText('Milton Nascimento').waitFor();
      await first.locator('img.loaded').waitFor();
      const made = await given.api.sql(
        `select count(*)::int as albums, count(i.id)::int as covers
           from album al left join album_imagens i on i.album_id = al.id where al.nome = 'Clube da Esquina'`,
      );
      expect(made).to.eql([{albums: 1, covers: 1}]);

      await page.reload();
      await page.getByRole('button', {name: 'Sair'}).click();
      await page.getByRole('button', {name: 'Entrar'}).waitFor();
      expect(await page.getByRole('button', {name: 'Adicionar álbum'}).isVisible()).to.be.false();
      // A browser tells of refusals itself.
      expect(complaints.filter(text => !/401|400|415/.test(text))).to.eql([]);
    });
  });
});
