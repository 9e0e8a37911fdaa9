import axe from 'axe-core';
import type {BrowserContextOptions, Page} from 'playwright-core';
import {Api, PASSWORD, USER} from './api';
import type {OpenPage} from './browser';

export const DRAWN_WITHIN_MS = 10_000;
/** Albums that are shown; places that wait for one are none. */
export const cards = '#albums [data-id]';

/** The page of that API, in Portuguese unless the options say otherwise. */
export async function openCatalogue(
  browser: {open(options?: BrowserContextOptions): Promise<OpenPage>},
  api: Api,
  options?: BrowserContextOptions,
): Promise<OpenPage> {
  const opened = await browser.open({locale: 'pt-BR', ...options});
  opened.page.setDefaultTimeout(DRAWN_WITHIN_MS);
  await opened.page.goto(api.url);
  return opened;
}

export const ready = (page: Page): Promise<void> => page.locator(cards).first().waitFor();

/** Fills in the dialog that asks who it is. */
export async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Usuário').fill(USER);
  await page.getByLabel('Senha').fill(password);
  await page.getByLabel('Senha').press('Enter');
}

/** Waits for what is still appearing: it is paler than it will be. Some animations never end. */
const APPEARED = `Promise.all(
  document
    .getAnimations()
    .filter(({effect}) => effect.getComputedTiming().endTime < Infinity)
    .map(({finished}) => finished.catch(() => undefined)),
).then(() => undefined)`;

/** Rules of accessibility that the page breaks, each with where. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(APPEARED);
  await page.evaluate(axe.source);
  const {violations: found} = await page.evaluate<axe.AxeResults>('axe.run()');
  return found.flatMap(({id, nodes}) => nodes.map(({target}) => `${id}: ${target.join(' ')}`));
}

/** What the element in focus says. */
export const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.innerText');
