import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, chromium as playwright, type Page } from 'playwright-core';
import { PASSWORD, type Username } from './staff.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 AA and all earlier levels and versions. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The viewport and settings of a page. */
export interface Look {
  width?: 390 | 1280;
  /** The browser's language; the console's own is Indonesian until the user chooses another. */
  locale?: string;
  /** True: no screen is fetched before it is opened, which would cost every test of another one. */
  savesData?: boolean;
  /** True: what moves moves, for which every test of something else would wait. */
  moves?: boolean;
}

/** Starts the browser that comes with the npm packages. */
export async function startBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // The package's own list is for one page in a cloud function: a single process, web security off.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--headless=shell'],
    headless: true,
  });
}

const EXPECTED = /^(?:Failed to load resource|Blocked script execution in 'about:srcdoc')/;

const SAVES_DATA = `Object.defineProperty(navigator.connection, 'saveData', { get: () => true })`;

/** Reports a dialog that closes and leaves the focus nowhere (WCAG 2.4.3): the next Tab would begin at the top. */
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

/** Opens the console as a visitor does, and collects the page's complaints in `complaints`. */
export async function openConsole(
  browser: Browser,
  url: string,
  { width = 1280, locale = 'id-ID', savesData = true, moves = false }: Look = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 800 },
    locale,
    baseURL: url,
    acceptDownloads: true,
    reducedMotion: moves ? 'no-preference' : 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.addInitScript(WATCH_FOCUS);
  if (savesData) await page.addInitScript(SAVES_DATA);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser reports every 4xx as an error, which the console expects, and that a preview's frame blocks every
    // script, ours too.
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

/**
 * What axe finds wrong with the page as it is, one line each. @param passed rules that need no second check
 * @param within the part of the page to check, as a selector; by default the whole page
 * @param only the rules to check; by default all of WCAG 2.2 AA
 */
export async function violations(
  page: Page,
  passed: readonly string[] = [],
  within = 'html',
  only?: readonly string[],
): Promise<string[]> {
  // Half a megabyte: sent once to each page, not for each check.
  if (!(await page.evaluate<boolean>(`'axe' in globalThis`))) await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    ({ tags, off, part, rules }) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(part, {
        runOnly: rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags },
        rules: Object.fromEntries(off.map((rule) => [rule, { enabled: false }])),
        // Passes are described with one element only: describing all takes most of the time.
        resultTypes: ['violations'],
        // It reads every style sheet again, for a rule that is not among these.
        preload: false,
        // The only frames show a message as its reader gets it, and allow no script.
        iframes: false,
      }),
    { tags: TAGS, off: [...passed], part: within, rules: only && [...only] },
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/**
 * What makes the page wider than the screen, once what moves on it has arrived: up to five elements, the outermost
 * first; empty when nothing sticks out.
 */
export const sticksOut = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished),
    ).then(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      const wide = [...document.body.querySelectorAll('*')].filter(
        (one) => one.getBoundingClientRect().right > clientWidth,
      );
      return [scrollWidth + ' px of ' + clientWidth, ...wide.slice(0, 5).map((one) => one.cloneNode().outerHTML.slice(0, 160) + one.textContent.slice(0, 60))];
    })`);
