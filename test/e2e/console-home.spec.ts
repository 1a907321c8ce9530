import { writeFileSync } from 'node:fs';
import { sticksOut, violations } from '../factories/browser.js';
import { testConsole, type TestConsole } from '../factories/console.js';
import { smallPicture } from '../factories/picture.js';
import { testSystem, type TestSystem } from '../factories/system.js';

describe('the console’s home', () => {
  let system: TestSystem;
  let console: TestConsole;
  beforeAll(async () => {
    // Slow enough that something runs while the screen is read.
    system = await testSystem({ contacts: 300, provinces: 'every', more: { TELEGRAM_RATE: '4' } });
    console = await testConsole(system.publishers[0]?.url ?? '');
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const inHours = (hours: number): string =>
    new Date(Date.now() + (7 + hours) * 3_600_000).toISOString().slice(0, 13) + ':00';
  const draft = async (title: string, more: Record<string, unknown> = {}): Promise<string> => {
    const ask = await system.as('penulis');
    const { body } = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
      title,
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: Periksa TPS Anda.' } } },
      audience: { regions: ['11'] },
      schedule: { at: '2036-06-01T09:00' },
      ...more,
    });
    return body.id;
  };

  it('shows each person their work, live progress, and what is next by the wall clock', async () => {
    await draft('Draf tentang DPTb');
    const review = await draft('Lokasi TPS berubah');
    const author = await system.as('penulis');
    await author('POST', `/api/v1/broadcasts/${review}/submit`, {});
    await system.broadcast({
      title: 'Pengingat besok pagi',
      schedule: { at: inHours(5), leaveWindow: true },
    });
    await system.broadcast({
      title: 'Pengingat lusa',
      schedule: { at: inHours(32), leaveWindow: true },
    });
    const paused = await system.broadcast({
      title: 'Cara pindah memilih',
      schedule: { at: inHours(14), leaveWindow: true },
    });
    const operates = await system.as('operator');
    await operates('POST', `/api/v1/broadcasts/${paused}/pause`, { reason: 'Menunggu kepastian KPU' });
    const running = await system.broadcast({ title: 'Jam buka TPS', channels: ['telegram'] });
    await system.until(running, ({ total }) => total.accepted > 5);

    const page = await console.as('penulis');
    const needed = page.getByRole('region', { name: 'Menunggu Anda' });
    const drafts = needed.getByRole('list', { name: 'Draf saya' });
    await drafts.getByText('Draf tentang DPTb').waitFor();
    // When, to how many, what it lacks, and what it meets.
    await drafts.getByText(/^kirim Min, 1 Jun 2036 09\.00 WIB/).waitFor();
    await drafts.getByText(/^\d+ orang$/).waitFor();
    await drafts.getByText('lengkap', { exact: true }).waitFor();
    await drafts.getByText('berdekatan dengan “Lokasi TPS berubah”').waitFor();
    // An operator can let it go on, the author cannot.
    await page
      .getByRole('region', { name: 'Perlu diketahui' })
      .getByRole('list', { name: 'Dijeda: menunggu operator' })
      .getByText('Menunggu kepastian KPU')
      .waitFor();
    expect(await needed.getByText('Cara pindah memilih').count()).toBe(0);
    const now = page.getByRole('region', { name: 'Sedang berjalan' });
    await now.getByRole('img', { name: /^Jam buka TPS: .*Diterima penyedia/ }).waitFor();
    const line = now.getByText(/\d+ dari \d+ pesan diterima penyedia atau sampai/);
    const reached = async (): Promise<number> => Number.parseInt(await line.innerText());
    const before = await reached();
    const moved = async (): Promise<boolean> => (await reached()) > before;
    await expect(untilTrue(moved)).resolves.toBe(true);
    for (const zone of ['WIB', 'WITA', 'WIT']) {
      const mark = page
        .getByRole('list', { name: `Berikutnya, ${zone}`, exact: true })
        .getByRole('link', { name: /Pengingat besok pagi/ });
      expect(await mark.getAttribute('aria-label')).toMatch(
        new RegExp(`^\\d\\d\\.00 Pengingat besok pagi, ${zone}, Surel, Telegram, dan SMS, \\d+ wilayah$`),
      );
    }
    await page
      .getByRole('list', { name: 'Terjadwal berikutnya', exact: true })
      .getByRole('link', { name: 'Pengingat lusa' })
      .waitFor();
    await page.getByRole('list', { name: 'Berikutnya, WIT', exact: true }).getByRole('link').first().click();
    await page.waitForURL(/\/siaran\/\d+$/);

    const reviewer = await console.as('kpu-nasional');
    const waiting = reviewer.getByRole('list', { name: 'Menunggu pengesahan' });
    await waiting.getByText(/^\d+ orang$/).waitFor();
    await waiting.getByText('Putuskan sebelum Min, 1 Jun 2036 09.00 WIB').waitFor();
    expect(await reviewer.getByText('Draf saya').count()).toBe(0);

    // What KPU returned stands apart, with the reason and what is left to do.
    const kpu = await system.as('kpu-nasional');
    await kpu('POST', `/api/v1/broadcasts/${review}/reject`, { reason: 'Sebut kecamatannya.' });
    await page.goto('/');
    const returned = needed.getByRole('list', { name: 'Dikembalikan KPU' });
    await returned.getByText(/^Sebut kecamatannya\. \(.+\)$/).waitFor();
    await returned.getByText('perbaiki, lalu ajukan lagi').waitFor();
    expect(await returned.getByText('lengkap').count()).toBe(0);
    await returned.getByRole('link', { name: 'Perbaiki: Lokasi TPS berubah' }).waitFor();
  }, 120_000);

  it('reports to an operator a channel on which every message was refused', async () => {
    const faults = `${system.sandbox.httpUrl}/sandbox/faults`;
    await fetch(faults, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'email', kind: '5xx' }),
    });
    // Fewer copies than the brake needs.
    const id = await system.broadcast({
      title: 'Ditolak penyedia',
      channels: ['email'],
      audience: { regions: ['32'] },
    });
    await system.until(id, ({ state }) => state === 'completed');
    await fetch(faults, { method: 'DELETE' });

    const page = await console.as('operator');
    const failing = page.getByRole('list', { name: 'Banyak pesan gagal: periksa sebabnya' });
    await failing.getByText('Ditolak penyedia').waitFor();
    await failing.getByText(/^Surel: (\d+) dari \1 pesan yang dicoba dikirim gagal$/).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('list', { name: 'Many messages failed: find the reason' }).waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      if (process.env['SCREENSHOTS'])
        writeFileSync(`docs/screens/beranda-gagal-${width}.png`, smallPicture(await page.screenshot()));
      expect([await violations(page), await sticksOut(page)]).toEqual([[], []]);
    }
    await page.goto('/operasi');
    await page.getByText(/\d+ of \d+ messages of/).waitFor();
    await page.goto(`/siaran/${id}`);
    await page.getByText('All that were tried failed').waitFor();
    const author = await console.as('penulis', '/');
    await author
      .getByRole('region', { name: 'Berakhir dalam 24 jam terakhir' })
      .getByRole('list', { name: 'Berakhir, perlu dilihat' })
      .getByRole('listitem')
      .filter({ has: author.getByRole('link', { name: 'Ditolak penyedia' }) })
      .getByText(/^0 dari \d+ pesan diterima penyedia atau sampai · Gagal \d+/)
      .waitFor();
    await author.getByRole('button', { name: /^Kabar/ }).click();
    await author.getByText(/^Surel: \d+ dari \d+ pesan yang dicoba dikirim gagal\.$/).waitFor();
  }, 120_000);

  it('reports on every screen a lost connection, or roles that do not include the screen', async () => {
    const page = await console.as('penulis', '/siaran');
    // A browser behind some networks says so while everything is answered.
    const stale = page.getByText('Yang terlihat bisa sudah lama.');
    // An answer to what was asked before would take it back at once.
    await page.waitForLoadState('networkidle');
    await page.evaluate("dispatchEvent(new Event('offline'))");
    await stale.waitFor();
    await page.getByRole('link', { name: 'Pemilihan' }).click();
    await page.getByRole('link', { name: /^Pemilihan Umum 2029/ }).waitFor();
    await stale.waitFor({ state: 'detached' });
    await page.context().setOffline(true);
    await stale.waitFor();
    // Either the file of the screen or its data could not be fetched: both are reported.
    await page.getByRole('link', { name: 'Kontak' }).click();
    await page.getByText('Siar tidak dapat dihubungi. Periksa sambungan Anda.').first().waitFor();
    await page.context().setOffline(false);
    await page.goto('/orang');
    await page.getByText('Layar ini bukan untuk peran Anda').waitFor();
    expect(await violations(page)).toEqual([]);
    const reviewer = await console.as('kpu-nasional', '/tulis');
    await reviewer.getByText('Layar ini bukan untuk peran Anda').waitFor();
  });

  it('finds any broadcast by title, number or code, by keyboard alone, from anywhere', async () => {
    const id = await draft('Daftar pemilih tambahan');
    const [stored] = await system.db.source.query<{ code: string }[]>(
      'SELECT public_code AS code FROM broadcasts WHERE id = $1',
      [id],
    );
    const page = await console.as('penulis', '/tulis');
    await page.getByRole('textbox', { name: 'Judul', exact: true }).focus();
    for (const typed of ['pemilih TAMB', id, stored?.code.toLowerCase() ?? '']) {
      await page.keyboard.press('Control+k');
      const dialog = page.getByRole('dialog', { name: 'Cari di Siar' });
      await dialog.getByRole('searchbox').waitFor();
      await page.locator('input[type=search]:focus').waitFor();
      await page.keyboard.type(typed);
      await dialog.getByText('1 siaran cocok.').waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/siaran/${id}`);
      await dialog.waitFor({ state: 'detached' });
    }
    await page.getByRole('button', { name: /^Cari atau lompat/ }).click();
    await page.locator('input[type=search]:focus').waitFor();
    await page.keyboard.type('tidak ada yang begini');
    await page.getByText('Tidak ada yang cocok').waitFor();
    await page.getByRole('dialog').getByRole('searchbox').fill('pemilik tambahan');
    await page
      .getByRole('group', { name: 'Mungkin maksud Anda' })
      .getByRole('option', { name: 'Daftar pemilih tambahan' })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('leads to screens by g and a letter, finds screens and terms, and lets single letters be turned off', async () => {
    const page = await console.as('penulis', '/tulis');
    let fetched = (): void => undefined;
    const slow = new Promise<void>((resolve) => (fetched = resolve));
    await page.route(/\/search-dialog-/, async (route) => {
      await slow;
      await route.continue();
    });
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('g');
    await page.getByRole('textbox', { name: 'Judul', exact: true }).press('s');
    expect(await page.getByRole('textbox', { name: 'Judul', exact: true }).inputValue()).toBe('gs');
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('');
    await page.getByRole('heading', { level: 1 }).focus();
    await page.keyboard.type('gs', { delay: 200 });
    await page.getByRole('heading', { level: 1, name: 'Siaran' }).waitFor();
    const dialog = page.getByRole('dialog');
    await page.keyboard.press('Control+k');
    // No key is lost while the dialog is fetched.
    await page.keyboard.type('gelom');
    fetched();
    await dialog.getByRole('option', { name: /^Gelombang Bagian dari siaran/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('h1:focus').waitFor();
    await page.keyboard.press('Control+k');
    await dialog.getByRole('searchbox').fill('templ');
    await dialog.getByRole('option', { name: 'Templat' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Templat' }).waitFor();
    // Also where a field keeps its closed list in the page.
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { level: 1, name: 'Siaran' }).waitFor();
    await page.getByLabel('Saluran').first().waitFor();
    await page.keyboard.press('?');
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await page.getByRole('heading', { level: 1, name: 'Templat' }).waitFor();
    await page.getByRole('button', { name: 'Tampilan' }).click();
    await dialog.getByRole('checkbox', { name: 'Pintasan papan ketik' }).uncheck();
    await dialog.getByRole('radio', { name: 'Gelap' }).check();
    await page.waitForSelector('html[data-mantine-color-scheme=dark]');
    await dialog.getByRole('radio', { name: 'Rapat' }).check();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    // What was chosen holds after a reload, and no key has opened anything.
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Templat' }).waitFor();
    expect(await dialog.count()).toBe(0);
    expect(await page.locator('html').getAttribute('data-density')).toBe('compact');
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await page.keyboard.press('Control+k');
    await dialog.getByRole('searchbox').fill('light');
    await dialog.getByRole('option', { name: 'Warna: Terang' }).click();
    await page.waitForSelector('html[data-mantine-color-scheme=light]');
    await dialog.waitFor({ state: 'detached' });
  });

  it('lets KPU edit an election, counts the broadcasts that use it, and lets others read it', async () => {
    await draft('Tanggal pemilu', { electionId: 'pemilu-2029' });
    const page = await console.as('kpu-nasional', '/pemilihan');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Pemilihan Kepala Daerah Serentak 2024' })
      .getByText('Sudah lewat')
      .waitFor();
    const coming = page.getByRole('listitem').filter({ hasText: 'Pemilihan Umum 2029' });
    await coming.getByText(/pukul 07\.00–13\.00 waktu setempat$/).waitFor();
    expect(await coming.getByText('Sudah lewat').count()).toBe(0);
    await page.getByRole('link', { name: /^Pemilihan Umum 2029/ }).click();
    await page.getByText('1 siaran yang belum selesai memakai pemilihan ini.').waitFor();
    const remark = page.getByText(/^Di antara masa tenang ini dan hari pemungutan suara/);
    expect(await remark.count()).toBe(0);
    await page.getByLabel('Hari pemungutan suara').fill('2029-02-21');
    await remark.filter({ hasText: 'masih ada 7 hari' }).waitFor();
    await page.getByLabel('Hari pemungutan suara').fill('2029-02-14');
    await page.getByLabel('Masa tenang sampai').fill('2029-02-20');
    await page.getByRole('button', { name: 'Simpan' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/Tidak satu pun berubah/).waitFor();
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await dialog.getByText(/Masa tenang harus berakhir sebelum hari pemungutan suara/).waitFor();
    await dialog.getByRole('button', { name: 'Batal' }).click();
    await page.getByLabel('Hari pemungutan suara').fill('2029-02-21');
    await page.getByRole('button', { name: 'Simpan' }).click();
    await dialog.getByRole('button', { name: 'Simpan' }).click();
    await dialog.waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Peserta' }).click();
    await page.getByText('Belum ada peserta di sini.').waitFor();
    await page.getByRole('button', { name: 'Tambah peserta' }).click();
    // A list copied from elsewhere becomes rows: the second name of a pair takes the number of the first.
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text', ['1. Ratna Wijaya', 'Budi Santoso', '2. Andi Nur'].join(String.fromCharCode(10)));
      const field = document.querySelector('main form input[maxlength="200"]');
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    })()`);
    await page.getByLabel('Nomor').nth(2).fill('x');
    await page.getByRole('button', { name: 'Simpan peserta' }).click();
    await page.getByText('Isi nomor mulai dari 1.').waitFor();
    await page.getByLabel('Nomor').nth(2).fill('2');
    await page.getByRole('button', { name: 'Simpan peserta' }).click();
    await page.getByText(/^Sudah diisi: 1 dari/).waitFor();
    expect(await page.getByLabel('Nama peserta').nth(1).inputValue()).toBe('Budi Santoso');
    expect(await page.getByLabel('Nomor').nth(1).inputValue()).toBe('1');

    const author = await console.as('penulis', '/pemilihan/pemilu-2029/peserta');
    await author.getByText('2. Andi Nur').waitFor();
    expect(await author.getByRole('button', { name: 'Simpan peserta' }).count()).toBe(0);
    await author.getByRole('link', { name: 'Kembali ke pemilihan' }).click();
    await author.getByText(/Pemungutan suara Rab, 21 Feb 2029/).waitFor();
    expect(await author.getByRole('button', { name: 'Simpan' }).count()).toBe(0);
    await author.goto('/templat');
    await author.getByRole('link', { name: 'Templat pesan baru' }).click();
    await author.getByRole('textbox', { name: 'Judul', exact: true }).fill('Cek TPS');
    await author.getByRole('textbox', { name: 'Isi pesan – SMS, Indonesia' }).fill('KPU: Periksa TPS Anda.');
    await author.getByRole('button', { name: 'Simpan' }).click();
    await author.getByText('Siap dipakai').waitFor();
    await author.getByRole('button', { name: 'Jangan dipakai lagi' }).waitFor();
  }, 120_000);

  it('shows an operator in a quiet hour what ended last, what comes next and who answers', async () => {
    const author = await system.as('penulis');
    const open = await system.db.source.query<{ id: string }[]>(
      `SELECT id FROM broadcasts WHERE state IN ('running', 'paused')`,
    );
    for (const { id } of open) {
      const { status } = await author('POST', `/api/v1/broadcasts/${id}/cancel`, { reason: 'Uji' });
      expect(status).toBe(200);
    }
    const page = await console.as('operator');
    const quiet = page.getByRole('region', { name: 'Tidak ada siaran yang sedang dikirim' });
    await quiet.getByRole('link', { name: 'Laporan' }).waitFor();
    await quiet.getByRole('link', { name: 'Pengingat besok pagi' }).waitFor();
    await quiet.getByText('SMS: menjawab').waitFor();
    expect([await violations(page), await sticksOut(page)]).toEqual([[], []]);
  });
});

async function untilTrue(is: () => Promise<boolean>): Promise<boolean> {
  for (let left = 300; left > 0; left--) {
    if (await is()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
