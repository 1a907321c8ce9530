import { readFileSync } from 'node:fs';
import { screens } from '../../apps/console/src/words/screens.id.js';
import { violations } from '../factories/browser.js';
import { button, closeDialog, testConsole, type TestConsole } from '../factories/console.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('unknown copies, in the console', () => {
  let system: TestSystem;
  let console: TestConsole;
  let id: string;
  beforeAll(async () => {
    // A busy machine answers within the limit, what hangs does not.
    system = await testSystem({ contacts: 60, more: { PROVIDER_TIMEOUT_SECONDS: '4' } });
    console = await testConsole(system.publishers[0]?.url ?? '');
    const { faults } = system.sandbox;
    faults.order({ channel: 'email', kind: 'reset', at: 'after', share: 1, count: 4 });
    faults.order({ channel: 'telegram', kind: 'hang', share: 1, count: 3, holdSeconds: 9 });
    id = await system.broadcast({ title: 'Tidak pasti' });
    await system.until(id, ({ state, total }) => state === 'completed' && total.unknown === 7);
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('are shown to everyone with what to check first, and sent again by operators alone', async () => {
    const author = await console.as('penulis', `/siaran/${id}`);
    const shown = author.getByRole('region', { name: 'Tidak pasti: 7 pesan' });
    await shown.getByText('Surel: 4 pesan').waitFor();
    await shown.getByText(/^Sambungan terputus setelah pesan diserahkan/).waitFor();
    await shown.getByText('Telegram: 3 pesan').waitFor();
    await shown.getByText(/^Cari dahulu di catatan penyedia, pada jam yang sama\./).waitFor();
    await shown.getByText(screens.unknown.operators).waitFor();
    await author.getByText('7 pesan tidak pasti: mungkin sampai, mungkin tidak').waitFor();
    await author.getByText(screens.unknown.operatorDecides).waitFor();
    expect(await button(shown, 'Kirim ulang yang tidak pasti').count()).toBe(0);
    expect(await violations(author)).toEqual([]);
  });

  it('are sent again on one channel, after the risk is shown and a reason is given', async () => {
    const page = await console.as('operator', `/siaran/${id}/laporan`);
    await page.getByRole('region', { name: 'Tidak pasti: 7 pesan' }).waitFor();
    await page.goto(`/siaran/${id}`);
    await button(page, 'Kirim ulang yang tidak pasti').click();
    const dialog = page.getByRole('dialog', { name: 'Kirim ulang yang tidak pasti?' });
    await dialog.getByText('Sebagian orang mungkin menerima pesan ini dua kali').waitFor();
    await dialog.getByText(/^7 pesan masuk antrean; yang lain tetap tidak pasti\./).waitFor();
    await dialog.getByText('Surel: 4 pesan · Telegram: 3 pesan').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('combobox', { name: 'Saluran' }).click();
    await page.getByRole('option', { name: 'Surel' }).click();
    await dialog.getByText('Surel: 4 pesan', { exact: true }).waitFor();
    const go = button(dialog, 'Kirim ulang 4 pesan');
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Tidak ada di catatan penyedia');
    await go.click();
    const done = page.getByRole('dialog', { name: 'Masuk antrean kirim ulang' });
    await done
      .getByText('4 pesan masuk antrean untuk dikirim ulang, begitu penyedianya menerima. Ini dicatat.')
      .waitFor();
    await closeDialog(page);
    // The ended broadcast is live again.
    await page.getByRole('region', { name: 'Tidak pasti: 3 pesan' }).waitFor();
    await page.locator('button:focus', { hasText: 'Kirim ulang yang tidak pasti' }).waitFor();
    await system.until(id, ({ state, total }) => state === 'completed' && total.unknown === 3);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    for (const path of [`/siaran/${id}`, `/siaran/${id}/laporan`]) {
      await page.goto(path);
      await page
        .getByRole('region', { name: 'Yang tidak pasti dan dikirim ulang' })
        .getByText(/: 4 pesan \(Surel\) dikirim ulang oleh .+\. Alasan: Tidak ada di catatan penyedia$/)
        .waitFor();
    }
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /Yang tidak pasti dan dikirim ulang\r\nWaktu;Oleh;Saluran;Wilayah;Pesan;Alasan\r\n[^;]+;[^;]+;Surel;Semua wilayah;4;Tidak ada di catatan penyedia\r\n/,
    );
    expect(await violations(page)).toEqual([]);
  });

  it('are held back during an emergency stop, which the dialog mentions', async () => {
    const page = await console.as('operator', `/siaran/${id}`);
    await button(page, 'Kirim ulang yang tidak pasti').click();
    const dialog = page.getByRole('dialog', { name: 'Kirim ulang yang tidak pasti?' });
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Tidak ada di catatan penyedia');
    const operator = await system.as('operator');
    await operator('POST', '/api/v1/emergency-stop', { reason: 'uji' });
    await button(dialog, 'Kirim ulang 3 pesan').click();
    await dialog.getByText('Semua siaran sedang dihentikan: tidak ada yang dikirim ulang.').waitFor();
    await dialog.getByText('Tidak ada yang dapat dikirim ulang di bagian ini.').waitFor();
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'uji' });
    expect((await system.progress(id)).total.unknown).toBe(3);
    // The browser logs the refusal itself.
    expect(console.complaints().filter((one) => !one.includes('409'))).toEqual([]);
  });

  it('are called accepted by an operator who found them with the provider; nothing is sent', async () => {
    // From where operators are told of it.
    const page = await console.as('operator', '/operasi');
    const uncertain = page.getByRole('region', { name: 'Pesan yang tidak pasti' });
    await uncertain.getByText('Telegram: 3 pesan').waitFor();
    await button(uncertain, 'Nyatakan diterima penyedia').click();
    const dialog = page.getByRole('dialog', { name: 'Nyatakan yang tidak pasti diterima penyedia?' });
    await dialog.getByText('Pernyataan ini tidak dapat diurungkan.', { exact: false }).waitFor();
    await dialog.getByText('Telegram: 3 pesan').waitFor();
    expect(await violations(page)).toEqual([]);
    const go = button(dialog, 'Nyatakan 3 pesan diterima');
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: /^Apa yang Anda periksa/ }).fill('Log penyedia 21.00–21.05');
    await go.click();
    await page
      .getByRole('dialog', { name: 'Dinyatakan diterima penyedia' })
      .getByText('3 pesan dihitung sebagai diterima penyedia. Ini dicatat.')
      .waitFor();
    await closeDialog(page);
    await uncertain.waitFor({ state: 'detached' });
    await page.goto(`/siaran/${id}/laporan`);
    await page
      .getByRole('region', { name: 'Yang tidak pasti dan dinyatakan diterima penyedia' })
      .getByText(/: 3 pesan dinyatakan diterima oleh .+\. Yang diperiksa: Log penyedia 21\.00–21\.05$/)
      .waitFor();
    expect((await system.progress(id)).total.unknown).toBe(0);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });
});
