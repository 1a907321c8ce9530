import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const IN_PAGE = readFileSync('test/factories/barriers.in-page.js', 'utf8');

const ask = async (page: Page, what: string): Promise<unknown> => {
  if (!(await page.evaluate<boolean>(`'siarBarriers' in globalThis`))) await page.evaluate(IN_PAGE);
  return page.evaluate(`siarBarriers.${what}()`);
};

/**
 * What axe does not look for on the page as it is, in one line each: text below 12 px, fields whose edge is hard to see, and
 * fields of different meaning under one name.
 */
export const barriers = async (page: Page): Promise<string[]> => (await ask(page, 'barriers')) as string[];

/**
 * How much of the window's height stands still while the page scrolls beneath, 0 to 1, and which elements do: headers,
 * banners, bars. A dialog is the content while it is open.
 */
export const covered = async (page: Page): Promise<{ share: number; by: string[] }> =>
  (await ask(page, 'covered')) as { share: number; by: string[] };
