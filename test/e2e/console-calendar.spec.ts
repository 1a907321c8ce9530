import { readFileSync } from 'node:fs';
import { approvedFor } from '../factories/crowd.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, signIn } from '../factories/staff.js';

describe('planning and finding broadcasts', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let author: Ask;
  beforeAll(async () => {
    publisher = await testPublisher({ SMS_RATE: '1' });
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES
         ('51', 'province', 'Bali', 'Asia/Makassar'), ('91', 'province', 'Papua', 'Asia/Jayapura')
       ON CONFLICT DO NOTHING`,
    );
    console = await testConsole(publisher.url);
    author = await signIn(publisher.url, 'penulis');
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const draft = async (title: string, more: Record<string, unknown> = {}): Promise<string> => {
    const { body } = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title,
      channels: ['sms'],
      contents: { sms: { id: { body: 'Bawalah surat undangan ke TPS' } } },
      audience: { regions: ['11'] },
      ...more,
    });
    return body.id;
  };
  const timeOf = async (id: string): Promise<string | undefined> =>
    (await author<{ draft: { schedule?: { at: string } } }>('GET', `/api/v1/broadcasts/${id}`)).body.draft
      .schedule?.at;

  it('moves a draft by keys, says what it meets, and takes it back', async () => {
    const id = await draft('Jam buka', { schedule: { at: '2029-02-14T09:00' } });
    await draft('Lokasi TPS', { schedule: { at: '2029-02-21T09:30' } });
    const page = await console.as('penulis', '/kalender?view=month&date=2029-02-14');
    const chip = page.getByRole('button', { name: /^09\.00 Jam buka, Draf, WIB, SMS/ });
    await chip.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    await page
      .getByRole('status')
      .getByText(/ke Selasa, 20 Februari 2029 pukul 09\.00/)
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Pindahkan “Jam buka”?' });
    await dialog.getByText('Orang yang sama dalam satu jam: “Lokasi TPS”').waitFor();
    await button(page.getByRole('dialog'), 'Pindahkan').click();
    await page.getByText('“Jam buka” dipindahkan ke Rabu, 21 Februari 2029 09.00.').waitFor();
    expect(await timeOf(id)).toBe('2029-02-21T09:00');
    // The note has a line of its own, between the controls and the days.
    const note = await page.getByRole('region', { name: 'Hasil tindakan' }).boundingBox();
    const table = await page.getByRole('table').boundingBox();
    const switched = await page.getByRole('radiogroup', { name: 'Tampilan' }).boundingBox();
    expect((note?.y ?? NaN) + (note?.height ?? NaN)).toBeLessThanOrEqual(table?.y ?? NaN);
    expect(note?.y).toBeGreaterThanOrEqual((switched?.y ?? NaN) + (switched?.height ?? NaN));
    await page.getByRole('button', { name: /^09\.00 Jam buka, .*orang yang sama dalam satu jam/ }).waitFor();
    await button(page, 'Urungkan').click();
    await page.getByText('“Jam buka” kembali ke waktu semula.').waitFor();
    expect(await timeOf(id)).toBe('2029-02-14T09:00');
    // Where nothing is at stake it moves without a question, and keeps the focus.
    await page.getByRole('button', { name: /^09\.00 Jam buka, / }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('“Jam buka” dipindahkan ke Kamis, 15 Februari 2029 09.00.').waitFor();
    expect(await timeOf(id)).toBe('2029-02-15T09:00');
    const there = page.getByRole('cell', { name: /^Kamis, 15 Februari 2029/ });
    const held = there.getByRole('button', { name: /^09\.00 Jam buka, / });
    await held.and(page.locator(':focus')).waitFor();
    // Its card opens beside it, not over the calendar, and gives the focus back.
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Jam buka' });
    await card.getByRole('link', { name: 'Buka siaran' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Februari 2029' }).isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await held.and(page.locator(':focus')).waitFor();
    await button(page, 'Urungkan').click();
    await page.getByText('“Jam buka” kembali ke waktu semula.').waitFor();
    // Narrowed to a channel that none of them has, nothing is left; the address keeps it.
    await page.goto('/kalender?view=month&date=2029-02-14&channel=email');
    await page.getByText('0 dari 2 siaran').waitFor();
    await button(page, 'Hapus penyaring').click();
    await page.getByRole('button', { name: /^09\.30 Lokasi TPS, / }).waitFor();
    // From day to day by keys, into the next month too.
    await page.getByRole('button', { name: 'Rabu, 14 Februari 2029' }).focus();
    for (let week = 0; week < 3; week++) await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: 'Maret 2029' }).waitFor();
    await page.getByRole('button', { name: 'Rabu, 7 Maret 2029' }).and(page.locator(':focus')).waitFor();
    // On a phone a day has dots, and the chosen one its broadcasts below; nothing scrolls sideways.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/kalender?view=month&date=2029-02-14');
    await page.getByRole('button', { name: /^Rabu, 21 Februari 2029, 1 siaran/ }).click();
    await page.getByRole('link', { name: 'Lokasi TPS' }).waitFor();
    const month = await page.getByRole('table').boundingBox();
    expect((month?.x ?? 0) + (month?.width ?? Infinity)).toBeLessThanOrEqual(390);
  });

  it('says what a day asks of a channel, and what goes on the next day', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ channel: 'sms', regionCode: '11', expected: 60_000 }]);
    await source.query(
      `UPDATE broadcasts SET organisation_id = $2, draft = '{"channels": ["sms"], "contents": {}, "audience": {"regions": ["11"]}}' WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
    await source.query(
      `UPDATE waves SET due_at = '2029-03-14T02:00Z', expires_at = '2029-03-15T02:00Z' WHERE broadcast_id = $1`,
      [id],
    );
    const page = await console.as('operator', '/kalender?view=month&date=2029-03-14');
    // One a second in twelve hours are 43,200.
    const day = page.getByRole('cell', { name: /^Rabu, 14 Maret 2029/ });
    await day.getByText(/139\s?%, tidak muat: sisanya esok/).waitFor();
    const next = page.getByRole('cell', { name: /^Kamis, 15 Maret 2029/ });
    await next.getByText(/^SMS 39\s?%, longgar/).waitFor();
    await next.getByRole('button').click();
    await page
      .getByText(/16\.800 pesan dari 43\.200 yang sanggup dikirim · 16\.800 dari hari sebelumnya/)
      .waitFor();
    await page.keyboard.press('Escape');
    // Enter takes a typed day, and leaves nothing over the month.
    await button(page, 'Ke tanggal').click();
    const to = page.getByRole('dialog', { name: 'Ke tanggal' }).getByLabel('Tanggal');
    await to.fill('15 Apr');
    await to.press('Enter');
    await page.getByRole('heading', { name: 'Min, 15 Apr 2029' }).waitFor();
    await page.locator('[data-dates-dropdown]').waitFor({ state: 'detached' });
  });

  it('moves a draft by dragging it', async () => {
    const id = await draft('Ditarik', { schedule: { at: '2029-06-06T10:15' } });
    await draft('Dini hari', { schedule: { at: '2029-06-07T04:00' } });
    for (const title of ['Pagi satu', 'Pagi dua', 'Pagi tiga'])
      await draft(title, { schedule: { at: '2029-06-05T07:00' } });
    const meeting = await draft('Bertemu', { schedule: { at: '2029-06-08T14:45' } });
    await draft('Serempak', {
      audience: { regions: ['11', '51', '91'] },
      schedule: {
        at: '2029-06-12T00:49:13',
        perRegion: { 51: '2029-06-12T01:49:10', 91: '2029-06-12T02:49:07' },
      },
    });
    const page = await console.as('penulis', '/siaran?search=serempak');
    // One instant stands once, with its clock, in the list as on the calendar.
    await page
      .getByRole('row', { name: /Serempak/ })
      .getByText(/00\.49 WIB/)
      .waitFor();
    await page.goto('/kalender?view=month&date=2029-06-06');
    const once = page.getByRole('cell', { name: /^Selasa, 12 Juni 2029/ });
    await once.getByRole('button', { name: /^00\.49 Serempak, Draf, WIB/ }).waitFor();
    expect(await once.getByRole('button', { name: /Serempak/ }).count()).toBe(1);
    // What a day has no room for is listed, with the way to the whole day.
    await page.getByRole('button', { name: /^1 siaran lagi pada Selasa, 5 Juni 2029/ }).click();
    await button(page.getByRole('dialog'), 'Buka hari ini per zona waktu').click();
    await page.getByRole('heading', { level: 1, name: 'Sel, 5 Jun 2029' }).waitFor();
    await page.goto('/kalender?view=week&date=2029-06-06');
    // It opens at the first of them; what lies above is counted in its own column.
    await page.getByRole('button', { name: /^04\.00 Dini hari/ }).waitFor();
    const hours = page.getByRole('group', { name: /^4–10 Jun 2029/ });
    await hours.evaluate((one: { scrollTop: number }) => (one.scrollTop = 1000));
    const earlier = button(page, '1 siaran lebih awal, Kamis, 7 Juni 2029');
    const thursday = await page.getByRole('columnheader', { name: /Kamis, 7 Juni 2029/ }).boundingBox();
    const place = await earlier.boundingBox();
    expect((place?.x ?? 0) + (place?.width ?? 0) / 2).toBeCloseTo(
      (thursday?.x ?? NaN) + (thursday?.width ?? NaN) / 2,
      -1,
    );
    await earlier.click();
    await earlier.waitFor({ state: 'detached' });
    // What an hour has no room for is listed, and the focus comes back from what was opened there.
    const more = page.getByRole('button', { name: /^1 siaran lagi pada Selasa, 5 Juni 2029 07\.00/ });
    await more.press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Pagi tiga/ })
      .press('Enter');
    await page.getByRole('dialog', { name: 'Pagi tiga' }).waitFor();
    await page.keyboard.press('Escape');
    await more.and(page.locator(':focus')).waitFor();
    const row = page.getByRole('row', { name: /^14\.00/ });
    // A row that comes into sight during the drag would take the draft's place.
    await row.scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: /^10\.15 Ditarik/ }).hover();
    await page.mouse.down();
    // Chromium begins the drag at the first move, enters the cell at the second, and is over it from the third on.
    const there = row.getByRole('cell').nth(4);
    for (let moves = 0; moves < 3; moves++) await there.hover();
    await there.getByText('14.15 Ditarik').waitFor();
    await page.mouse.up();
    await button(page.getByRole('dialog'), 'Pindahkan').click();
    await page.getByText(/^“Ditarik” dipindahkan ke Jumat, 8 Juni 2029 14\.15/).waitFor();
    expect(await timeOf(id)).toBe('2029-06-08T14:15');
    // An empty hour begins a broadcast there.
    await page.locator('a[href="/tulis?day=2029-06-06T16:00"]').click();
    await page.waitForURL(/\/tulis\?day=2029-06-06T16:00$/);
    // What goes out to the same people within an hour is named where the draft is checked, with the way there.
    await page.goto(`/tulis/${id}`);
    await page.getByText('“Bertemu” (14.45 WIB) dikirim dalam satu jam', { exact: false }).first().waitFor();
    await page.getByRole('heading', { level: 1, name: 'Ditarik' }).waitFor();
    const met = page.getByRole('link', { name: 'Buka siaran itu: Bertemu' }).first();
    expect(await met.getAttribute('href')).toBe(`/siaran/${meeting}`);
  });

  it('finds by texts, saves the filter, and the list as a file', async () => {
    await draft('=Rumus', {
      contents: { sms: { id: { body: 'Hasil rekapitulasi di kpu.go.id' } } },
      schedule: { at: '2029-05-02T09:00' },
    });
    const page = await console.as('penulis', '/siaran');
    await page.getByRole('searchbox', { name: /^Cari judul, isi pesan/ }).fill('rekap');
    await page.getByRole('row', { name: /Rumus/ }).getByText('rekap', { exact: true }).waitFor();
    const tick = async (filter: string, ...values: string[]): Promise<void> => {
      await page.getByRole('button', { name: new RegExp(`^${filter} `) }).click();
      for (const value of values) await page.getByRole('dialog', { name: filter }).getByLabel(value).check();
      await page.keyboard.press('Escape');
    };
    await tick('Saluran', 'Surel', 'Telegram');
    await page.getByText('Tidak ada yang cocok').waitFor();
    await tick('Saluran', 'SMS');
    await page.getByRole('row', { name: /Rumus/ }).waitFor();
    await button(page, 'Saluran: semua').click();
    // Any set of states that is no stage is among the other filters, and is a word beside them.
    await button(page, 'Penyaring lain').click();
    const others = page.getByRole('dialog', { name: 'Penyaring lain' });
    for (const state of ['Ditinjau', 'Draf']) await others.getByLabel(state, { exact: true }).check();
    await page.keyboard.press('Escape');
    await page.waitForURL(/state=draft%2Cin_review/);
    await page.getByRole('row', { name: /Rumus/ }).waitFor();
    // A list that is empty for a moment offers the same once more.
    await button(page, 'Lepaskan Keadaan: Draf, Ditinjau').first().click();
    await tick('Saluran', 'SMS');
    await tick('Jenis', 'Mendesak');
    await page.getByText('Tidak ada yang cocok').waitFor();
    await button(page, 'Lepaskan Jenis: Mendesak').first().click();
    await button(page, 'Simpan penyaring…').click();
    await page.getByLabel('Nama penyaring ini').fill('Rekap SMS');
    await page.keyboard.press('Enter');
    const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Unduh CSV').click()]);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /\n'=Rumus;Draf;2029-05-02 09:00;jam setempat;/,
    );
    expect(download.suggestedFilename()).toMatch(/^siaran-\d{4}-\d\d-\d\d\.csv$/);
    await page.getByText(/^1 siaran diunduh: siaran-/).waitFor();
    await page.goto('/siaran');
    await page.getByRole('link', { name: 'Rekap SMS' }).click();
    await page.waitForURL(/search=rekap&channel=sms/);
    await page.locator('a[aria-current=true]', { hasText: 'Rekap SMS' }).waitFor();
    await page
      .getByRole('columnheader', { name: /^Judul/ })
      .getByRole('button')
      .click();
    await page.waitForURL(/sort=title/);
    await page
      .getByRole('columnheader', { name: /^Judul/, exact: false })
      .and(page.locator('[aria-sort=ascending]'))
      .waitFor();
    await page.getByRole('searchbox', { name: /^Cari judul, isi pesan/ }).fill('rekapitulasi');
    // At once: a filter that is let go while the search is on its way takes nothing of it away.
    await button(page, 'Saluran: semua').click();
    await page.waitForURL((url) => url.search === '?search=rekapitulasi&sort=title');
    await page.getByRole('searchbox', { name: /^Cari judul, isi pesan/ }).fill('rekapitulsi');
    await page.getByText('Tidak ada “rekapitulsi”. Ini hasil untuk “rekapitulasi”.').waitFor();
    await page.getByRole('row', { name: /Rumus/ }).waitFor();
    await page.getByRole('link', { name: 'Siaran', exact: true }).first().click();
    await page.waitForURL((url) => url.search === '');
    await page
      .getByRole('searchbox', { name: /^Cari judul, isi pesan/ })
      .and(page.locator('[value=""]'))
      .waitFor();
  });

  it('finds with Ctrl+K what a reviewer may open, and says what was searched', async () => {
    const page = await console.as('kpu-aceh', '/siaran');
    await page.keyboard.press('Control+K');
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel(
      'Cari siaran, layar, penulis, wilayah tujuan, pemilihan, templat, atau istilah',
    );
    await field.fill('tinjau');
    await dialog.getByRole('option', { name: /^Tinjauan/ }).waitFor();
    // A short name is not taken for another that is only like it.
    await field.fill('siti');
    await dialog.getByText(/^Tidak ada yang cocok dengan “siti”: tidak ada siaran, layar, /).waitFor();
    await dialog.getByText(/Akun staf dicari oleh admin\. Warga tidak dicari di sini\./).waitFor();
    expect(await dialog.getByRole('option').count()).toBe(0);
  });

  it('deletes drafts together, leaves out what cannot be deleted, and restores them', async () => {
    await draft('Buang satu');
    await draft('Buang dua');
    const kept = await draft('Buang tidak', { schedule: { at: '2029-07-04T10:00' } });
    await author('POST', `/api/v1/broadcasts/${kept}/submit`);
    const page = await console.as('penulis', '/siaran?search=buang');
    // The views count what the search leaves.
    const view = (name: RegExp) =>
      page.getByRole('navigation', { name: 'Tahap siaran' }).getByRole('link', { name });
    await view(/^Semua 3$/)
      .and(page.locator('[aria-current=true]'))
      .waitFor();
    await view(/^Menunggu KPU 1$/).click();
    await page.waitForURL(/search=buang&state=in_review$/);
    // A stage is shown once, and is no filter to take off.
    await button(page, 'Lepaskan Keadaan: Ditinjau').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Buang dua' }).waitFor({ state: 'detached' });
    await view(/^Draf dan dikembalikan 2$/).click();
    await page.getByRole('link', { name: 'Buang dua' }).waitFor();
    // Keys lead from row to row; a letter after `g` leads to a screen instead, and one in a field is text.
    await page.getByRole('heading', { level: 1 }).focus();
    for (const key of ['j', 'j', 'j', 'x', 'k', 'x']) await page.keyboard.press(key);
    await page.getByRole('region', { name: '2 dipilih' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Buang dua' }).waitFor();
    await page.goBack();
    await view(/^Semua 3$/).click();
    await page.getByRole('link', { name: 'Buang tidak' }).waitFor();
    await page.getByLabel('Pilih semua yang tampil').check();
    await button(page, 'Hapus 2 draf').click();
    const dialog = page.getByRole('dialog', { name: 'Hapus 2 draf?' });
    await dialog.getByText(/^1 tidak ikut/).waitFor();
    await dialog.getByText(/^Buang tidak · Ditinjau/).waitFor();
    await button(page.getByRole('dialog'), 'Hapus 2 draf').click();
    await page.getByText('2 draf dihapus.').waitFor();
    await page.getByRole('link', { name: 'Buang dua' }).waitFor({ state: 'detached' });
    await button(page, 'Urungkan').click();
    await page.getByRole('link', { name: 'Buang dua' }).waitFor();
    await page.getByLabel('Pilih Buang dua').check();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('region', { name: '1 dipilih' }).getByRole('button', { name: 'Unduh CSV' }).click(),
    ]);
    expect(
      readFileSync(await file.path(), 'utf8')
        .trim()
        .split('\n'),
    ).toHaveLength(2);
    await button(page, 'Salin 1 menjadi draf').click();
    await button(page.getByRole('dialog'), 'Salin 1 menjadi draf').click();
    await page.getByText('1 draf baru dibuat.').waitFor();
    await page.locator('main tbody tr').nth(3).waitFor();
    await button(page, 'Urungkan').click();
    await page.getByText('1 draf baru dihapus lagi.').waitFor();
    await page.getByLabel('Pilih Buang tidak').check();
    await button(page, 'Tarik kembali 1 pengajuan').click();
    await page.getByRole('dialog').getByLabel('Alasan (boleh kosong)').fill('Belum lengkap');
    await button(page.getByRole('dialog'), 'Tarik kembali 1 pengajuan').click();
    await page.getByText('1 pengajuan ditarik kembali.').waitFor();
    await page
      .getByRole('row', { name: /Buang tidak/ })
      .getByText('Ditarik kembali', { exact: true })
      .waitFor();
  });
});
