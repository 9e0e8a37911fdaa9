import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {Browser, BrowserContextOptions, chromium, Page} from 'playwright-core';
import {requireOnMachine} from './machine';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
/** The first start of a browser on a machine takes a while. */
const START_LIMIT_MS = 60_000;

/** A page of a browser, and what went wrong or elsewhere while it was open. */
export interface OpenPage {
  readonly page: Page;
  /** What the browser complained of: scripts that failed, what the page's policy kept from loading. */
  readonly complaints: readonly string[];
  /** Origins that the page asked for anything. */
  readonly origins: ReadonlySet<string>;
}

/** The machine's own browser for the `describe` that calls this; its tests are skipped where there is none. */
export function withBrowser(): {open(options?: BrowserContextOptions): Promise<OpenPage>} {
  let browser: Browser | undefined;
  before(async function () {
    this.timeout(START_LIMIT_MS);
    const executablePath = findBrowser();
    requireOnMachine(this, executablePath !== undefined, 'needs Chromium or Chrome');
    browser = await chromium.launch({executablePath, timeout: START_LIMIT_MS});
  });
  afterEach(() => Promise.all(browser?.contexts().map(context => context.close()) ?? []));
  after(() => browser?.close());
  return {
    async open(options) {
      const page = await (await browser!.newContext(options)).newPage();
      const complaints: string[] = [];
      const origins = new Set<string>();
      page.on('pageerror', error => complaints.push(error.message));
      page.on('console', message => message.type() === 'error' && complaints.push(message.text()));
      page.on('request', request => void origins.add(new URL(request.url()).origin));
      return {page, complaints, origins};
    },
  };
}

function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap(name => folders.map(folder => join(folder, name))).find(path => existsSync(path));
}
