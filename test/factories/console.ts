import type { Browser, Locator, Page } from 'playwright-core';
import { type Look, openConsole, startBrowser } from './browser.js';
import { cookieOf, type Username } from './staff.js';

/** The console in a browser, for one suite. */
export interface TestConsole {
  browser: Browser;
  /** A blank page without a session. */
  open(look?: Look): Promise<Page>;
  /** A screen of a signed-in user. The form itself has its own test: it would only cost time here. */
  as(username: Username, path?: string, look?: Look): Promise<Page>;
  /** The complaints of any page since the last call; none are expected. */
  complaints(): string[];
  /** After each test: closes every page. @returns the complaints of all of them */
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

/** A button by its full name. */
export const button = (page: Page | Locator, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

/** Opens a channel's tab of the compose screen, as it is named there. @returns its panel */
export async function channelTab(page: Page, channel: string): Promise<Locator> {
  const tabs = page.getByRole('tablist', { name: 'Saluran', exact: true });
  await select(tabs.getByRole('tab', { name: new RegExp(`^${channel}\\b`) }));
  return page.getByRole('tabpanel', { name: new RegExp(`^${channel}\\b`) });
}

/** Selects a tab unless it is selected: the focus stays where it is. */
async function select(tab: Locator): Promise<void> {
  if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
}

/** The field of a channel's text on the compose screen, in the tab of its language. */
export async function textField(
  page: Page,
  channel: string,
  language = 'Indonesia',
  field = 'Isi pesan',
): Promise<Locator> {
  const panel = await channelTab(page, channel);
  const spoken = panel.getByRole('tab', { name: language });
  if ((await spoken.count()) > 0) await select(spoken);
  return panel.getByLabel(`${field} – ${channel}, ${language}`, { exact: true });
}

/** Closes a dialog that shows its result, and waits until it is gone. */
export async function closeDialog(page: Page): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: 'Tutup' }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
