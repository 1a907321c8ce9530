import { writeFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { sticksOut, violations } from '../factories/browser.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { smallPicture } from '../factories/picture.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('results and news', () => {
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
    await button(page, 'Kembalikan untuk diperbaiki').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Alasan', { exact: true }).fill(reason);
    await dialog.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click();
    await dialog.waitFor({ state: 'detached' });
  };

  it('appear without taking the focus, and stay while they are read', async () => {
    const id = await submitted('Dikembalikan');
    const page = await console.open();
    await page.clock.install();
    await page.context().addCookies(await (await console.as('kpu-nasional')).context().cookies());
    await page.goto(`/siaran/${id}`);
    await reject(page, 'Jam salah.');
    const said = results(page).getByText('Dikembalikan; penulis menerima alasan Anda.');
    await said.waitFor();
    expect(await inResults(page)).toBe(false);
    expect(await results(page).getAttribute('aria-live')).toBe('polite');
    // The results make way for the focused element.
    await page.evaluate(`{
      const under = document.createElement('button');
      under.textContent = 'di bawah';
      under.style.cssText = 'position: fixed; right: 2rem; bottom: 2rem';
      const before = document.activeElement;
      document.body.append(under);
      under.addEventListener('click', () => { before.focus(); under.remove(); });
      under.focus();
    }`);
    await page.locator('section[data-up]').waitFor();
    await page.keyboard.press('Enter');
    expect(await violations(page)).toEqual([]);

    // The keyboard leads there and back, and nothing expires during that time.
    await page.locator(':focus').waitFor({ state: 'attached' });
    await page.evaluate('globalThis.focusedBefore = document.activeElement');
    await page.keyboard.press('F8');
    expect(await inResults(page)).toBe(true);
    await page.clock.runFor(120_000);
    expect(await said.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.evaluate<boolean>('document.activeElement === focusedBefore')).toBe(true);
    await page.clock.runFor(60_000);
    await said.waitFor({ state: 'detached' });
  });

  /** Checks a page at two widths. */
  const lookAt = async (page: Page, name: string): Promise<void> => {
    for (const width of [1280, 390] as const) {
      await page.setViewportSize({ width, height: 844 });
      if (process.env['SCREENSHOTS'])
        writeFileSync(`docs/screens/${name}-${width}.png`, smallPicture(await page.screenshot()));
      expect({ width, found: await violations(page), out: await sticksOut(page) }).toEqual({
        width,
        found: [],
        out: [],
      });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  it('are listed at the bell with what waits, in both languages, by keyboard alone', async () => {
    const id = await submitted('Di lonceng');
    // News that nobody opens: without it, opening the other one could end the unread ones before the button is pressed.
    const unopened = await submitted('Juga di lonceng');
    const kpu = await system.as('kpu-nasional');
    const rejected = await kpu('POST', `/api/v1/broadcasts/${unopened}/reject`, { reason: 'Jam salah.' });
    expect(rejected.status).toBe(200);
    const reviewer = await console.as('kpu-nasional');
    const bell = (page: Page) => page.getByRole('banner').getByRole('button', { name: /^Kabar/ });
    await bell(reviewer)
      .and(reviewer.getByRole('button', { name: /belum dibaca/ }))
      .waitFor();
    const reviews = reviewer.getByRole('link', { name: 'Tinjauan', exact: true });
    expect(await reviews.getAttribute('aria-describedby')).not.toBeNull();
    await reviewer.goto(`/siaran/${id}`);
    await reject(reviewer, 'Jam salah sekali.');
    await results(reviewer)
      .getByText(/^Dikembalikan; penulis/)
      .waitFor();

    const author = await console.as('penulis');
    await bell(author).focus();
    await author.keyboard.press('Enter');
    const dialog = author.getByRole('dialog', { name: 'Kabar' });
    await dialog.getByText('Alasan: Jam salah sekali.').waitFor();
    expect(await dialog.getByText('Baru').count()).toBeGreaterThan(0);
    await lookAt(author, 'kabar');
    await author.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await bell(author).and(author.locator(':focus')).waitFor();

    // Opened news count as read; so do all of them after the button is pressed.
    await author.keyboard.press('Enter');
    await dialog.getByRole('link', { name: 'Di lonceng' }).first().click();
    await author.waitForURL(`**/siaran/${id}`);
    await bell(author).click();
    const all = dialog.getByRole('button', { name: 'Tandai semua sudah dibaca' });
    await all.click();
    await all.waitFor({ state: 'detached' });
    expect(await dialog.getByText('Baru').count()).toBe(0);
    await author.keyboard.press('Escape');

    await author.getByRole('button', { name: 'English' }).click();
    await author.getByRole('button', { name: 'News' }).click();
    await author.getByText('Reason: Jam salah sekali.').waitFor();
    await lookAt(author, 'news');
  });

  it('come by e-mail as the person chooses', async () => {
    const page = await console.as('penulis', '/akun');
    const wanted = page.getByLabel('Keputusan KPU atas siaran saya');
    await wanted.check();
    await results(page).getByText('Pilihan kabar lewat surel tersimpan.').waitFor();
    await page.reload();
    expect(await wanted.isChecked()).toBe(true);
    expect(await page.getByLabel('Pengajuan dan tenggat tinjauan').count()).toBe(0);
    await lookAt(page, 'akun-kabar');
  });

  it('offer to undo an act without outside effects, by keyboard, and do not expire before', async () => {
    const id = await submitted('Diurungkan');
    const page = await console.as('kpu-nasional', `/siaran/${id}`);
    await reject(page, 'Keliru menekan.');
    await results(page)
      .getByText(/^Dikembalikan; penulis/)
      .waitFor();
    await page.keyboard.press('F8');
    await lookAt(page, 'urungkan');
    await page.keyboard.press('Enter');
    await results(page).getByText('Pengembalian diurungkan: siaran kembali menunggu keputusan.').waitFor();
    await button(page, 'Kembalikan untuk diperbaiki').waitFor();

    // A deleted draft comes back with its number.
    const author = await console.as('penulis', '/tulis');
    await author.getByRole('textbox', { name: 'Judul', exact: true }).fill('Terhapus lalu kembali');
    await author.waitForURL(/\/tulis\/\d+$/);
    const draft = author.url().replace('/tulis/', '/siaran/');
    await author.goto(draft);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Hapus draf' }).click();
    await author.getByRole('dialog').getByRole('button', { name: 'Hapus draf' }).click();
    await author.waitForURL(/\/siaran$/);
    await results(author).getByRole('button', { name: 'Urungkan' }).click();
    await author.waitForURL(draft);
    await author.getByRole('heading', { level: 1, name: 'Terhapus lalu kembali' }).waitFor();
  });

  it('cover no button of a bar at the lower edge, and name their broadcast', async () => {
    const first = await submitted('Yang dikembalikan');
    await submitted('Yang ditinjau berikutnya');
    const page = await console.as('kpu-nasional', `/tinjau/${first}`);
    await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    await reject(page, 'Jam salah.');
    await page.getByRole('link', { name: /^Tinjau berikutnya/ }).click();
    await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    await results(page).getByText('“Yang dikembalikan”').waitFor();
    await clearOfBar(page, 'hasil-di-tinjauan');
    await results(page).getByRole('button', { name: 'Urungkan' }).click();
    await results(page).getByText('Pengembalian diurungkan: siaran kembali menunggu keputusan.').waitFor();

    const author = await console.as('penulis', '/siaran');
    await author.getByLabel('Pilih semua yang tampil').first().check();
    const bulk = author.getByRole('region', { name: /^\d+ dipilih$/ });
    await Promise.all([
      author.waitForEvent('download'),
      bulk.getByRole('button', { name: 'Unduh CSV' }).click(),
    ]);
    await clearOfBar(author, 'hasil-di-daftar');
  });

  /** Expects at two widths that the results cover no button of the bar at the lower edge. */
  const clearOfBar = async (page: Page, name: string): Promise<void> => {
    for (const width of [1280, 390] as const) {
      await page.setViewportSize({ width, height: 844 });
      if (process.env['SCREENSHOTS'])
        writeFileSync(`/tmp/${name}-${width}.png`, smallPicture(await page.screenshot()));
      const covered = await page.evaluate<string[]>(`{
        const notes = [...document.querySelectorAll('section[aria-label="Hasil tindakan (F8)"] > *')];
        const buttons = [...document.querySelectorAll('.decision button')].filter((one) => !notes.some((note) => note.contains(one)));
        const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const boxes = notes.map((note) => note.getBoundingClientRect());
        notes.length === 0 || buttons.length < 2
          ? ['nothing to compare']
          : buttons.filter((one) => boxes.some((box) => over(box, one.getBoundingClientRect()))).map((one) => one.textContent);
      }`);
      expect({ width, covered }).toEqual({ width, covered: [] });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
});
