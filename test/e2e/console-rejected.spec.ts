import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { violations } from '../factories/browser.js';
import { button, closeDialog, testConsole, type TestConsole } from '../factories/console.js';
import { testSystem, type TestSystem } from '../factories/system.js';
import { later } from './views/view.js';

const REJECTED = 20;

describe('copies that a provider rejected, in the console', () => {
  let system: TestSystem;
  let console: TestConsole;
  let id: string;
  beforeAll(async () => {
    system = await testSystem({ contacts: 60 });
    console = await testConsole(system.publishers[0]?.url ?? '');
    system.sandbox.faults.order({
      channel: 'email',
      kind: 'refuse',
      answer: '554 5.3.0 Rejected',
      share: 1,
      count: REJECTED,
    });
    id = await system.broadcast({ title: 'Ditolak penyedia', channels: ['email'] });
    await system.until(id, ({ state, total }) => state === 'completed' && total.failed === REJECTED);
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const pictures = async (page: Page, name: string): Promise<void> => {
    const folder = process.env['PICTURES'];
    if (!folder) return;
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await page.screenshot({
        path: `${folder}/${name}-${width}.png`,
        fullPage: !name.startsWith('rejected-dialog'),
      });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };

  it('are shown to everyone with who can send them again, and are no lost cause', async () => {
    const page = await console.as('penulis', `/siaran/${id}`);
    const causes = page.getByRole('region', { name: 'Yang tidak sampai, menurut sebab' });
    const who = 'Operator dapat mengirim ulang 20 pesan di antaranya setelah penyedianya menerima lagi.';
    await causes.getByText(who).waitFor();
    expect(await button(causes, /^Kirim ulang/).count()).toBe(0);
    await page.getByText(/Pesan kepada 20 orang di antaranya ditolak penyedia: operator dapat/).waitFor();
    expect(await page.getByText(/Jalan lain:|tidak ada jalan lain/).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await pictures(page, 'rejected-author');
    await page.goto(`/siaran/${id}/laporan`);
    await page.getByText(who).waitFor();
  });

  it('are sent again for a cause by an operator, who gives a reason and sees the result', async () => {
    const page = await console.as('operator', `/siaran/${id}`);
    const causes = page.getByRole('region', { name: 'Yang tidak sampai, menurut sebab' });
    const ask = button(causes, 'Kirim ulang 20 pesan yang ditolak…');
    await ask.waitFor();
    await pictures(page, 'rejected');
    await ask.click();
    const dialog = page.getByRole('dialog', { name: 'Kirim ulang yang ditolak penyedia?' });
    await dialog.getByText(/tidak satu pun sampai, jadi tidak ada yang menerima dua kali/).waitFor();
    await dialog.getByText('20 pesan masuk antrean: Server surel menolak pesan.').waitFor();
    await dialog.getByText('Surel: 20 pesan', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await pictures(page, 'rejected-dialog');
    const go = button(dialog, 'Kirim ulang 20 pesan');
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Penyedia pulih');
    // Everything is stopped since the dialog opened.
    const operator = await system.as('operator');
    await operator('POST', '/api/v1/emergency-stop', { reason: 'uji' });
    await go.click();
    await dialog.getByText('Semua siaran sedang dihentikan: tidak ada yang dikirim ulang.').waitFor();
    await dialog.getByText('Tidak ada lagi yang dapat dikirim ulang untuk sebab ini.').waitFor();
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'uji' });
    expect((await system.progress(id)).total.failed).toBe(REJECTED);
    // The browser logs the refusal itself.
    expect(console.complaints().filter((one) => !one.includes('409'))).toEqual([]);

    await page.reload();
    await ask.click();
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Penyedia pulih');
    await go.click();
    // Its cause is gone from the page by now.
    const done = page.getByRole('dialog', { name: 'Masuk antrean kirim ulang' });
    await done.getByText(/^20 pesan masuk antrean untuk dikirim ulang/).waitFor();
    await system.until(id, ({ state, total }) => state === 'completed' && total.failed === 0);
    await causes.waitFor({ state: 'detached' });
    await pictures(page, 'rejected-dialog-done');
    await closeDialog(page);
    expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    for (const path of [`/siaran/${id}`, `/siaran/${id}/laporan`]) {
      await page.goto(path);
      if (path === `/siaran/${id}`) await page.getByRole('tab', { name: 'Tidak sampai' }).click();
      await page
        .getByRole('region', { name: 'Yang ditolak dan dikirim ulang' })
        .getByText(/: 20 pesan \(Surel\) dikirim ulang oleh .+\. Alasan: Penyedia pulih$/)
        .waitFor();
      await pictures(page, path.endsWith('laporan') ? 'rejected-report' : 'rejected-done');
    }
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /Yang ditolak dan dikirim ulang\r\nWaktu;Oleh;Saluran;Wilayah;Pesan;Alasan\r\n[^;]+;[^;]+;Surel;Semua wilayah;20;Penyedia pulih\r\n/,
    );
    expect(await violations(page)).toEqual([]);
  });

  it('are not asked for of a broadcast that has sent nothing', async () => {
    const planned = await system.broadcast({ channels: ['email'], schedule: { at: later() } });
    const page = await console.as('penulis', '/siaran');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`/siaran/${planned}/laporan`);
    await page.getByRole('link', { name: 'Unduh CSV' }).waitFor();
    await page.goto(`/siaran/${planned}`);
    await page.getByRole('tab', { name: 'Tidak sampai' }).waitFor();
    expect(asked).toContain(`/api/v1/broadcasts/${planned}/unknown`);
    expect(asked.filter((path) => path.endsWith('/rejected'))).toEqual([]);
  });
});
