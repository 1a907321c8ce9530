import type { Page } from 'playwright-core';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { loadReferenceData } from '#audience';
import { seedContacts } from '#audience/seeding';
import { CHANNELS } from '#channels';
import { Keys } from '#platform/crypto';
import { enter } from '../factories/browser.js';
import { button, channelTab, testConsole, type TestConsole, textField } from '../factories/console.js';
import { testConfig } from '../factories/database.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, PASSWORD, signIn } from '../factories/staff.js';

/** The frozen texts of the channels that these tests read. */
type Written = Record<'sms' | 'telegram', { id: { text: string } }>;
/** A day far enough ahead that none of its hours has passed. */
const DAY = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

describe('the compose screen', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let ask: Ask;
  beforeAll(async () => {
    // Slow enough that Telegram cannot reach some hundreds of people within two minutes.
    publisher = await testPublisher({ TELEGRAM_RATE: '1', SMS_COST_PER_SEGMENT: '400' });
    const { source, url } = publisher.db;
    await source.transaction((tx) => loadReferenceData(tx));
    await seedContacts(source, new Keys(testConfig(url)), { contacts: 1500, seed: 5 });
    ask = await signIn(publisher.url, 'penulis');
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const saved = (page: Page) => page.getByRole('status').filter({ hasText: /^Tersimpan/ });
  const idIn = (page: Page): string => new URL(page.url()).pathname.split('/').pop() ?? '';
  const storedDraft = async (id: string) =>
    (
      await ask<{
        version: number;
        draft: {
          title: string;
          contents: Record<string, Record<string, { body: string }>>;
          audience: { regions: string[] };
          schedule?: { at: string; perRegion?: Record<string, string> };
        };
      }>('GET', `/api/v1/broadcasts/${id}`)
    ).body;
  const made = async (more: Record<string, unknown> = {}): Promise<string> => {
    const { body } = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Pengingat hari pemungutan suara',
      channels: CHANNELS,
      contents: DEMO_TEXTS,
      audience: { regions: ['11', '31', '35', '51', '73', '91'] },
      electionId: 'pemilu-2024',
      schedule: { at: `${DAY}T09:00`, expires: `${DAY}T09:02` },
      ...more,
    });
    return body.id;
  };
  /** Checks the page for barriers; takes a picture of it where pictures are made. */

  it('leads by Tab from a day to its hour, which is a suggestion until then', async () => {
    const id = await made({ schedule: undefined });
    const page = await console.as('penulis', `/tulis/${id}#jadwal`);
    await page.getByRole('radio', { name: 'Pada waktu tertentu' }).check();
    await page.getByRole('textbox', { name: 'Tanggal dan jam', exact: true }).fill(DAY);
    await page.getByText('jam usulan').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('0815');
    await page.getByText('jam usulan').waitFor({ state: 'detached' });
    await saved(page).waitFor();
    expect((await storedDraft(id)).draft.schedule?.at).toBe(`${DAY}T08:15`);
  });

  it('says what a day is to an election, what comes with urgency, and that a title is missing', async () => {
    const elections = await ask<{ elections: { quietFrom: string; name: string; id: string }[] }>(
      'GET',
      '/api/v1/elections',
    );
    const quiet = elections.body.elections.find(({ id }) => id === 'pemilu-2024');
    const page = await console.as('penulis', '/tulis#jadwal');
    await page.getByRole('textbox', { name: 'Tanggal dan jam', exact: true }).fill(quiet?.quietFrom ?? '');
    await page.getByText(`Masa tenang ${quiet?.name}: isinya harus netral`).waitFor();
    await page.getByRole('radio', { name: 'Mendesak' }).check();
    await page.getByText('Karena mendesak, Siar memilih “Lewat setiap saluran yang dimiliki”').waitFor();
    await (await textField(page, 'SMS')).fill('KPU: TPS buka 07.00.');
    const untitled = page.getByRole('listitem').filter({ hasText: 'Judul masih kosong' });
    await untitled.getByRole('button', { name: 'Ke Judul' }).click();
    await page.keyboard.type('Pengingat');
    await untitled.waitFor({ state: 'detached' });
  });

  it('leads to the variable that the election has no value for', async () => {
    const contents = { sms: { id: { body: 'KPU: cek TPS di {{lookup_link}} hari Rabu.' } } };
    const id = await made({ contents, channels: ['sms'] });
    const page = await console.as('penulis', `/tulis/${id}`, { width: 390 });
    await page.getByRole('link', { name: /^Periksa/ }).click();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Pemilihan ini belum punya' })
      .getByRole('button', { name: /SMS/ })
      .click();
    await page.locator('textarea:focus').waitFor();
    expect(
      await page.evaluate<string>(
        'document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)',
      ),
    ).toBe('{{lookup_link}}');
  });

  it('names a channel without a language that another one has, and leads to the button that adds it', async () => {
    const sms = { id: { body: 'KPU: TPS buka 07.00.' } };
    const id = await made({ contents: { ...DEMO_TEXTS, sms } });
    const page = await console.as('penulis', `/tulis/${id}`);
    const lacking = page.getByRole('listitem').filter({ hasText: 'SMS belum punya teks bahasa Inggris' });
    await lacking.getByRole('button', { name: /SMS/ }).click();
    await page.locator('button:focus', { hasText: 'Inggris' }).click();
    await page.locator('textarea:focus').fill('KPU: polls open at 7.');
    await lacking.waitFor({ state: 'detached' });
    await saved(page).waitFor();
    expect((await storedDraft(id)).draft.contents['sms']).toEqual({
      ...sms,
      en: { body: 'KPU: polls open at 7.' },
    });
  });

  it('keeps a menu open while the first save gives it an address', async () => {
    const page = await console.as('penulis', '/tulis');
    let goOn = (): void => undefined;
    const held = new Promise<void>((done) => (goOn = done));
    await page.route('**/api/v1/broadcasts', async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Menu selama menyimpan');
    await (await textField(page, 'Telegram')).fill('Halo ');
    const telegram = await channelTab(page, 'Telegram');
    await telegram.getByRole('button', { name: /^Sisipkan nama, tanggal, tautan… ke Isi pesan/ }).click();
    await page.getByRole('menuitem', { name: 'Nama' }).waitFor();
    goOn();
    await page.waitForURL(/\/tulis\/\d+/);
    await page.getByRole('button', { name: /^Komentari: Isi pesan/ }).waitFor();
    await page.getByRole('menuitem', { name: 'Nama' }).click();
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe('Halo {{name}}');
  });

  it('offers variables, marks faults in place, previews copies, and saves by itself', async () => {
    const page = await console.as('penulis', '/tulis');
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Dengan papan ketik saja');
    await (await textField(page, 'Telegram')).focus();
    await page.keyboard.type('Halo {{na');
    await page.getByRole('option', { name: /Nama/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(' di {{');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    // A name of several words is typed as it is read.
    await page.keyboard.type(' {{tautan cek t');
    await page.getByRole('option', { name: 'Tautan cek TPS', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe(
      'Halo {{name}} di {{region}} {{lookup_link}}',
    );
    await page.keyboard.press('Control+z');
    for (let key = 0; key < ' {{tautan cek t'.length; key += 1) await page.keyboard.press('Backspace');
    await page.keyboard.type('. Lihat bit.ly/x');
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe(
      'Halo {{name}} di {{region}}. Lihat bit.ly/x',
    );
    const telegram = await channelTab(page, 'Telegram');
    await telegram.getByText(/^Tautan bit\.ly\/x tidak diizinkan/).waitFor();
    await telegram.getByRole('button', { name: /^Tunjukkan di teks: / }).click();
    await page.keyboard.type('kpu.go.id');
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe(
      'Halo {{name}} di {{region}}. Lihat kpu.go.id',
    );
    await page.keyboard.press('End');
    await page.keyboard.type(' ');
    const opener = telegram.getByRole('button', { name: /^Sisipkan nama, tanggal, tautan… ke Isi pesan/ });
    await opener.click();
    const entry = page.getByRole('menuitem', { name: 'Wilayah' });
    const [over, under] = [await opener.boundingBox(), await page.getByRole('menu').boundingBox()];
    expect(under?.y).toBeGreaterThanOrEqual((over?.y ?? Infinity) + (over?.height ?? 0));
    await entry.click();
    expect(await (await textField(page, 'Telegram')).inputValue()).toMatch(/kpu\.go\.id \{\{region\}\}$/);
    // Each variable is shown by its name.
    expect(
      await telegram
        .locator('[data-name]')
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-name'))),
    ).toEqual(['Nama', 'Wilayah', 'Wilayah']);
    await page.getByRole('combobox', { name: 'Contoh penerima' }).click();
    await page.getByRole('option', { name: 'Atur sendiri' }).click();
    await page.getByLabel('Nama', { exact: true }).fill('Wayan');
    await page.getByRole('combobox', { name: 'Wilayah', exact: true }).fill('Denpasar');
    await page.getByRole('option', { name: 'Kota Denpasar' }).click();
    await page.getByText(/Halo Wayan di Kota Denpasar\. Lihat kpu\.go\.id/).waitFor();
    // With the buttons that the bot puts under it.
    const buttons = page.getByRole('list', { name: 'Tombol di bawah pesan' });
    expect(await buttons.getByRole('listitem').allTextContents()).toEqual(['Periksa pesan ini', 'Berhenti']);

    await (await textField(page, 'SMS')).fill('KPU: “TPS” buka 07.00');
    const sms = await channelTab(page, 'SMS');
    await sms.getByText(/^Huruf “ ” tidak ada di SMS biasa/).waitFor();
    await sms.getByRole('button', { name: 'Ganti “ ” dengan "', exact: true }).click();
    expect(await (await textField(page, 'SMS')).inputValue()).toBe('KPU: "TPS" buka 07.00');
    await (await textField(page, 'SMS')).fill('KPU: TPS buka 07.00');
    await page.getByLabel(/Semua 38 provinsi/).check();
    await sms.getByText(/karakter, 1 segmen, huruf SMS biasa; sisa \d+/).waitFor();
    await sms.getByText(/^Rp\s?400 per pesan; Rp\s?[\d.]+ untuk sekitar \d+ pesan$/).waitFor();

    const mail = await channelTab(page, 'Surel');
    await mail.getByRole('combobox', { name: /Subjek/ }).fill('Halo {{name}}');
    await (await textField(page, 'Surel')).fill('Baca di kpu.go.id');
    const frame = page.getByTitle('Surel sebagaimana tampil di program surel');
    await frame.contentFrame().getByRole('paragraph').filter({ hasText: 'Baca di' }).waitFor();
    expect(await frame.getAttribute('sandbox')).toBe('');
    // Lines get the signs that an e-mail makes headings and lists of.
    await mail.getByRole('button', { name: 'Jadikan judul di Isi pesan – Surel, Indonesia' }).click();
    expect(await (await textField(page, 'Surel')).inputValue()).toBe('# Baca di kpu.go.id');
    await frame.contentFrame().getByRole('heading', { name: 'Baca di kpu.go.id' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type('\n\nBawa:\nKTP-el');
    await mail.getByRole('button', { name: /^Jadikan butir daftar/ }).click();
    await page.keyboard.type(' asli');
    await frame.contentFrame().getByRole('listitem').filter({ hasText: 'KTP-el asli' }).waitFor();
    // Enter continues the list, ends it on an empty entry, and is taken back as a letter is.
    const body = await textField(page, 'Surel');
    const written = await body.inputValue();
    // What is typed within 0.4 s is one step of the history.
    await page.waitForTimeout(450);
    await page.keyboard.press('Enter');
    expect(await body.inputValue()).toBe(`${written}\n- `);
    await page.waitForTimeout(450);
    await page.keyboard.press('Enter');
    expect(await body.inputValue()).toBe(`${written}\n`);
    await page.keyboard.press('Control+z');
    expect(await body.inputValue()).toBe(`${written}\n- `);
    await page.keyboard.press('Control+z');
    expect(await body.inputValue()).toBe(written);
    expect(await page.evaluate<number>('document.activeElement.selectionStart')).toBe(written.length);
    if (process.env['PICTURES']) {
      for (const [width, height] of [
        [1280, 900],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: `/tmp/marks-${width}.png` });
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    expect(await frame.getAttribute('srcdoc')).toContain("default-src 'none'");

    // A text is copied again over those that are there, which can be undone.
    const was = await (await textField(page, 'Telegram')).inputValue();
    const from = await channelTab(page, 'Surel');
    await from.getByRole('button', { name: 'Salin lagi ke saluran lain…' }).click();
    const asked = page.getByRole('dialog', { name: 'Salin teks Surel ke saluran lain?' });
    await asked.getByText('KPU: TPS buka 07.00').waitFor();
    // Neither is a copy of it.
    await asked.getByRole('checkbox', { name: /^SMS/ }).and(page.locator(':not(:checked)')).waitFor();
    await asked.getByText(/^Menjadi \d segmen SMS/).waitFor();
    await asked.getByRole('checkbox', { name: /^Telegram/ }).check();
    await asked.getByRole('button', { name: 'Ganti teks' }).click();
    await page.getByText('Teks disalin ke Telegram · Indonesia.').waitFor();
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe(
      'Baca di kpu.go.id\n\nBawa:\n- KTP-el asli',
    );
    await page.getByRole('button', { name: 'Urungkan' }).click();
    await page.getByText('Teks semula dikembalikan.').waitFor();
    expect(await (await textField(page, 'Telegram')).inputValue()).toBe(was);
    expect(await (await textField(page, 'SMS')).inputValue()).toBe('KPU: TPS buka 07.00');
    await channelTab(page, 'Surel');

    // On a wide window the preview stands beside all parts, and lines stay short enough to read.
    await page.setViewportSize({ width: 1920, height: 1080 });
    const preview = page.getByRole('complementary', { name: 'Pratinjau' });
    await preview.getByText('Surel', { exact: true }).waitFor();
    const [beside, form] = [
      await preview.boundingBox(),
      await page.getByRole('region', { name: 'Pokok' }).boundingBox(),
    ];
    expect(beside?.x).toBeGreaterThan((form?.x ?? Infinity) + (form?.width ?? 0));
    expect((await (await textField(page, 'Surel')).boundingBox())?.width).toBeLessThan(700);
    await page.setViewportSize({ width: 1280, height: 800 });

    await saved(page).waitFor();
    await page.waitForURL(/\/tulis\/\d+$/);
    const { draft } = await storedDraft(idIn(page));
    expect(draft.contents['sms']?.['id']?.body).toBe('KPU: TPS buka 07.00');
    // While it saves itself again, no button of the bar moves or goes.
    const bar = async (): Promise<unknown[]> =>
      Promise.all(
        [
          button(page, 'Kirim uji'),
          button(page, 'Simpan draf'),
          page.getByRole('link', { name: 'Lihat dan ajukan' }),
        ].map(async (one) => [await one.boundingBox(), await one.isEnabled()]),
      );
    const before = await bar();
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Dengan papan ketik');
    await page.getByRole('status').filter({ hasText: 'Menyimpan…' }).waitFor();
    expect(await bar()).toEqual(before);
    await saved(page).waitFor();
    expect(await bar()).toEqual(before);
    expect(draft.audience.regions).toHaveLength(38);
    // The same person in a second window is no other person.
    const second = await page.context().newPage();
    await second.goto(page.url());
    for (const one of [page, second]) await one.getByText('Anda di jendela lain').waitFor();
    await second.close({ runBeforeUnload: true });
    await page.getByText('Anda di jendela lain').waitFor({ state: 'detached' });
  }, 120_000);

  it('keeps the input while Siar cannot be reached, and saves it afterwards', async () => {
    const id = await made();
    const page = await console.as('penulis', `/tulis/${id}`);
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Ditulis tanpa sambungan');
    await page.getByText(/Siar tidak dapat dihubungi\. Tulisan Anda/).waitFor();
    await page.context().setOffline(false);
    await saved(page).waitFor();
    expect((await storedDraft(id)).draft.title).toBe('Ditulis tanpa sambungan');

    await page.route('**/api/v1/broadcasts/*', (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Halaman ditutup sebelum tersimpan');
    await page.getByText(/Siar tidak dapat dihubungi\. Tulisan Anda/).waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await page.getByText(/^Tulisan Anda yang belum tersimpan dipulihkan/).waitFor();
    expect(await page.getByRole('textbox', { name: 'Judul', exact: true }).inputValue()).toBe(
      'Halaman ditutup sebelum tersimpan',
    );
    await page.unroute('**/api/v1/broadcasts/*');
    await saved(page).waitFor();
    expect((await storedDraft(id)).draft.title).toBe('Halaman ditutup sebelum tersimpan');
  }, 120_000);

  it('removes unsaved input from the device at sign-out, after a warning', async () => {
    const id = await made();
    const page = await console.open();
    await enter(page, 'penulis', `/tulis/${id}`);
    await page.route('**/api/v1/broadcasts/*', (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Belum untuk dibaca orang lain');
    await page.getByText(/Siar tidak dapat dihubungi\. Tulisan Anda/).waitFor();
    const kept = (): Promise<unknown> => page.evaluate('JSON.stringify({ ...localStorage })');
    expect(await kept()).toContain('Belum untuk dibaca');
    await button(page, 'Keluar').click();
    const dialog = page.getByRole('dialog', { name: 'Keluar dan hapus tulisan di perangkat ini?' });
    await button(dialog, 'Batal').click();
    expect(await page.getByRole('textbox', { name: 'Judul', exact: true }).inputValue()).toBe(
      'Belum untuk dibaca orang lain',
    );
    await button(page, 'Keluar').click();
    await button(dialog, 'Keluar').click();
    await page.getByRole('heading', { name: 'Masuk' }).waitFor();
    expect(await kept()).not.toContain('Belum untuk dibaca');
  }, 120_000);

  it('loses no input when the session ends', async () => {
    const page = await console.as('penulis', '/tulis');
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Tidak boleh hilang');
    await page.context().clearCookies();
    await (await textField(page, 'SMS')).fill('KPU: tetap ada');
    const dialog = page.getByRole('dialog', { name: 'Sesi Anda berakhir' });
    await dialog.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Masuk' }).click();
    await page.waitForURL(/\/tulis\/\d+$/);
    await saved(page).waitFor();
    const { draft } = await storedDraft(idIn(page));
    expect(draft.title).toBe('Tidak boleh hilang');
    expect(draft.contents['sms']?.['id']?.body).toBe('KPU: tetap ada');
  }, 120_000);

  it('saves what is written, then opens the page that was clicked', async () => {
    const id = await made();
    for (const path of [`/tulis/${id}`, '/tulis']) {
      const page = await console.as('penulis', path);
      await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Ditinggalkan seketika');
      await page.getByRole('link', { name: 'Siaran', exact: true }).click();
      await page.waitForURL(/\/siaran$/);
      await page.getByRole('link', { name: 'Ditinggalkan seketika' }).first().waitFor();
    }
    expect((await storedDraft(id)).draft.title).toBe('Ditinggalkan seketika');
  }, 120_000);

  it('asks before leaving while a save gets no answer, and takes that save for its own', async () => {
    const id = await made();
    const page = await console.as('penulis', `/tulis/${id}`);
    let asked = 0;
    let stored = (): void => undefined;
    const held = new Promise<void>((done) => {
      stored = done;
    });
    await page.route('**/api/v1/broadcasts/*', async (route) => {
      if (route.request().method() !== 'PATCH' || asked++ > 0) return route.continue();
      await route.fetch();
      stored();
    });
    await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Tersimpan tanpa kabar');
    await held;
    await page
      .getByRole('textbox', { name: 'Judul', exact: true })
      .fill('Tersimpan tanpa kabar, lalu diteruskan');
    await page.getByRole('link', { name: 'Siaran', exact: true }).click();
    await button(page.getByRole('dialog'), 'Tinggalkan').click();
    await page.waitForURL(/\/siaran$/);
    await page.goto(`/tulis/${id}`);
    await page.locator('input[value="Tersimpan tanpa kabar, lalu diteruskan"]').waitFor();
    await saved(page).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    const { version, draft } = await storedDraft(id);
    expect([version, draft.title]).toEqual([3, 'Tersimpan tanpa kabar, lalu diteruskan']);
  }, 120_000);

  it('shows both texts to the second of two authors, and merges the chosen parts', async () => {
    const id = await made();
    const second = await console.as('penulis', `/tulis/${id}`);
    await (await textField(second, 'SMS')).waitFor();
    const { version } = await storedDraft(id);
    await ask('PATCH', `/api/v1/broadcasts/${id}`, {
      version,
      title: 'Judul yang pertama',
      contents: { ...DEMO_TEXTS, sms: { id: { body: 'KPU: TPS buka pukul 07.00, teks yang pertama.' } } },
    });
    await (await textField(second, 'SMS')).fill('KPU: TPS buka pukul 07.00, teks yang kedua.');
    await (await textField(second, 'Telegram')).fill('Hanya yang kedua mengubah ini. {{region}}');
    const dialog = second.getByRole('dialog', { name: 'Siaran ini sudah diubah di jendela lain' });
    // Each text shows what the other lacks, and nothing else.
    const texts = dialog.getByRole('radiogroup', { name: 'SMS – Isi pesan – Indonesia' });
    await texts.getByText(/^KPU: TPS buka pukul 07\.00, teks yang .*pertama\.$/).waitFor();
    expect(await texts.locator('ins').allInnerTexts()).toEqual([
      expect.stringMatching(/kedua\.$/),
      expect.stringMatching(/pertama\.$/),
    ]);
    if (process.env['PICTURES']) {
      for (const [width, height] of [
        [1280, 900],
        [390, 844],
      ] as const) {
        await second.setViewportSize({ width, height });
        await second.screenshot({ path: `/tmp/overtaken-${width}.png` });
      }
      await second.setViewportSize({ width: 1280, height: 900 });
    }
    await second.keyboard.press('Escape');
    await second
      .getByText(/Anda sudah mengubah siaran ini di jendela lain\. Tulisan di sini masih ada/)
      .waitFor();
    await second.getByRole('button', { name: 'Bandingkan' }).click();
    // Nobody's version of what both changed is chosen for them.
    await dialog.getByText('Pilih dahulu: SMS – Isi pesan – Indonesia.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Simpan yang dipilih' }).isDisabled()).toBe(true);
    await dialog
      .getByRole('radiogroup', { name: 'SMS – Isi pesan – Indonesia' })
      .getByRole('radio', { name: 'Versi mereka' })
      .check();
    await dialog.getByRole('button', { name: 'Simpan yang dipilih' }).click();
    await dialog.waitFor({ state: 'detached' });
    await saved(second).waitFor();
    const { draft } = await storedDraft(id);
    expect(draft.title).toBe('Judul yang pertama');
    expect(draft.contents['sms']?.['id']?.body).toContain('teks yang pertama');
    expect(draft.contents['telegram']?.['id']?.body).toContain('Hanya yang kedua');
  }, 120_000);

  it('selects an audience by keyboard, on the map and in the tree, and counts it at once', async () => {
    const id = await made({ audience: { regions: [] } });
    const page = await console.as('penulis', `/tulis/${id}`);
    const estimate = page.getByRole('status', { name: 'Perkiraan sekarang' });
    await estimate.getByText(/Pilih wilayah dan saluran/).waitFor();
    const map = page.getByRole('group', { name: 'Pilih provinsi di peta' });
    const tile = (code: string) => map.locator(`[data-province="${code}"]`);
    await tile('11').focus();
    await page.keyboard.press('Space');
    for (const key of ['ArrowDown', 'ArrowRight', 'Space']) await page.keyboard.press(key);
    expect(await tile('14').getAttribute('aria-checked')).toBe('true');
    await estimate.getByText('orang').waitFor();
    const first = Number((await estimate.locator('p').first().innerText()).replaceAll('.', ''));
    expect(first).toBeGreaterThan(0);

    await page.getByRole('tab', { name: 'Daftar sampai kabupaten/kota' }).click();
    const tree = page.getByRole('tree', { name: 'Daftar sampai kabupaten/kota' });
    await tree.getByRole('treeitem', { name: /^Aceh/ }).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Space']) await page.keyboard.press(key);
    await page.getByText('24 wilayah dipilih').or(page.getByText('23 wilayah dipilih')).waitFor();
    await page.getByLabel('Cari wilayah').fill('Kuala');
    await tree.getByText('PPLN Kuala Lumpur').waitFor();
    expect(await page.getByText(/2[34] wilayah dipilih/).count()).toBe(1);
    await page.getByRole('tab', { name: 'Peta provinsi' }).click();
    expect(await tile('11').getAttribute('aria-checked')).toBe('mixed');

    await page.getByRole('combobox', { name: 'Pemilihan' }).click();
    await page.getByRole('option', { name: /Kepala Daerah .*\(sudah lewat\)$/ }).click();
    await page.getByText('Gubernur', { exact: true }).click();
    await page.getByRole('button', { name: 'Pakai 37 wilayahnya' }).click();
    await page.getByText('37 wilayah dipilih').waitFor();
    await saved(page).waitFor();
    const { draft } = await storedDraft(id);
    expect(draft.audience.regions).toHaveLength(37);
    expect(draft.audience.regions).not.toContain('34');
  }, 120_000);

  it('offers one time for a send time that has passed, and drops own times that have', async () => {
    const id = await made({
      audience: { regions: ['11', '51', '91'] },
      schedule: { at: '2020-01-01T22:00', perRegion: { '51': '2020-01-01T09:00' } },
    });
    const page = await console.as('penulis', `/tulis/${id}`);
    // Regions chosen before are named; the map comes with a press, and takes the focus.
    await page.getByText('Aceh, Bali, dan Papua', { exact: true }).waitFor();
    expect(await page.getByRole('group', { name: 'Pilih provinsi di peta' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Ubah wilayah' }).click();
    await page.getByRole('tab', { name: 'Peta provinsi' }).and(page.locator(':focus')).waitFor();
    await page.getByRole('group', { name: 'Pilih provinsi di peta' }).waitFor();
    const passed = page.getByRole('status').filter({ hasText: 'Waktu kirim sudah lewat' });
    await passed.waitFor();
    await page
      .getByText(/^Waktu kirimnya sudah lewat di Aceh dan Papua: /i)
      .first()
      .waitFor();
    expect(await page.getByText(/di luar jam kirim/i).count()).toBe(0);
    await page.getByRole('button', { name: 'Pakai jam kirim berikutnya' }).click();
    await passed.waitFor({ state: 'detached' });
    await saved(page).waitFor();
    const { draft } = await storedDraft(id);
    expect(draft.schedule?.at).toMatch(/^20(2[6-9]|[3-9]\d)-.*[05]$/);
    expect(draft.schedule?.perRegion).toBeUndefined();
    await page.getByText('Waktu sendiri yang sudah lewat dihapus: Bali ikut').waitFor();
    await page.getByRole('button', { name: /^Urungkan/ }).click();
    await page.getByText('Waktu sendiri Bali dikembalikan.').waitFor();
    await page.getByRole('button', { name: 'Hapus waktu sendiri Bali' }).waitFor();
  }, 60_000);

  it('marks a time outside the send hours at its own field, and names what is in the way of submitting', async () => {
    const id = await made({
      audience: { regions: ['51'] },
      schedule: { at: `${DAY}T09:00`, perRegion: { '51': `${DAY}T22:00` } },
    });
    const page = await console.as('penulis', `/tulis/${id}`);
    await page.getByText('Di luar jam kirim, 08.00–20.00 waktu setempat.').waitFor();
    const { body: bare } = await ask<{ id: string }>('POST', '/api/v1/broadcasts', { title: 'Kosong' });
    await page.goto(new URL(`/siaran/${bare.id}`, page.url()).href);
    await button(page, 'Ajukan ke KPU').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('alert').filter({ hasText: 'Sebelum bisa diajukan' }).waitFor();
    expect(await dialog.getByText('Pemeriksaan otomatis tidak menemukan').count()).toBe(0);
    expect(await button(dialog, 'Ajukan ke KPU').isDisabled()).toBe(true);
    await dialog.getByRole('link', { name: /^Ke bagian / }).click();
    await page.waitForURL(/\/tulis\/\d+#(?:pokok|teks|sasaran|jadwal)$/);
  }, 60_000);

  it('offers the next opening, forecasts each zone, and lists what finishes too late', async () => {
    const { body } = await ask<{ regions: { code: string; kind: string }[] }>('GET', '/api/v1/regions');
    const regions = body.regions.filter(({ kind }) => kind === 'province').map(({ code }) => code);
    const id = await made({
      audience: { regions },
      schedule: { at: `${DAY}T06:00`, expires: `${DAY}T08:02` },
    });
    const page = await console.as('penulis', `/tulis/${id}`);
    const hours = page.getByRole('status').filter({ hasText: 'Di luar jam kirim' });
    await hours.getByText(/^Jam kirim berikutnya .* 08\.00 waktu setempat/).waitFor();
    await page.getByRole('button', { name: 'Pakai jam kirim berikutnya' }).click();
    await hours.waitFor({ state: 'detached' });
    const timeline = page.getByRole('region', { name: 'Perkiraan perjalanan menurut zona' });
    for (const zone of ['WIT', 'WITA', 'WIB'])
      await timeline.getByRole('rowheader', { name: zone, exact: true }).waitFor();
    const late = page.getByRole('status').filter({ hasText: 'Telegram tidak akan selesai' });
    await late.getByText(/paling banyak 1 pesan per detik/).waitFor();
    await late.getByText(/^sampaikan lewat surel/).waitFor();
    await late.getByText(/siaran berbayar Telegram/).waitFor();
    await page.getByRole('button', { name: 'Tambah wilayah dengan waktu sendiri' }).click();
    await page.getByRole('combobox', { name: 'Wilayah', exact: true }).last().fill('Papua');
    await page.getByRole('option', { name: 'Papua', exact: true }).click();
    const day = page.getByRole('textbox', { name: 'Papua', exact: true });
    await day.fill('besok');
    await day.press('Tab');
    await page.getByText('Tanggal itu tidak ada atau tidak terbaca. Tulis misalnya 3 Des 2026').waitFor();
    // As people write it; the hour is taken over from a usual one, and a click in it selects both digits.
    const [year, month, date] = DAY.split('-').map(Number);
    await day.fill(`${date}/${month}/${year}`);
    await day.press('Tab');
    await page.getByText('Tanggal itu tidak ada').waitFor({ state: 'detached' });
    const hour = page.getByRole('spinbutton', { name: 'Papua: jam', exact: true });
    expect(await hour.inputValue()).toBe('09');
    await hour.click();
    await page.keyboard.type('11');
    await page
      .getByText(/Batas kedaluwarsa harus sesudah waktu kirim/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Hapus waktu sendiri Papua' }).click();
    await page.getByRole('checkbox', { name: 'Atur jam kirim sendiri' }).check();
    for (const name of ['Mulai pukul: jam', 'Mulai pukul: menit', 'Sampai pukul: jam', 'Sampai pukul: menit'])
      expect(await page.getByRole('spinbutton', { name, exact: true }).count()).toBe(1);
    await saved(page).waitFor();
  }, 120_000);

  it('starts from a template shown whole, or from a past broadcast', async () => {
    const kept = [
      ['Cek DPT', 'KPU: Periksa nama Anda di cekdptonline.kpu.go.id'],
      ['Jam buka', 'KPU: TPS di {{region}} buka 07.00'],
    ].map(([title, body]) =>
      ask('POST', '/api/v1/templates', { kind: 'ordinary', title, contents: { sms: { id: { body } } } }),
    );
    expect((await Promise.all(kept)).map(({ status }) => status)).toEqual([201, 201]);
    await made({ title: 'Yang dahulu' });
    const page = await console.as('penulis', '/tulis');
    await page.getByRole('button', { name: 'Pilih templat' }).click();
    const dialog = page.getByRole('dialog', { name: 'Pilih templat' });
    await dialog.getByLabel('Cari judul atau isi templat').fill('PERIKSA nama');
    await dialog.getByText('1 templat').waitFor();
    await dialog.getByRole('radio', { name: /^Cek DPT/ }).check();
    await dialog
      .getByRole('region', { name: 'Isi templat' })
      .getByText(/Periksa nama Anda/)
      .waitFor();
    await dialog.getByRole('button', { name: 'Pakai templat ini' }).click();
    await page.locator('input[value="Cek DPT"]').waitFor();
    expect(await (await textField(page, 'SMS')).inputValue()).toBe(
      'KPU: Periksa nama Anda di cekdptonline.kpu.go.id',
    );
    expect((await storedDraft(idIn(page))).draft.title).toBe('Cek DPT');

    await page.goto('/templat');
    await page.getByRole('button', { name: 'Pakai templat ini: Jam buka' }).click();
    await page.locator('input[value="Jam buka"]').waitFor();
    expect(await (await textField(page, 'SMS')).inputValue()).toBe('KPU: TPS di {{region}} buka 07.00');

    await page.goto('/tulis');
    await page.getByRole('combobox', { name: 'Siaran terdahulu' }).fill('Yang dah');
    await page.getByRole('option', { name: /^Yang dahulu/ }).click();
    await page.waitForURL(/\/tulis\/\d+$/);
    await page.locator('input[value="Yang dahulu (2)"]').waitFor();
    expect(await (await textField(page, 'SMS')).inputValue()).toBe(DEMO_TEXTS.sms.id.body);
  }, 120_000);

  it('marks passages that KPU sent back until they are mended', async () => {
    const id = await made({ kind: 'urgent', schedule: { at: `${DAY}T09:00` } });
    const submitted = await ask<{ submission: { document: { contents: Written } } }>(
      'POST',
      `/api/v1/broadcasts/${id}/submit`,
      {},
    );
    const { contents } = submitted.body.submission.document;
    const pin = (channel: 'sms' | 'telegram', quote: string, reason: string) => {
      const frozen = contents[channel].id.text;
      return { channel, language: 'id', field: 'text', quote, start: frozen.indexOf(quote), reason };
    };
    const reviewer = await signIn(publisher.url, 'kpu-nasional');
    expect((await reviewer('POST', `/api/v1/broadcasts/${id}/hold`, {})).status).toBe(200);
    const rejected = await reviewer('POST', `/api/v1/broadcasts/${id}/reject`, {
      reason: 'Perbaiki dua bagian.',
      passages: [pin('sms', '07.00-13.00', 'Tulis zonanya.'), pin('telegram', 'TPS', 'Sebut nomornya.')],
    });
    expect(rejected.status).toBe(200);

    const page = await console.as('penulis', `/tulis/${id}`);
    const note = page.getByRole('alert').filter({ hasText: 'Perbaiki dua bagian.' });
    await note.getByText('Bagian yang masih harus diperbaiki: 2').waitFor();
    await note.getByRole('button', { name: /^SMS · Indonesia: “/ }).click();
    const sms = await channelTab(page, 'SMS');
    await sms.getByText('“07.00-13.00” – Tulis zonanya.').waitFor();
    // The passage is selected: typing replaces it.
    await page.keyboard.type('07.00 s.d. 13.00 WIB');
    expect(await (await textField(page, 'SMS')).inputValue()).toContain('07.00 s.d. 13.00 WIB');
    await sms.getByText('Tulis zonanya.').waitFor({ state: 'detached' });
    await note.getByText('Bagian yang masih harus diperbaiki: 1').waitFor();
    await note.getByText('Sudah diubah').waitFor();
    // The outline and the bar say so too.
    const outline = page.getByRole('navigation', { name: 'Bagian siaran' });
    await outline.getByRole('link', { name: /^Teks,? ?1 harus diperbaiki/ }).waitFor();
    await outline.getByRole('link', { name: /^Periksa,? ?1 harus diperbaiki/ }).waitFor();
    await page.getByRole('button', { name: /Diminta KPU diperbaiki: 1/ }).waitFor();
    await (await textField(page, 'Telegram')).fill('Datang ke tempat pemungutan suara 12 di {{region}}.');
    await note.getByText('Semua bagian yang ditandai sudah diubah.').waitFor();
    await outline.getByRole('link', { name: /^Teks,? ?(lengkap|\d+ perlu dilihat)/ }).waitFor();
    await saved(page).waitFor();
  }, 120_000);
});
