import type { Browser, Locator, Page } from 'playwright-core';
import { type Look, openConsole, startBrowser } from './browser.js';
import { cookieOf, type Username } from './staff.js';

/** The console in a browser, for one suite. */
export interface TestConsole {
  browser: Browser;
  /** A page with nothing opened in it, signed in as nobody. */
  open(look?: Look): Promise<Page>;
  /** A screen as somebody sees who has signed in. The form itself has its own test: here it would only cost time. */
  as(username: Username, path?: string, look?: Look): Promise<Page>;
  /** What any page complained about since it was last asked; it should be nothing. */
  complaints(): string[];
  /** After each test: closes every page. @returns what any of them complained about */
  leave(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Starts a browser for the console of a running publisher. */
export async function testConsole(url: string): Promise<TestConsole> {
  const browser = await startBrowser();
  const complaints: string[][] = [];
  const said = (): string[] => complaints.flatMap((one) => one.splice(0));
  const cookies = new Map<string, Promise<string>>();
  const open: TestConsole['open'] = async (look) => {
    const opened = await openConsole(browser, url, look);
    complaints.push(opened.complaints);
    return opened.page;
  };
  return {
    browser,
    open,
    as: async (username, path = '/', look) => {
      const known = cookies.get(username) ?? cookieOf(url, username);
      cookies.set(username, known);
      const [name = '', value = ''] = (await known).split('=');
      const page = await open(look);
      await page.context().addCookies([{ name, value, url }]);
      await page.goto(path);
      await page.waitForSelector('nav');
      return page;
    },
    complaints: said,
    leave: async () => {
      for (const context of browser.contexts()) await context.close();
      return said();
    },
    stop: () => browser.close(),
  };
}

/** A button by its whole name. */
export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

/** Closes a dialog that has given its account, and waits until it is gone. */
export async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Tutup' }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
