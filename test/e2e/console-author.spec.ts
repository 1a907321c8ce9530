import type { Locator, Page } from 'playwright-core';
import { loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import { Keys } from '#platform/crypto';
import { violations } from '../factories/browser.js';
import { button, testConsole, type TestConsole, textField } from '../factories/console.js';
import { tamper, testConfig } from '../factories/database.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { marksOf } from '../factories/marks.js';
import { type Ask, signIn } from '../factories/staff.js';

/** A day far enough ahead that none of its hours has passed. */
const DAY = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

describe('the compose screen before submission', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let ask: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    const { source, url } = publisher.db;
    await source.transaction((tx) => loadReferenceData(tx));
    await seedContacts(source, new Keys(testConfig(url)), { contacts: 300, seed: 5 });
    ask = await signIn(publisher.url, 'penulis');
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const made = async (more: Record<string, unknown>): Promise<string> => {
    const answer = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Pengingat',
      audience: { regions: ['31', '91'] },
      ...more,
    });
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
    return answer.body.id;
  };
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>(
      '(document.activeElement.closest("[data-field]") ?? {}).dataset?.field || document.activeElement.id',
    );
  const selected = (page: Page): Promise<string> =>
    page.evaluate<string>(
      'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)',
    );

  /** Elements of the page that lie behind a bar when Tab focuses them: at most their first lines are visible. */
  const behind = async (page: Page, bar: Locator): Promise<string[]> => {
    const found: string[] = [];
    const focus = page.locator(':focus');
    // By its label: a dialog hides the page behind it from roles.
    await page.getByLabel(/^Judul/).focus();
    for (;;) {
      await page.keyboard.press('Tab');
      if ((await bar.locator(':focus').count()) > 0) return found;
      const [field, over] = [await focus.boundingBox(), await bar.boundingBox()];
      if (field && over && field.y + Math.min(field.height, 40) > over.y)
        found.push(await focus.evaluate((one) => one.outerHTML.slice(0, 150)));
    }
  };

  it('lists missing input and marks of the review together, each leading to its place', async () => {
    const id = await made({
      kind: 'urgent',
      channels: ['sms', 'telegram'],
      contents: {
        sms: {
          id: { body: 'KPU: hari ini, Selasa 14 Februari 2024, TPS buka 07.00' },
          en: { body: 'KPU: polls open at 09:00, Wednesday 14 February 2024' },
        },
      },
      electionId: 'pemilu-2024',
      schedule: { at: `${DAY}T22:00`, leaveWindow: true },
    });
    for (const width of [1280, 390] as const) {
      const page = await console.as('penulis', `/tulis/${id}`, { width });
      const counts = button(page, /^Harus dibereskan: 1 · Perlu dilihat: \d+$/);
      await counts.click();
      const list = page.getByRole('region', { name: 'Periksa sebelum diajukan' });
      await list.getByText('Belum ada teks Indonesia untuk Telegram.').waitFor();
      await list.getByText(/^“hari ini” menurut jadwal berarti .* 20\d\d/).waitFor();
      await list.getByText(/jatuh pada hari Rabu/).waitFor();
      await list.getByText(/^“09:00” tidak ada di teks Indonesia/).waitFor();
      await list.getByText(/^“07\.00” sudah lewat ketika pesan ini dikirim \(.* 20\d\d 07\.00\)/).waitFor();
      await list
        .getByText('Pemilihan ini sudah lewat: pemungutan suara terakhirnya Rab, 14 Feb 2024.')
        .waitFor();
      await list.getByText('Warga menerimanya pada malam hari: 22.00 WIB dan 22.00 WIT.').waitFor();
      expect(await violations(page)).toEqual([]);
      if (process.env['PICTURES']) await page.screenshot({ path: `/tmp/preflight-${width}.png` });
      const line = (words: RegExp): Locator =>
        list.getByRole('listitem').filter({ hasText: words }).getByRole('button');
      // The list closes once it has led somewhere: it would lie over the field.
      const goTo = async (words: RegExp): Promise<void> => {
        if ((await list.count()) === 0) await counts.click();
        await line(words).click();
        expect(await list.count()).toBe(0);
      };
      await goTo(/^“hari ini”/);
      expect(await focused(page)).toBe('text-sms-id-text');
      expect(await selected(page)).toBe('hari ini');
      expect(await (await textField(page, 'SMS')).boundingBox()).toMatchObject({
        y: expect.closeTo(120, -2),
      });
      await goTo(/Belum ada teks Indonesia/);
      expect(await focused(page)).toBe('text-telegram-id-text');
      await goTo(/malam hari/);
      expect(await focused(page)).toBe('schedule.at');
      await counts.click();
      expect(await behind(page, list.locator('xpath=..'))).toEqual([]);
      await page.goto(`/siaran/${id}`);
      const audience = page.getByRole('region', { name: 'Sasaran' });
      await audience.getByText(/^Pemilihan Umum.* 2024, pemungutan suara Rab, 14 Feb 2024$/).waitFor();
    }
  }, 120_000);

  it('opens the list of variables after a pause too, and accepts their Indonesian names', async () => {
    const page = await console.as('penulis', '/tulis');
    const field = await textField(page, 'Telegram');
    const option = page.getByRole('option', { name: /Wilayah/ });
    const judged = (): Promise<unknown> =>
      page.waitForResponse((answer) => answer.url().endsWith('/composing/text'));
    await field.focus();
    await page.keyboard.type('Halo {{re', { delay: 200 });
    await option.waitFor();
    await page.keyboard.press('Enter');
    expect(await field.inputValue()).toBe('Halo {{region}}');
    // The list stays open for a slow reader, also after the server has checked the text.
    let answered = judged();
    await page.keyboard.type(' dan {{', { delay: 200 });
    await answered;
    await option.waitFor();
    await page.waitForTimeout(2_500);
    expect(await page.getByRole('option').count()).toBe(8);
    await page.keyboard.press('Escape');
    await option.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('Halo {{region}} dan {{');
    answered = judged();
    await page.keyboard.type('nama}}, baca', { delay: 60 });
    await page.getByText('{{nama}} menjadi isian Nama.').waitFor();
    await page.keyboard.type(' ini', { delay: 60 });
    expect(await field.inputValue()).toBe('Halo {{region}} dan {{name}}, baca ini');
    await (await textField(page, 'SMS')).fill('KPU: {{regoin}}');
    await page.getByText('Tidak ada isian {{regoin}}. Maksud Anda {{region}}?').first().waitFor();
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  it('keeps an unfinished draft, and deletes it', async () => {
    const page = await console.as('penulis', '/tulis');
    await (await textField(page, 'Surel', 'Indonesia', 'Subjek')).fill('Saja');
    await page
      .getByRole('status')
      .filter({ hasText: /^Tersimpan/ })
      .waitFor();
    await page.waitForURL(/\/tulis\/\d+$/);
    expect(await page.locator('main [aria-invalid=true]').count()).toBe(0);
    await (await textField(page, 'SMS')).fill('KPU {{x}} bit.ly/x');
    const id = new URL(page.url()).pathname.split('/').pop() ?? '';
    await page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok());
    const { body } = await ask<{ draft: unknown }>('GET', `/api/v1/broadcasts/${id}`);
    expect(JSON.stringify(body.draft)).toContain('bit.ly/x');
    await page.goto(`/siaran/${id}`);
    await button(page, 'Lainnya').click();
    await page.getByRole('menuitem', { name: 'Hapus draf' }).click();
    const dialog = page.getByRole('dialog', { name: 'Hapus draf ini?' });
    await dialog.getByText(/“Draf tanpa judul” dihapus beserta semua teksnya/).waitFor();
    if (process.env['PICTURES']) await page.screenshot({ path: '/tmp/remove-1280.png' });
    await button(dialog, 'Hapus draf').click();
    await page.waitForURL(/\/siaran$/);
    expect((await ask('GET', `/api/v1/broadcasts/${id}`)).status).toBe(404);
    // Another test may have left an untitled draft of its own.
    await page.locator(`main a[href="/siaran/${id}"]`).waitFor({ state: 'detached' });
    // The missing draft is reported once, without a button to retry.
    await page.goto(`/siaran/${id}`);
    await page.getByRole('heading', { name: 'Siaran tidak ditemukan' }).waitFor();
    expect(await page.getByText(/tidak boleh/).count()).toBe(1);
    expect(await button(page, 'Coba lagi').count()).toBe(0);
  }, 120_000);

  it('withdraws an approved broadcast to change its schedule', async () => {
    const id = await made({
      title: 'Jamnya berubah',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: TPS buka 07.00.' } } },
      schedule: { at: `${DAY}T09:00` },
    });
    expect((await ask('POST', `/api/v1/broadcasts/${id}/submit`, {})).status).toBe(200);
    const decides = await signIn(publisher.url, 'kpu-nasional');
    const { body } = await decides<{ submission: { digest: string } }>('GET', `/api/v1/broadcasts/${id}`);
    const given = { digest: body.submission.digest, acknowledged: await marksOf(decides, id) };
    expect(await decides('POST', `/api/v1/broadcasts/${id}/approve`, given)).toMatchObject({ status: 200 });
    const page = await console.as('penulis', `/siaran/${id}`);
    await button(page, 'Lainnya').click();
    await page.getByRole('menuitem', { name: 'Ubah teks atau jadwal' }).click();
    const dialog = page.getByRole('dialog', { name: 'Ubah siaran yang sudah disahkan?' });
    await dialog.getByText(/baru dikirim setelah diajukan lagi dan disahkan lagi oleh KPU/).waitFor();
    await dialog.getByRole('button', { name: 'Tarik kembali dan ubah' }).click();
    await page.waitForURL(new RegExp(`/tulis/${id}$`));
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Jamnya lain');
    await page
      .getByRole('status')
      .filter({ hasText: /^Tersimpan/ })
      .waitFor();
    const changed = await ask<{ state: string; draft: { title: string } }>('GET', `/api/v1/broadcasts/${id}`);
    expect(changed.body).toMatchObject({ state: 'draft', draft: { title: 'Jamnya lain' } });
  });

  it('lists the addresses that a test went to, and the ones left out with the reason', async () => {
    const id = await made({
      channels: ['email', 'sms', 'telegram'],
      contents: { email: { id: { subject: 'Uji', body: 'Uji' } }, sms: { id: { body: 'KPU: uji' } } },
    });
    const page = await console.as('penulis', `/tulis/${id}`, { width: 390 });
    await page.getByRole('link', { name: /^Periksa/ }).click();
    await button(page, 'Kirim uji').click();
    const dialog = page.getByRole('dialog', { name: 'Kirim uji' });
    // Before it is sent, too.
    const goesTo = dialog.getByRole('list', { name: 'Dikirim ke' });
    await goesTo.getByText(/^Surel: \S+@/).waitFor();
    await goesTo.getByRole('link', { name: /^belum ada alamat/ }).waitFor();
    await button(dialog, 'Kirim').click();
    await dialog.getByText(/^Surel: dikirim ke p\*\*\*@/).waitFor();
    await dialog
      .getByText('SMS: tidak dikirim, Anda belum punya alamat yang dikonfirmasi di sana.')
      .waitFor();
    await dialog.getByText('Telegram: tidak dikirim, belum ada teksnya.').waitFor();
    if (process.env['PICTURES']) await page.screenshot({ path: '/tmp/test-390.png' });
    await dialog.getByRole('link', { name: 'Alamat saya' }).click();
    await page.waitForURL(/\/alamat$/);
  }, 120_000);

  it('takes ten clicks at most for one text on three channels to one province, as soon as it is approved', async () => {
    const page = await console.as('penulis', '/tulis');
    await page.evaluate('globalThis.clicks = 0; addEventListener("pointerdown", () => clicks++, true); null');
    await page.getByRole('textbox', { name: 'Judul', exact: true }).click();
    await page.keyboard.type('Periksa TPS Anda');
    await page.getByRole('textbox', { name: 'Isi pesan – Surel, Indonesia' }).click();
    await page.keyboard.type('KPU: periksa TPS Anda di cekdptonline.kpu.go.id');
    await button(page, 'Pakai teks ini juga untuk Telegram dan SMS').click();
    await page.getByText('Teks disalin ke Telegram dan SMS. Subjek surel memakai judul.').waitFor();
    await page.locator('[data-province="31"]').click();
    await page.getByRole('radio', { name: 'Segera setelah disahkan' }).click();
    // At night the next morning is offered: it takes a click more.
    const night = button(page, 'Pakai jam kirim berikutnya');
    const ready = button(page, /^(Perlu dilihat: \d+|Tidak ada yang kurang)$/);
    await night.or(ready).waitFor();
    if (await night.isVisible()) await night.click();
    await ready.waitFor();
    await page.getByRole('navigation', { name: 'Bagian siaran' }).getByText('lengkap').nth(3).waitFor();
    expect(await page.evaluate<number>('scrollY')).toBeGreaterThan(500);
    await page.getByRole('link', { name: 'Lihat dan ajukan' }).click();
    await button(page, 'Ajukan ke KPU').waitFor();
    expect(await page.evaluate<number>('scrollY')).toBe(0);
    await button(page, 'Ajukan ke KPU').click();
    await button(page.getByRole('dialog'), 'Ajukan ke KPU').click();
    await page.getByText('Siaran kini menunggu keputusan KPU.').waitFor();
    expect(await page.evaluate<number>('clicks')).toBeLessThanOrEqual(9);
    const { body } = await ask<{ state: string; draft: { contents: Record<string, unknown> } }>(
      'GET',
      `/api/v1/broadcasts/${new URL(page.url()).pathname.split('/').pop() ?? ''}`,
    );
    expect([body.state, Object.keys(body.draft.contents).length]).toEqual(['in_review', 3]);
  }, 120_000);

  it('shows one part at a time on a phone, leads back through them, and keeps what is typed', async () => {
    const page = await console.as('penulis', `/tulis/${await made({ channels: ['sms'] })}`, { width: 390 });
    const heading = (name: string): Promise<void> => page.locator('h2:focus', { hasText: name }).waitFor();
    const strip = page.getByRole('navigation', { name: 'Bagian siaran' });
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Di ponsel');
    await button(page, 'Berikutnya: Teks').click();
    await heading('Teks');
    expect(await page.getByRole('textbox', { name: 'Judul', exact: true }).isVisible()).toBe(false);
    await (await textField(page, 'SMS')).fill('KPU: TPS buka 07.00');
    await strip.getByRole('link', { name: /^Jadwal/ }).click();
    await heading('Jadwal');
    expect(new URL(page.url()).hash).toBe('#jadwal');
    await page.goBack();
    await heading('Teks');
    expect(await strip.locator('[aria-current=step]').innerText()).toContain('Teks');
    expect(await (await textField(page, 'SMS')).inputValue()).toBe('KPU: TPS buka 07.00');
    await page.goBack();
    await heading('Pokok');
    expect(await page.getByRole('textbox', { name: 'Judul', exact: true }).inputValue()).toBe('Di ponsel');
    // Back within the click, before the part is in the address as drawn.
    await strip.getByRole('link', { name: /^Teks/ }).click();
    await heading('Teks');
    await strip
      .getByRole('link', { name: /^Jadwal/ })
      .evaluate('(link) => { link.click(); history.back(); }');
    await heading('Teks');
    await page.goBack();
    await heading('Pokok');
    // A line of the list leads to a field of another part.
    await button(page, /^Harus dibereskan: /).click();
    await page.getByRole('button', { name: 'Ke Jadwal' }).first().click();
    await page.locator('[data-field=schedule] :focus').waitFor();
    await strip.locator('[aria-current=step]', { hasText: 'Jadwal' }).waitFor();
  }, 60_000);

  it('keeps a version of a draft made over the API by one press, and goes back to it', async () => {
    const id = await made({ title: 'Judul yang disimpan' });
    const page = await console.as('penulis', `/tulis/${id}`);
    const title = page.getByRole('textbox', { name: 'Judul', exact: true });
    const dialog = page.getByRole('dialog', { name: 'Versi draf ini' });
    const listed = dialog.getByRole('radio', { name: /Penulis Kementerian/ });
    await button(page, 'Versi').click();
    await dialog.getByText('Versi pertama yang disimpan').waitFor();
    await button(dialog, 'Simpan versi ini').click();
    await button(dialog, 'Versi ini tersimpan').waitFor();
    await dialog.getByText('Disimpan tanpa perubahan: versi sebelumnya tetap ada').waitFor();
    expect(await listed.count()).toBe(2);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    // Within the five minutes that would make it one version.
    await title.fill('Judul sesudahnya');
    await page.getByRole('heading', { name: 'Judul sesudahnya' }).waitFor();
    await button(page, 'Versi').click();
    await dialog.getByText('Mengubah: Judul').waitFor();
    expect(await listed.count()).toBe(3);
    await listed.nth(1).check();
    await button(dialog, 'Kembali ke versi ini').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await title.inputValue()).toBe('Judul yang disimpan');
  }, 60_000);

  it('goes back to an earlier version of a draft, and takes that back', async () => {
    const id = await made({ title: 'Judul semula' });
    await tamper(
      publisher.db.source,
      `UPDATE draft_versions SET saved_at = saved_at - interval '1 hour' WHERE broadcast_id = $1`,
      [id],
    );
    expect((await ask('PATCH', `/api/v1/broadcasts/${id}`, { version: 1, title: 'Judul baru' })).status).toBe(
      200,
    );
    const page = await console.as('penulis', `/tulis/${id}`);
    const title = page.getByRole('textbox', { name: 'Judul', exact: true });
    await button(page, 'Versi').click();
    const dialog = page.getByRole('dialog', { name: 'Versi draf ini' });
    const listed = dialog.getByRole('radio', { name: /Penulis Kementerian/ });
    await listed.nth(1).waitFor();
    expect(await listed.count()).toBe(2);
    await dialog.getByText('Mengubah: Judul').waitFor();
    await listed.nth(0).check();
    await dialog.getByText('Sama dengan yang ada di formulir.').waitFor();
    expect(await button(dialog, 'Kembali ke versi ini').isDisabled()).toBe(true);
    await listed.nth(1).check();
    await dialog.getByRole('region', { name: 'Isi versi yang dipilih' }).getByText('Judul semula').waitFor();
    expect(await violations(page)).toEqual([]);
    if (process.env['PICTURES']) await page.screenshot({ path: '/tmp/versions-1280.png' });
    await button(dialog, 'Kembali ke versi ini').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await title.inputValue()).toBe('Judul semula');
    expect(await button(page, 'Versi').evaluate((one) => one.matches(':focus'))).toBe(true);
    await page
      .getByRole('status')
      .filter({ hasText: /^Tersimpan/ })
      .waitFor();
    const { body } = await ask<{ version: number; draft: { title: string } }>(
      'GET',
      `/api/v1/broadcasts/${id}`,
    );
    expect([body.version, body.draft.title]).toEqual([3, 'Judul semula']);
    // What was left stays among the versions.
    const kept = await ask<{ versions: { version: number }[] }>('GET', `/api/v1/broadcasts/${id}/versions`);
    expect(kept.body.versions.map(({ version }) => version)).toEqual([3, 2, 1]);
    await page.getByRole('button', { name: /^Urungkan/ }).click();
    await page.getByText('Formulir kembali seperti sebelumnya.').waitFor();
    expect(await title.inputValue()).toBe('Judul baru');
  }, 60_000);

  it('updates the faults of each line while it is mended, before any save', async () => {
    const page = await console.as('penulis', '/tulis');
    await button(page, /^Harus dibereskan: /).click();
    const list = page.getByRole('region', { name: 'Periksa sebelum diajukan' });
    await list.getByText('Pilih paling sedikit satu wilayah.').waitFor();
    await list.getByText('Tentukan kapan dikirim.').waitFor();
    await (await textField(page, 'SMS')).fill('KPU: Selasa 14 Februari 2024 {{x}} lihat bit.ly/x');
    await list.getByText(/Tidak ada isian \{\{x\}\}/).waitFor();
    await list.getByText(/^Tautan bit\.ly\/x tidak diizinkan/).waitFor();
    await list.getByText(/jatuh pada hari Rabu/).waitFor();
    // One line for the same date in three places; they are put right together.
    await (
      await textField(page, 'Telegram')
    ).fill('Selasa 14 Februari 2024. Ingat, Selasa 14 Februari 2024!');
    const places = list.getByRole('button', { name: /^3 tempat: / });
    await places.click();
    await list.getByRole('button', { name: 'Ke Telegram · Indonesia, baris 1' }).nth(1).waitFor();
    await list.getByRole('button', { name: 'Ganti di 3 tempat' }).click();
    await list.getByText(/jatuh pada hari Rabu/).waitFor({ state: 'detached' });
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe(
      'Rabu 14 Februari 2024. Ingat, Rabu 14 Februari 2024!',
    );
    await (await textField(page, 'SMS')).fill('KPU: Rabu 14 Februari 2024');
    await page.getByLabel(/Semua 38 provinsi/).check();
    await list.getByText('Pilih paling sedikit satu wilayah.').waitFor({ state: 'detached' });
  }, 120_000);
});
