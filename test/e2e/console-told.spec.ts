import type { Page } from 'playwright-core';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { violations } from '../factories/browser.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('what people are told', () => {
  let system: TestSystem;
  let console: TestConsole;
  beforeAll(async () => {
    system = await testSystem({ contacts: 30 });
    console = await testConsole(system.publishers[0]?.url ?? '');
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const submitted = (title: string): Promise<string> => system.submitted({ title, contents: DEMO_TEXTS });
  const results = (page: Page) => page.getByRole('region', { name: 'Hasil tindakan (F8)' });
  const inResults = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>(
      `document.querySelector('section[aria-label="Hasil tindakan (F8)"]').contains(document.activeElement)`,
    );
  const reject = async (page: Page, reason: string): Promise<void> => {
    await button(page, 'Tolak').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Alasan', { exact: true }).fill(reason);
    await dialog.getByRole('button', { name: 'Tolak' }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  it('says what came of an act without taking the focus, and waits for who reads it', async () => {
    const id = await submitted('Dikembalikan');
    const page = await console.open();
    await page.clock.install();
    await page.context().addCookies(await (await console.as('kpu-nasional')).context().cookies());
    await page.goto(`/siaran/${id}`);
    await reject(page, 'Jam salah.');
    const said = results(page).getByText('Dikembalikan kepada penulis bersama alasan Anda.');
    await said.waitFor();
    expect(await inResults(page)).toBe(false);
    expect(await results(page).getAttribute('aria-live')).toBe('polite');
    expect(await violations(page)).toEqual([]);

    // The keyboard leads there, and nothing runs out meanwhile.
    const before = await page.evaluate<string>('document.activeElement.outerHTML');
    await page.keyboard.press('F8');
    expect(await inResults(page)).toBe(true);
    await page.clock.runFor(120_000);
    expect(await said.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate<string>('document.activeElement.outerHTML')).toBe(before);
    await page.clock.runFor(60_000);
    await said.waitFor({ state: 'detached' });
  });
});
