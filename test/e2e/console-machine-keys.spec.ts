import { violations } from '../factories/browser.js';
import { button, closeDialog, testConsole, type TestConsole } from '../factories/console.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

describe('the console, for machine keys', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  beforeAll(async () => {
    publisher = await testPublisher();
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('shows a new key once, and revokes it', async () => {
    const page = await console.as('admin', '/orang');
    const section = page.getByRole('region', { name: 'Kunci mesin' });
    await section.getByText('Belum ada kunci.').waitFor();
    await button(section, 'Buat kunci').click();
    const dialog = page.getByRole('dialog');
    await button(dialog, 'Buat').click();
    await dialog.getByText('Isi nama dan pilih paling sedikit satu.').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Nama program').fill('Dasbor humas');
    await dialog.getByLabel('Laporan siaran').check();
    await button(dialog, 'Buat').click();
    const shown = dialog.getByText(/^siar_/);
    await shown.waitFor();
    const key = (await shown.textContent()) ?? '';
    expect(await violations(page)).toEqual([]);
    await closeDialog(page);
    const status = async (): Promise<number> =>
      (await fetch(`${publisher.url}/api/v1/broadcasts`, { headers: { authorization: `Bearer ${key}` } }))
        .status;
    expect(await status()).toBe(200);
    await section.getByText(/belum pernah dipakai/).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(section, 'Cabut kunci Dasbor humas').click();
    await button(dialog, 'Cabut').click();
    await section.getByText(/dicabut/).waitFor();
    expect(await status()).toBe(401);
    expect(await page.textContent('body')).not.toContain(key);
  });
});
