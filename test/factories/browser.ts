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
  language?: 'id' | 'en';
  width?: 390 | 1280;
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

/** Opens the console as a visitor would, with whatever it complains about kept in `complaints`. */
export async function openConsole(
  browser: Browser,
  url: string,
  { language = 'id', width = 1280 }: Look = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 800 },
    locale: 'id-ID',
    baseURL: url,
    acceptDownloads: true,
  });
  // Previews are frames that may keep nothing.
  await context.addInitScript({
    content: `if (self === top) localStorage.setItem('siar-language', '${language}')`,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // The browser reports every 4xx as an error; those the console expects.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
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

/** What axe finds wrong with the page as it is, in one line each. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate(
    (tags) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: { type: 'tag', values: tags } }),
    TAGS,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}

/** Whether the page is wider than the screen: something sticks out. */
export const sticksOut = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
