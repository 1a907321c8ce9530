import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const IN_PAGE = readFileSync('test/factories/barriers.in-page.js', 'utf8');

const ask = async (page: Page, what: string): Promise<unknown> => {
  if (!(await page.evaluate<boolean>(`'siarBarriers' in globalThis`))) await page.evaluate(IN_PAGE);
  return page.evaluate(`siarBarriers.${what}()`);
};

/**
 * Barriers that axe does not check on the page as it is, one line each: text below 12 px, fields with a faint edge, and
 * fields of different meaning with the same name.
 */
export const barriers = async (page: Page): Promise<string[]> => (await ask(page, 'barriers')) as string[];

/**
 * The fixed share of the window's height while the page scrolls beneath, 0 to 1, and the fixed elements: headers,
 * banners, bars. While a dialog is open, the dialog is the content.
 */
export const covered = async (page: Page): Promise<{ share: number; by: string[] }> =>
  (await ask(page, 'covered')) as { share: number; by: string[] };
