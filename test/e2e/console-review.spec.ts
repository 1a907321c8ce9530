import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { CHANNELS } from '#channels';
import { sha256 } from '#platform/crypto';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { sticksOut, violations } from '../factories/browser.js';
import { button, testConsole, type TestConsole, textField } from '../factories/console.js';
import { keyboard } from '../factories/keyboard.js';
import { TEST_CONSENT } from '../factories/languages.js';
import { smallPicture } from '../factories/picture.js';
import { mp3 } from '../factories/recordings.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const WRONG = DEMO_TEXTS.sms.id.body.replace('07.00-13.00', '08.00-13.00');

describe('the review desk', () => {
  let system: TestSystem;
  let console: TestConsole;
  beforeAll(async () => {
    system = await testSystem({ contacts: 300 });
    console = await testConsole(system.publishers[0]?.url ?? '');
  });
  afterAll(async () => {
    await console.stop();
    await system.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  /** Waits for a condition of a page whose policy allows only the browser itself to evaluate it. */
  const becomes = async (page: Page, expression: string): Promise<void> => {
    for (const end = performance.now() + 30_000; !(await page.evaluate<boolean>(expression)); await sleep(50))
      if (performance.now() > end) throw new Error(`never so: ${expression}`);
  };

  /** Checks one part of a page at two widths. */
  const lookAt = async (page: Page, name: string, part: Locator): Promise<void> => {
    for (const width of [1280, 390] as const) {
      await page.setViewportSize({ width, height: 844 });
      await part.scrollIntoViewIfNeeded();
      if (process.env['SCREENSHOTS'])
        writeFileSync(`docs/screens/${name}-${width}.png`, smallPicture(await page.screenshot()));
      const found = await violations(page);
      expect({ name, width, found, out: await sticksOut(page) }).toEqual({
        name,
        width,
        found: [],
        out: [],
      });
    }
  };

  /** Submits a broadcast to all provinces whose SMS has a wrong hour. @returns its id */
  const submitted = (title: string, more: Record<string, unknown> = {}): Promise<string> =>
    system.submitted({
      title,
      contents: { ...DEMO_TEXTS, sms: { ...DEMO_TEXTS.sms, id: { body: WRONG } } },
      schedule: { at: inJakarta(30 * 3600), leaveWindow: true },
      ...more,
    });

  /** Acknowledges every mark on a page. */
  const acknowledge = async (page: Page): Promise<void> => {
    const open = page.locator('input[data-mark=open]');
    await open.first().waitFor();
    for (let left = await open.count(); left > 0; left = await open.count()) await open.first().check();
  };

  it('approves only after every mark is acknowledged, and repeats recipients, times and marks', async () => {
    const id = await submitted('Setiap tanda');
    const next = await submitted('Sesudahnya');
    const page = await console.as('kpu-nasional', `/tinjau/${id}`);
    await page.getByText(/tanda belum diperiksa: nyatakan benar, atau tandai keliru/).waitFor();
    const approve = page.getByRole('button', { name: 'Sahkan' });
    expect(await approve.isDisabled()).toBe(true);
    const sms = page.getByRole('region', { name: 'SMS · Indonesia' });
    // Sending one mark back rejects the broadcast.
    await sms
      .getByRole('button', { name: /^Keliru – 1\./ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('“08.00”', { exact: true }).waitFor();
    // The sentence of the mark is a hint: the author gets the reviewer's own words.
    await dialog
      .getByText(/“08\.00” bukan jam buka atau tutup TPS \(07\.00 .*\)\. Tulis kepada penulis/)
      .waitFor();
    const reason = dialog.getByLabel('Alasan untuk bagian ini');
    expect(await reason.inputValue()).toBe('');
    expect(await dialog.getByRole('button', { name: 'Tandai' }).isDisabled()).toBe(true);
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type('TPS buka pukul 07.00.');
    expect(await reason.inputValue()).toBe('TPS buka pukul 07.00.');
    await dialog.getByRole('button', { name: 'Tandai' }).click();
    await page.getByText(/bagian teks ditandai keliru: kembalikan siaran ini/).waitFor();
    // The button that opened the dialog is gone: the focus stays at the mark.
    await sms.locator('p:focus').filter({ hasText: 'Ditandai keliru;' }).waitFor();
    expect(await approve.isDisabled()).toBe(true);
    // The checks survive a reload.
    await page.locator('input[data-mark=open]').first().check();
    await page.reload();
    await page.locator('input[data-mark=acknowledged]').first().waitFor();
    await sms.getByRole('button', { name: 'Hapus' }).click();
    await acknowledge(page);
    await lookAt(page, 'tinjau-tanda', sms);
    // From the top: elsewhere the bar of decisions may lie across a box, which axe calls too small.
    await page.evaluate('scrollTo(0, 0)');
    await approve.click();
    await dialog.getByText(/^\d+ orang$/).waitFor();
    for (const zone of ['WIT', 'WITA', 'WIB'])
      await dialog.getByText(new RegExp(`\\d\\d\\.\\d\\d ${zone}\\b.* \\(\\d+ wilayah\\)`)).waitFor();
    await dialog.getByText(/^SMS · Indonesia: “08\.00” bukan jam buka atau tutup TPS/).waitFor();
    await lookAt(page, 'tinjau-sahkan', dialog);
    await dialog.getByLabel(/di luar jam kirim/).check();
    await dialog.getByRole('button', { name: 'Sahkan' }).click();
    await page.getByText(/^Disahkan[;.]/).waitFor();
    const on = page.getByRole('link', { name: 'Tinjau berikutnya: Sesudahnya' });
    expect(await on.getAttribute('href')).toBe(`/tinjau/${next}`);
    await page
      .getByRole('region', { name: 'Pengesahan KPU' })
      .getByText(/“08\.00” bukan jam buka/)
      .waitFor();
    // Acknowledged marks stay acknowledged when the approval is undone.
    await page.getByRole('button', { name: 'Urungkan' }).click();
    await page.getByText('Semua tanda sudah diperiksa.').waitFor();
    expect(await page.locator('input[data-mark=open]').count()).toBe(0);
    await page.locator('input[data-mark=acknowledged]').first().waitFor();
    await page.reload();
    await page.getByText('Semua tanda sudah diperiksa.').waitFor();
  }, 120_000);

  it('lets an author and a reviewer talk about words of a text, and leaves the submission as it is', async () => {
    const id = await submitted('Bicara dulu');
    const api = await system.as('penulis');
    const digest = async (): Promise<unknown> => {
      const { body } = await api<{ state: string; submission: { digest: string; decision: null } }>(
        'GET',
        `/api/v1/broadcasts/${id}`,
      );
      return [body.state, body.submission.digest, body.submission.decision];
    };
    const before = await digest();
    const reviewing = await console.as('kpu-nasional', `/tinjau/${id}`);
    const sms = reviewing.getByRole('region', { name: 'SMS · Indonesia' });
    await sms.getByRole('button', { name: 'Komentari: SMS, Indonesia' }).waitFor();
    // Double click marks a word, as a person would.
    await sms
      .locator('mark', { hasText: '08.00' })
      .first()
      .dblclick({ position: { x: 4, y: 6 } });
    await sms.getByRole('button', { name: 'Komentari: SMS, Indonesia' }).click();
    await reviewing.locator('textarea:focus').waitFor();
    await reviewing.keyboard.type('Di semua zona?');
    await reviewing.keyboard.press('Control+Enter');
    // It stands in the margin, at the height of its words.
    const said08 = sms.getByRole('listitem').filter({ hasText: 'Di semua zona?' }).first();
    await said08.waitFor();
    const words = await sms.locator('mark[data-of~="K1"]').first().boundingBox();
    const card = await said08.boundingBox();
    expect(card?.x).toBeGreaterThan((words?.x ?? NaN) + (words?.width ?? NaN));
    expect(Math.abs((card?.y ?? NaN) - (words?.y ?? NaN))).toBeLessThan(12);
    await reviewing.setViewportSize({ width: 390, height: 844 });
    await sms.getByRole('button', { name: '1 komentar: SMS, Indonesia' }).waitFor();
    await reviewing.setViewportSize({ width: 1280, height: 800 });
    await said08.waitFor();
    await reviewing.locator('button:focus').filter({ hasText: 'Komentari' }).waitFor();
    // Words at the left edge: the acts on them, and then the card of the comment, stand clear of the menu, under them.
    const edge = reviewing.getByRole('region', { name: 'Surel · Indonesia' });
    await reviewing.evaluate(`{
      const text = [...document.querySelectorAll('section[aria-label="Surel · Indonesia"] p.message')].at(-1);
      const first = document.createTreeWalker(text, NodeFilter.SHOW_TEXT).nextNode();
      const range = document.createRange();
      range.setStart(first, 0);
      range.setEnd(first, 4);
      text.scrollIntoView({ block: 'center' });
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }`);
    const bar = edge.getByRole('toolbar', { name: 'Kata yang dipilih' });
    const main = await reviewing.locator('main h1').boundingBox();
    // It is placed in a frame after the one that draws it.
    const isClear = async (): Promise<boolean> => ((await bar.boundingBox())?.x ?? 0) >= (main?.x ?? NaN) - 1;
    for (const end = performance.now() + 10_000; !(await isClear()); await sleep(50))
      if (performance.now() > end) throw new Error('the bar lies over the menu');
    const scrolled = await reviewing.evaluate<number>('scrollY');
    await bar.getByRole('button', { name: 'Komentari' }).click();
    await edge.locator('textarea:focus').waitFor();
    expect(await reviewing.evaluate<number>('scrollY')).toBe(scrolled);
    await edge.locator('mark.marked[data-numbers=""]').first().waitFor();
    await reviewing.keyboard.press('Escape');
    await edge.locator('textarea').waitFor({ state: 'detached' });

    const writing = await console.as('penulis', `/tulis/${id}#teks`);
    await writing.getByRole('status').filter({ hasText: 'Peninjau KPU juga membuka siaran ini.' }).waitFor();
    await writing
      .getByRole('navigation', { name: 'Bagian siaran' })
      .getByRole('link', { name: /^Teks.*1 komentar belum selesai/ })
      .waitFor();
    const field = await textField(writing, 'SMS');
    await button(writing, /^1 komentar: Isi pesan – SMS/).click();
    await button(writing, 'Tunjukkan di teks: 08.00').click();
    const letters =
      'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)';
    expect(await writing.evaluate<string>(letters)).toMatch(/^08/);
    await button(writing, /^Jawab: /).click();
    await writing.keyboard.type('Ya, waktu setempat.');
    await writing.keyboard.press('Control+Enter');
    await writing.getByText('Ya, waktu setempat.').waitFor();
    await writing.locator('button:focus').filter({ hasText: 'Jawab' }).waitFor();

    await reviewing.reload();
    await reviewing
      .getByRole('status')
      .filter({ hasText: 'Penulis Kementerian juga membuka siaran ini.' })
      .waitFor();
    const said = reviewing.getByRole('region', { name: 'Komentar', exact: true });
    await said.getByText('Ya, waktu setempat.').waitFor();
    await said.getByRole('button', { name: /^Tandai selesai: / }).click();
    await said.getByText('0 belum selesai').waitFor();
    expect(await digest()).toEqual(before);

    // What was commented on has changed: the words stay, and nothing is marked.
    await said.getByRole('button', { name: 'Yang sudah selesai: 1' }).click();
    await said.getByRole('button', { name: /^Buka lagi: / }).click();
    await said.getByText('1 belum selesai').waitFor();

    // Who approves is told of it, and says that it was read.
    await acknowledge(reviewing);
    await button(reviewing, 'Sahkan').click();
    const approval = reviewing.getByRole('dialog');
    await approval.getByText('1 komentar belum selesai.').waitFor();
    await approval.getByText(/: Ya, waktu setempat\.$/).waitFor();
    for (const box of await approval.getByRole('checkbox').all()) await box.check();
    expect(await approval.getByRole('button', { name: 'Sahkan' }).isEnabled()).toBe(true);
    await approval.getByLabel(/sudah membaca komentar/).uncheck();
    expect(await approval.getByRole('button', { name: 'Sahkan' }).isDisabled()).toBe(true);
    await approval.getByRole('button', { name: 'Baca komentarnya' }).click();
    await reviewing.locator('h2:focus').filter({ hasText: 'Komentar' }).waitFor();
    await field.fill('KPU: TPS buka 07.00-13.00 waktu setempat.');
    await writing.getByText('Teks ini sudah berubah.').waitFor();
    // Whoever closes the page is gone at once, long before they would count as gone.
    const others = async (): Promise<number> =>
      (await api<{ others: unknown[] }>('POST', `/api/v1/broadcasts/${id}/presence`)).body.others.length;
    expect(await others()).toBe(1);
    await reviewing.goto('/tinjau');
    for (const end = performance.now() + 20_000; (await others()) > 0; await sleep(50))
      if (performance.now() > end) throw new Error('the reviewer still counts as present');
  }, 60_000);
  it('approves a series of reminders at once, by the keyboard alone', async () => {
    const id = await system.drafted({
      title: 'Cek TPS',
      kind: 'ordinary',
      channels: ['sms'],
      contents: {
        sms: { id: { body: 'KPU: cek lokasi TPS Anda.' }, en: { body: 'KPU: find your station.' } },
      },
      electionId: 'pemilu-2029',
      neutral: true,
      schedule: { at: '2029-02-01T09:00' },
    });
    const author = await console.as('penulis', `/tulis/${id}`);
    const begin = author.getByRole('button', { name: 'Buat seri pengingat…' });
    await begin.focus();
    await author.keyboard.press('Enter');
    const asked = author.getByRole('dialog');
    await asked.getByText(/^H-1: .*13 \p{L}+ 2029$/u).waitFor();
    await asked.getByRole('button', { name: 'Buat 2 pengingat' }).press('Enter');
    const cards = author.getByRole('list', { name: 'Pengingat dalam seri' }).getByRole('listitem');
    await cards.nth(1).getByText('Siap diajukan').waitFor();
    await cards.nth(0).getByText('Rabu, 7 Februari 2029 09.00, waktu setempat').waitFor();
    const api = await system.as('penulis');
    const second = await cards.nth(1).getByRole('link', { name: 'Ubah H-1' }).getAttribute('href');
    const text = 'KPU: besok hari pemungutan suara, cek lokasi TPS Anda.';
    const edited = await api('PATCH', `/api/v1/broadcasts/${second?.split('/').at(-1)}`, {
      version: 1,
      contents: { sms: { id: { body: text }, en: { body: 'KPU: find your station.' } } },
    });
    expect(edited.status).toBe(200);
    await author.reload();
    await cards.nth(1).getByText('Siap diajukan').waitFor();
    await author.getByRole('button', { name: 'Ajukan seri ke KPU' }).press('Enter');
    await asked.getByRole('button', { name: 'Ajukan seri ke KPU' }).press('Enter');
    await cards.nth(1).getByText('Ditinjau', { exact: true }).waitFor();

    const page = await console.as('kpu-nasional', '/tinjau');
    await page.getByRole('link', { name: 'Cek TPS', exact: true }).press('Enter');
    await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    // What both say is shown once; what differs, as a difference.
    const later = page.getByRole('region', { name: 'H-1: isi dan jam' });
    await later.getByText('Sama persis dengan H-7: SMS · Inggris.').waitFor();
    await later.locator('ins').first().waitFor();
    expect(await page.getByRole('region', { name: 'SMS · Inggris' }).count()).toBe(1);
    await page.getByRole('button', { name: 'Sahkan seri' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/netral untuk masa tenang/).press('Space');
    await dialog.getByRole('button', { name: 'Sahkan seri' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator('main ol').getByText('Disahkan', { exact: true }).count()).toBe(2);
    // Undone, it waits as a whole; what was looked at still counts.
    await page.getByRole('button', { name: 'Urungkan' }).press('Enter');
    await page.getByText('Keputusan diurungkan: seri kembali menunggu keputusan.').waitFor();
    await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    await page.getByRole('button', { name: 'Sahkan seri' }).press('Enter');
    await dialog.getByLabel(/netral untuk masa tenang/).press('Space');
    await dialog.getByRole('button', { name: 'Sahkan seri' }).press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.goto('/tinjau');
    expect(await page.getByRole('link', { name: 'Cek TPS', exact: true }).count()).toBe(0);
  }, 120_000);

  it('records the approval of a native reader by the keyboard alone', async () => {
    const api = await system.as('penulis');
    const { body } = await api<{ proposed: { edit: number; words: object } }>('GET', '/api/v1/languages/su');
    const { edit, words } = body.proposed;
    const proposed = await api('PUT', '/api/v1/languages/su', {
      edit,
      words: { ...words, nameless: 'Bapa/Ibu', consent: TEST_CONSENT },
      source: 'Balai Bahasa',
    });
    expect(proposed.status).toBe(200);
    const page = await console.as('kpu-nasional', '/templat/bahasa');
    const by = await keyboard(page);
    await page.reload();
    await by.press(page.getByRole('link', { name: /Sunda/ }));
    await by.press(button(page, 'Catat pengesahan penutur asli'));
    const dialog = page.getByRole('dialog', { name: 'Catat pengesahan bahasa Sunda?' });
    await by.write(dialog.getByRole('textbox', { name: /^Penutur asli/ }), 'Sri, Balai Bahasa');
    await by.write(dialog.getByRole('textbox', { name: /^Bagaimana/ }), 'Surat 12/BB');
    await by.press(button(dialog, 'Catat dan pakai'));
    await page.getByText('Pengesahan tercatat. Bahasa itu sekarang dipakai.').waitFor();
    await page.getByText('Sri, Balai Bahasa').waitFor();
  }, 60_000);

  it('begins with the changes since the reviewer last looked, and leads to the marks by a key', async () => {
    const id = await submitted('Yang berubah', { audience: { regions: ['11', '51', '91'] } });
    const page = await console.as('kpu-nasional', `/tinjau/${id}`);
    await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    await page.getByRole('link', { name: 'Kembali ke daftar tinjauan' }).click();
    const api = await system.as('penulis');
    const edited = await api('PATCH', `/api/v1/broadcasts/${id}`, {
      version: 1,
      audience: { regions: ['11', '12', '31', '32', '51', '92'] },
      contents: { ...DEMO_TEXTS, sms: { ...DEMO_TEXTS.sms, id: { body: WRONG.replace('08.00', '09.00') } } },
      schedule: { at: 'now', leaveWindow: true, expires: inJakarta(48 * 3600) },
    });
    expect(edited.status).toBe(200);
    const again = await api('POST', `/api/v1/broadcasts/${id}/submit`, { confirmLocalHours: true });
    expect(again.status).toBe(200);

    await page.goto(`/tinjau/${id}`);
    const since = page.getByRole('region', { name: 'Yang berubah sejak Anda terakhir melihatnya' });
    for (const said of [
      /^Orang: \d+ \(sebelumnya \d+\)\./,
      /^Wilayah: 6 \(sebelumnya 3\)\..*Dihapus: Papua\./,
      /^WIT: segera setelah disahkan \(sebelumnya \p{L}+, \d+ \p{L}+ \d{4} \d\d\.\d\d(, malam)?\)\.$/u,
      /^Kedaluwarsa: mulai .* \d\d\.\d\d waktu setempat \(sebelumnya setelah 24 jam\)\.$/,
    ])
      await since.getByText(said).first().waitFor();
    // The words themselves, without a way down to the texts.
    await since.locator('del', { hasText: '08.00' }).waitFor();
    await since.locator('ins', { hasText: '09.00' }).waitFor();
    expect(await since.innerText()).not.toMatch(/audience|schedule|[0-9a-f]{12}|\d\d:\d\d|\.\)|\.\./);
    await lookAt(page, 'tinjau-berubah', since);
    await lookAt(page, 'tinjau-bila', page.getByRole('region', { name: 'Bila disahkan' }));
    // Each key press leads to another mark, and from the last to the first.
    const place = `[...document.querySelectorAll('[data-mark]')].indexOf(document.activeElement)`;
    const places: number[] = [];
    await page.locator('[data-mark]').first().waitFor();
    const marks = await page.locator('[data-mark]').count();
    for (let press = 0; press <= marks; press++) {
      await page.keyboard.press('n');
      places.push(await page.evaluate<number>(place));
    }
    expect(places).toEqual([...Array.from({ length: marks }, (_, at) => at), 0]);
    await page.keyboard.press('Shift+N');
    expect(await page.evaluate<number>(place)).toBe(marks - 1);
    await page.keyboard.press('Space');
    await page.keyboard.press('n');
    expect(await page.evaluate<number>(place)).toBe(0);
    // In a text field the key is a letter.
    await page.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click();
    const reason = page.getByRole('dialog').getByLabel('Alasan', { exact: true });
    await reason.pressSequentially('n');
    expect(await reason.inputValue()).toBe('n');
    await page.keyboard.press('Escape');
    // A copy as it arrives: on a phone, in a mail program.
    await page.getByText('Seperti diterima', { exact: true }).click();
    await page.getByRole('region', { name: 'Surel · Indonesia' }).locator('iframe').waitFor();
    await page
      .getByRole('region', { name: 'Telegram · Indonesia' })
      .getByText(/Siti Rahayu/)
      .waitFor();
    await page.getByText('Layar kunci', { exact: true }).click();
    await page
      .getByRole('region', { name: 'SMS · Indonesia' })
      .getByText('sekarang', { exact: true })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByText('Naskah', { exact: true }).click();
    // The languages stand side by side where there is room for both.
    await page.setViewportSize({ width: 1280, height: 800 });
    // In one evaluation: the content above may still grow.
    const tops = await page
      .getByRole('region', { name: /^Surel · (Indonesia|Inggris)$/ })
      .evaluateAll((texts: { getBoundingClientRect(): { y: number } }[]) =>
        texts.map((text) => text.getBoundingClientRect().y),
      );
    expect(tops).toHaveLength(2);
    expect(tops[0]).toBeCloseTo(tops[1] ?? NaN, 0);
  }, 120_000);

  it('pins reasons to a selection and to a paragraph on a phone, and shows them to the author', async () => {
    const title = 'Jam buka TPS';
    const id = await submitted(title);
    const reviewer = await console.as('kpu-nasional', '/tinjau', { width: 390 });
    await reviewer
      .getByText(/Putuskan sebelum/)
      .first()
      .waitFor();
    await reviewer.getByRole('link', { name: title }).click();
    await reviewer.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    const sms = reviewer.getByRole('region', { name: 'SMS · Indonesia' });
    await sms.getByText(/bukan jam buka atau tutup TPS/).waitFor();
    expect(await sms.locator('mark.marked').first().innerText()).toBe('08.00');

    // The reason belongs to the selection.
    // What can be done with it stands beside it.
    await sms.locator('mark.marked').first().selectText();
    const beside = sms.getByRole('toolbar', { name: 'Kata yang dipilih' });
    await beside.getByRole('button', { name: 'Komentari' }).waitFor();
    await beside.getByRole('button', { name: 'Tandai yang keliru' }).click();
    await beside.waitFor({ state: 'detached' });
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByText('“08.00”').waitFor();
    await dialog.getByLabel('Alasan untuk bagian ini').fill('TPS buka pukul 07.00.');
    await dialog.getByRole('button', { name: 'Tandai' }).click();
    await reviewer.locator('button:focus').filter({ hasText: 'Tandai bagian lain…' }).waitFor();
    // Or to a paragraph, where selecting is hard.
    const telegram = reviewer.getByRole('region', { name: 'Telegram · Indonesia' });
    await telegram.getByRole('button', { name: /^Tandai (yang keliru|bagian lain…)$/ }).click();
    await dialog.getByText(/^Pilih bagian yang keliru/).waitFor();
    await dialog.locator('button.choice:focus').waitFor();
    await dialog.getByRole('button', { name: /^Periksa TPS Anda/ }).click();
    await dialog.getByLabel('Alasan untuk bagian ini').fill('Sebutkan hari lapor.');
    await dialog.getByRole('button', { name: 'Tandai' }).click();
    await reviewer.getByText(/^2 bagian teks ditandai keliru: kembalikan/).waitFor();
    await reviewer.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click();
    // The passages say why: a reason of the whole may stay empty.
    await dialog.getByLabel('Alasan (boleh kosong)').waitFor();
    await dialog.getByRole('button', { name: 'Kembalikan untuk diperbaiki' }).click();
    await reviewer.getByText('Dikembalikan kepada penulisnya.').waitFor();

    const author = await console.as('penulis', `/siaran/${id}`);
    await author.getByText('Bagian yang masih harus diperbaiki: 2').waitFor();
    // The tabs name the texts with reasons, and the first of these is open.
    await author.getByText('Sebutkan hari lapor.', { exact: true }).waitFor();
    expect(await author.getByRole('tab', { name: 'alasan' }).allInnerTexts()).toEqual([
      'Telegram · Indonesia · 1 alasan',
      'SMS · Indonesia · 1 alasan',
    ]);
    await author.getByRole('tab', { name: 'SMS · Indonesia' }).click();
    await author.getByText('TPS buka pukul 07.00.', { exact: true }).waitFor();
    expect(await author.locator('mark.marked').innerText()).toBe('08.00');
    // Each passage leads to its field, with its words selected.
    await author.getByRole('link', { name: /^SMS · Indonesia: “08\.00”/ }).click();
    await author.waitForURL(/\/tulis\//);
    await becomes(
      author,
      `document.activeElement.value?.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd) === '08.00'`,
    );
  }, 180_000);

  it('plays a broadcast’s recordings, from the compose screen to the public page', async () => {
    const api = await system.as('penulis');
    const { body } = await api<{ id: string; publicCode: string }>('POST', '/api/v1/broadcasts', {
      title: 'Untuk semua',
      kind: 'urgent',
      channels: CHANNELS,
      contents: DEMO_TEXTS,
      audience: { regions: ['11'] },
      electionId: 'pemilu-2024',
      schedule: { at: inJakarta(30 * 3600), leaveWindow: true },
    });
    const { id, publicCode } = body;
    const author = await console.as('penulis', `/tulis/${id}#teks`);
    const form = author.getByRole('region', { name: 'Bentuk lain' });
    await form.getByText(/^Belum ada: teks mudah/).waitFor();
    await form.getByRole('button', { name: 'Buka', exact: true }).click();
    await form.getByLabel('Teks mudah – Indonesia').fill('TPS buka jam 07.00. TPS tutup jam 13.30.');
    const sound = form.getByRole('group', { name: 'Rekaman suara – Indonesia' });
    const choose = (group: typeof sound, name: string, buffer: Buffer): Promise<void> =>
      group.locator('input[type=file]').setInputFiles({ name, mimeType: 'audio/mpeg', buffer });
    await choose(sound, 'halaman.mp3', Buffer.from('<script>alert(1)</script>'.repeat(400)));
    await sound.getByText('Rekaman tidak dapat diterima').waitFor();
    await choose(sound, 'terlalu-besar.mp3', Buffer.alloc(5_200_000));
    await sound.getByText('File ini 5,2 MB; paling besar 5 MB.').waitFor();
    await choose(sound, 'suara.mp3', mp3(80));
    await becomes(author, 'document.querySelector("audio")?.duration > 2');
    const signing = form.getByRole('group', { name: 'Video bahasa isyarat (BISINDO)' });
    const film = await author.evaluate<string>(FILM);
    await choose(signing, 'isyarat.webm', Buffer.from(film, 'base64'));
    await becomes(author, 'document.querySelector("video")?.videoWidth === 160');
    await author
      .getByRole('status')
      .filter({ hasText: /^Tersimpan/ })
      .waitFor();
    await lookAt(author, 'tulis-bentuk-lain', form);
    await author.reload();
    await form
      .getByText(/^Sudah ada: Teks mudah – Indonesia, Rekaman suara – Indonesia.* bahasa isyarat/)
      .waitFor();
    await form.getByRole('button', { name: 'Buka', exact: true }).click();
    await form.getByRole('button', { name: 'Lepaskan Rekaman suara – Indonesia' }).waitFor();

    const submitting = await api('POST', `/api/v1/broadcasts/${id}/submit`, { confirmLocalHours: true });
    expect(submitting.status).toBe(200);
    const reviewer = await console.as('kpu-nasional', `/tinjau/${id}`);
    const desk = reviewer.getByRole('region', { name: 'Bentuk lain' });
    await desk.getByText(/bukan jam buka atau tutup TPS/).waitFor();
    expect(await desk.locator('mark.marked').innerText()).toBe('13.30');
    await becomes(reviewer, 'document.querySelector("audio")?.duration > 2');
    await becomes(reviewer, 'document.querySelector("video")?.videoWidth === 160');
    const [spoken = ''] = await desk.locator('code').allInnerTexts();
    expect(spoken).toBe(sha256(mp3(80)));
    await lookAt(reviewer, 'tinjau-bentuk-lain', desk);
    await acknowledge(reviewer);
    await reviewer.getByRole('button', { name: 'Sahkan' }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByLabel(/di luar jam kirim/).check();
    await dialog.getByRole('button', { name: 'Sahkan' }).click();
    await reviewer.getByText(/^Disahkan[;.]/).waitFor();

    const page = await console.open({ width: 390 });
    const answered: string[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/recordings/'))
        answered.push(`${response.request().resourceType()} ${response.status()}`);
    });
    await page.goto(`${system.gateway.url}/verify/${publicCode}`);
    await page.getByRole('link', { name: 'Rekaman suara' }).click();
    expect(answered).toEqual([]);
    for (const what of ['audio', 'video']) {
      await page.evaluate(`{ const one = document.querySelector('${what}'); one.muted = true; one.play(); }`);
      await becomes(page, `document.querySelector('${what}').currentTime > 0`);
    }
    expect(answered).toEqual(expect.arrayContaining(['media 206']));
    expect(answered.every((one) => one === 'media 206')).toBe(true);
    await page.getByText(spoken).waitFor();
    await lookAt(page, 'warga-bentuk-lain', page.locator('#teks-mudah'));
  }, 180_000);

  it('shows one name that a file gave to many, on the page and before the approval', async () => {
    const admin = await system.as('admin');
    const name = (n: number): string =>
      n % 3 === 0 ? `Warga ${'abcdefghij'.charAt(n / 3)}` : 'Joko Raja Kita';
    const lines = Array.from(
      { length: 30 },
      (_, n) => `${name(n)},11,nama${n}@example.com,formulir,2024-01-31`,
    );
    const { status } = await admin(
      'POST',
      '/api/v1/contacts/import?codes=kemendagri',
      ['name,region,email,consent_source,consent_date', ...lines].join('\n'),
      { 'content-type': 'text/csv' },
    );
    expect(status).toBe(200);
    const id = await submitted('Nama dari file');
    const reviewer = await console.as('kpu-nasional', `/tinjau/${id}`);
    const given = /^Impor Admin Kementerian, .*: 20 dari 30 orang diberi nama “Joko Raja Kita”\.$/;
    await reviewer.getByText(given).waitFor();
    await lookAt(reviewer, 'tinjau-nama', reviewer.getByRole('alert', { name: 'Nama dari file impor' }));
    const other = await console.as('kpu-nasional', `/siaran/${id}`, { width: 390 });
    await other.getByRole('link', { name: 'Tinjau dan putuskan' }).click();
    await acknowledge(other);
    await other.getByRole('button', { name: 'Sahkan' }).click();
    await other.getByRole('dialog').getByText(given).waitFor();
    expect(await sticksOut(other)).toEqual([]);
    await other.locator('button[lang=en]').first().dispatchEvent('click');
    await other
      .getByText(/20 of 30 people were given the name “Joko Raja Kita”/)
      .first()
      .waitFor();
  }, 120_000);

  it('is held by one reviewer at a time, and can be taken over', async () => {
    const id = await submitted('Dipegang satu orang', { audience: { regions: ['11'] } });
    const first = await console.as('kpu-nasional', `/tinjau/${id}`);
    await first.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    const second = await console.as('kpu-aceh', `/tinjau/${id}`);
    await second.getByText(/Peninjau KPU sedang meninjau sejak/).waitFor();
    expect(await second.getByRole('button', { name: 'Sahkan' }).isDisabled()).toBe(true);
    await second.getByRole('button', { name: 'Ambil alih' }).click();
    await second.getByRole('dialog').getByRole('button', { name: 'Ambil alih' }).click();
    await second.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    await acknowledge(second);
    expect(await second.getByRole('button', { name: 'Sahkan' }).isEnabled()).toBe(true);
    await first.getByText(/Peninjau KIP Aceh sedang meninjau sejak/).waitFor({ timeout: 40_000 });
    expect(await first.getByRole('button', { name: 'Sahkan' }).isDisabled()).toBe(true);
    // Leaving the screen releases it.
    await second.getByRole('link', { name: 'Kembali ke daftar tinjauan' }).click();
    await second.getByRole('link', { name: 'Dipegang satu orang' }).waitFor();
    await second.reload();
    await second.getByRole('link', { name: 'Dipegang satu orang' }).waitFor();
    expect(await second.getByText(/sedang meninjau sejak/).count()).toBe(0);
  }, 120_000);

  it('asks what to do with an hour that has passed', async () => {
    // Papua's clock is two hours ahead of Aceh's: its hour passes in some seconds.
    const id = await submitted('Terlambat di Papua', {
      audience: { regions: ['11', '81', '82', '91', '92', '93', '94', '95', '96'] },
      schedule: { at: inJakarta(2 * 3600 + 5), leaveWindow: true },
    });
    const reviewer = await console.as('kpu-nasional', `/tinjau/${id}`);
    await reviewer.getByText('Jam kirim sebagian wilayah sudah lewat').waitFor();
    await acknowledge(reviewer);
    await reviewer.getByRole('button', { name: 'Sahkan' }).click();
    const dialog = reviewer.getByRole('dialog');
    await dialog.getByText(/^Sudah lewat: .* WIT di 8 wilayah/).waitFor();
    await dialog.getByLabel(/di luar jam kirim/).check();
    expect(await dialog.getByRole('button', { name: 'Sahkan' }).isDisabled()).toBe(true);
    await dialog.getByRole('radio', { name: 'Kirim segera' }).check();
    await dialog.getByRole('button', { name: 'Sahkan' }).click();
    await reviewer.getByText(/^Disahkan[;.]/).waitFor();
    await system.until(id, ({ total }) => total.accepted + total.delivered > 0);
  }, 120_000);
});

/** The time on Jakarta's clock, some seconds from now. */
const inJakarta = (seconds: number): string =>
  new Date(Date.now() + (seconds + 7 * 3600) * 1000).toISOString().slice(0, 19);

/** Records a second of a canvas as WebM, written by the browser itself; in base64. */
const FILM = `new Promise((resolve) => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
  const brush = canvas.getContext('2d');
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm;codecs=vp8' });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.onstop = () => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(',')[1]);
    reader.readAsDataURL(new Blob(parts));
  };
  let turn = 0;
  const timer = setInterval(() => {
    brush.fillStyle = turn++ % 2 ? '#0b4f8a' : '#e8f4ed';
    brush.fillRect(0, 0, 160, 120);
    if (turn < 20) return;
    clearInterval(timer);
    recorder.stop();
  }, 50);
  recorder.start();
})`;
