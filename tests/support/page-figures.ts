import type {Page} from 'playwright-core';

/** What came over the wire, and what it was like to wait for it. */
export interface PageFigures {
  /** Bodies and header fields of all answers so far. */
  readonly bytes: number;
  readonly requests: number;
  /** Milliseconds from the request until there was an album that could be opened; undefined: there is none. */
  readonly interactiveMs: number | undefined;
  /** Sum of all shifts that nobody asked for (CLS, without its windows: the stricter figure). */
  readonly layoutShift: number;
}

/** Runs in the page, before anything of its own. */
const WATCH = `
  window.figures = {layoutShift: 0};
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.figures.layoutShift += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  new MutationObserver((_, observer) => {
    if (!document.querySelector('#albums [data-id] button')) return;
    window.figures.interactiveMs = performance.now();
    observer.disconnect();
  }).observe(document, {childList: true, subtree: true});`;

/** Measures a page from its first request on. Streams of events are not counted: they have no end. */
export async function measured(page: Page): Promise<() => Promise<PageFigures>> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', request => {
    sizes.push(
      request
        .sizes()
        .then(({responseBodySize, responseHeadersSize}) => responseBodySize + responseHeadersSize),
    );
  });
  await page.addInitScript(WATCH);
  return async () => {
    const all = await Promise.all(sizes);
    const seen = await page.evaluate<Pick<PageFigures, 'interactiveMs' | 'layoutShift'>>('window.figures');
    return {...seen, bytes: all.reduce((sum, bytes) => sum + bytes, 0), requests: all.length};
  };
}
