import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { PASSWORD, type Username } from './staff.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA and what comes before it. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How a page is looked at. */
export interface Look {
  width?: 390 | 1280;
  /** What the browser is set to; the console's own language is Indonesian until somebody chooses. */
  locale?: string;
}

/** Starts the browser that comes with the npm packages. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package's own list is for one page in a function of a cloud: one process for all, web security off.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell'],
    headless: true,
  });
}

const EXPECTED = /^(?:Failed to load resource|Blocked script execution in 'about:srcdoc')/;

/** Complains where a dialog that closes leaves the focus nowhere (WCAG 2.4.3): the next Tab would begin at the top. */
const WATCH_FOCUS = `
let acts = 0;
for (const act of ['keydown', 'pointerdown']) addEventListener(act, () => acts++, true);
new MutationObserver((changes) => {
  for (const { removedNodes } of changes)
    for (const node of removedNodes) {
      const dialog = node instanceof Element && (node.matches('[role=dialog]') ? node : node.querySelector('[role=dialog]'));
      if (!dialog) continue;
      const { href } = location;
      const before = acts;
      const lost = () =>
        document.activeElement === document.body &&
        location.href === href &&
        acts === before &&
        !document.querySelector('[role=dialog]');
      // Looked at twice: on a busy machine the screen that takes the focus may be drawn between.
      setTimeout(() => {
        if (lost())
          setTimeout(() => {
            if (lost()) console.error('the focus is lost after the dialog ' + dialog.textContent.slice(0, 60));
          }, 750);
      }, 250);
    }
}).observe(document, { childList: true, subtree: true });`;

/** Opens the console as a visitor would, with whatever it complains about kept in `complaints`. */
export async function openConsole(
  browser: Browser,
  url: string,
  { width = 1280, locale = 'id-ID' }: Look = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 800 },
    locale,
    baseURL: url,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(WATCH_FOCUS);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser reports every 4xx as an error, which the console expects, and that a preview's frame runs no script, not even ours.
    if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text());
  });
  return { page, complaints };
}

/** Fills in the sign-in form and waits for the first screen. */
export async function enter(page: Page, username: Username, path = '/'): Promise<void> {
  await page.goto(path);
  await page.fill('input[name=username]', username);
  await page.fill('input[name=password]', PASSWORD);
  await page.press('input[name=password]', 'Enter');
  await page.waitForSelector('nav');
}

/** What axe finds wrong with the page as it is, in one line each. @param passed rules that need no second look */
export async function violations(page: Page, passed: readonly string[] = []): Promise<string[]> {
  // Half a megabyte: sent once to each page, not with each look.
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    ({ tags, off }) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({
        runOnly: { type: 'tag', values: tags },
        rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
        // Of what passes only one element is described: that takes most of the time otherwise.
        resultTypes: ['violations'],
        // The only frames show a message as its reader gets it, and let no script in.
        iframes: false,
      }),
    { tags: TAGS, off: [...passed] },
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/** Whether the page is wider than the screen: something sticks out. */
export const sticksOut = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
