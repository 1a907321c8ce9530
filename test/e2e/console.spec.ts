import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { enter, type Look, openConsole, startBrowser, sticksOut, violations } from '../factories/browser.js';
import { Secret, TOTP } from 'otpauth';
import { CHANNELS } from '#channels';
import { createLogger } from '#platform';
import { type Publisher, startPublisher } from '../../apps/publisher/publisher.js';
import { PASSWORD, signIn, type Username } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const SCREENS = 'docs/screens';
const LOOKS: Required<Look>[] = [
  { language: 'id', width: 1280 },
  { language: 'id', width: 390 },
  { language: 'en', width: 1280 },
  { language: 'en', width: 390 },
];
/** Of these the whole length is kept, of the others what a window shows. */
const WHOLE = ['siaran', 'tulis', 'ralat', 'tulis-ralat'];
const TITLE = 'Pengingat hari pemungutan suara';

describe('the console', () => {
  let system: TestSystem;
  let browser: Browser;
  let url: string;
  /** A second publisher, which wants one-time codes. */
  let strict: Publisher | undefined;
  const complaints: string[][] = [];
  beforeAll(async () => {
    // Telegram slow enough to be watched.
    system = await testSystem({ contacts: 600, sandbox: { deadShare: 0.03 }, more: { TELEGRAM_RATE: '40' } });
    url = system.publishers[0]?.url ?? '';
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await strict?.stop();
    await system.stop();
  });
  afterEach(() => expect(complaints.flat()).toEqual([]));

  const open = async (look?: Look): Promise<Page> => {
    const opened = await openConsole(browser, url, look);
    complaints.push(opened.complaints);
    return opened.page;
  };
  const as = async (username: Username, path = '/', look?: Look): Promise<Page> => {
    const page = await open(look);
    await enter(page, username, path);
    return page;
  };
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  /** Closes a dialog that has given its account, and waits until it is gone. */
  const close = async (page: Page): Promise<void> => {
    await page.getByRole('dialog').getByRole('button', { name: 'Tutup' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };

  /** Holds a screen to WCAG and to the width of the window; keeps its picture when asked to. */
  const inspect = async (page: Page, name: string, { language, width }: Required<Look>): Promise<void> => {
    await page.evaluate('document.fonts.ready');
    if (process.env['SCREENSHOTS'] && language === 'id') {
      mkdirSync(SCREENS, { recursive: true });
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: `${SCREENS}/${name}-${width}.png`, fullPage: WHOLE.includes(name) });
    }
    expect({ name, language, width, found: await violations(page) }).toEqual({
      name,
      language,
      width,
      found: [],
    });
    expect({ name, width, sticksOut: await sticksOut(page) }).toEqual({ name, width, sticksOut: false });
  };

  /** A finished draft in two languages for three channels and all provinces. @returns its id */
  const written = async (): Promise<string> => {
    const ask = await system.as('penulis');
    const { body } = await ask<{ regions: { code: string; kind: string }[] }>('GET', '/api/v1/regions');
    const made = await ask<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: TITLE,
      kind: 'urgent',
      channels: CHANNELS,
      contents: DEMO_TEXTS,
      audience: { regions: body.regions.filter(({ kind }) => kind === 'province').map(({ code }) => code) },
      electionId: 'pemilu-2024',
      schedule: { at: later(), leaveWindow: true },
    });
    return made.body.id;
  };

  it('says why somebody cannot sign in, and leads to where they wanted', async () => {
    const page = await open();
    await page.goto('/siaran?state=draft');
    await page.getByLabel('Nama pengguna').fill('penulis');
    await page.getByLabel('Kata sandi', { exact: true }).fill('salah');
    await button(page, 'Masuk').click();
    await page.getByRole('alert').getByText('Nama pengguna atau kata sandi salah.').waitFor();
    await page.getByLabel('Kata sandi', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Siaran' }).waitFor();
    expect(page.url()).toContain('state=draft');
    await page.getByText('Tidak ada yang cocok').waitFor();
    await page.context().close();
  });

  it('carries a broadcast from the first word to the last copy', async () => {
    const author = await as('penulis');
    await author.getByRole('link', { name: 'Tulis siaran' }).click();
    await author.getByRole('heading', { level: 1, name: 'Siaran baru' }).waitFor();
    await author.getByLabel('Judul').fill(TITLE);
    await author.getByRole('radio', { name: 'Mendesak' }).check();
    await author.getByRole('checkbox', { name: 'Surel' }).uncheck();
    const telegram = author.getByRole('region', { name: 'Teks Telegram' });
    await telegram
      .getByRole('textbox', { name: 'Isi pesan – Indonesia' })
      .fill('Halo {{nama}}! Pemilihan di {{region}}: {{polling_date}}.');
    await author
      .getByRole('region', { name: 'Teks SMS' })
      .getByRole('textbox', { name: 'Isi pesan – Indonesia' })
      .fill('KPU: Pemilu, TPS buka 07.00-13.00. Bawa KTP-el.');
    await author.getByLabel(/Semua \d+ provinsi/).check();
    await author.getByRole('radio', { name: 'Segera setelah disahkan' }).check();
    await author.getByLabel('Boleh di luar jam kirim').check();
    await button(author, 'Simpan draf').click();

    await telegram.getByText(/Tidak ada variabel \{\{nama\}\}/).waitFor();
    await telegram
      .getByRole('textbox', { name: 'Isi pesan – Indonesia' })
      .fill('Halo ! Pemilihan di {{region}}: {{polling_date}}.');
    await author.keyboard.press('Control+Home');
    for (let letter = 0; letter < 'Halo '.length; letter++) await author.keyboard.press('ArrowRight');
    await telegram.getByRole('button', { name: /^Sisipkan variabel ke Isi pesan/ }).click();
    await author.getByRole('menuitem', { name: 'Nama' }).click();
    expect(await telegram.getByRole('textbox', { name: 'Isi pesan – Indonesia' }).inputValue()).toBe(
      'Halo {{name}}! Pemilihan di {{region}}: {{polling_date}}.',
    );
    await button(author, 'Simpan draf').click();
    await author.getByText('Tersimpan. Sebelum bisa diajukan:').waitFor();
    await author.waitForURL(/\/tulis\/\d+$/);

    await author.getByRole('combobox', { name: 'Pemilihan' }).click();
    await author.getByRole('option', { name: 'Pemilihan Umum 2024' }).click();
    await button(author, 'Simpan draf').click();
    await telegram.getByText(/Halo Siti Rahayu!/).waitFor();
    await author.getByText(/\d+ karakter, 1 segmen, GSM-7/).waitFor();
    await author.getByRole('link', { name: 'Lihat dan ajukan' }).click();
    await button(author, 'Ajukan ke KPU').click();
    expect(await author.getByRole('dialog').getByRole('button', { name: 'Ajukan ke KPU' }).isDisabled()).toBe(
      true,
    );
    await author.getByLabel(/di luar jam kirim/).check();
    await author.getByRole('dialog').getByRole('button', { name: 'Ajukan ke KPU' }).click();
    await author.getByText('Ditinjau', { exact: true }).waitFor();

    const reviewer = await as('kpu-nasional', '/siaran?state=in_review');
    await reviewer.getByRole('link', { name: TITLE }).click();
    await reviewer.getByText('Cek keaslian: ').waitFor();
    await button(reviewer, 'Sahkan').click();
    const dialog = reviewer.getByRole('dialog');
    await dialog
      .getByText(/38 wilayah/)
      .first()
      .waitFor();
    await dialog.getByLabel(/di luar jam kirim/).check();
    await dialog.getByRole('button', { name: 'Sahkan' }).click();

    // The author's screen, still open, comes to know by itself.
    await author.getByText('Langsung').waitFor({ timeout: 30_000 });
    const table = author.getByRole('region', { name: 'Menurut saluran' });
    await table.getByRole('row', { name: /^Jumlah/ }).waitFor({ timeout: 60_000 });
    await author.getByText('Selesai', { exact: true }).first().waitFor({ timeout: 60_000 });
    const sum = (
      await table
        .getByRole('row', { name: /^Jumlah/ })
        .getByRole('cell')
        .allInnerTexts()
    ).map((text) => Number(text.replaceAll('.', '')));
    const targeted = sum.pop();
    expect(targeted).toBeGreaterThan(400);
    expect(sum.reduce((all, one) => all + one, 0)).toBe(targeted);

    await author.getByRole('link', { name: 'Lihat setiap kiriman' }).click();
    await author.getByRole('combobox', { name: 'Keadaan' }).click();
    await author.getByRole('option', { name: 'Gagal' }).click();
    await author.getByRole('cell', { name: 'Gagal' }).first().waitFor();
    const [download] = await Promise.all([
      author.waitForEvent('download'),
      author.getByRole('link', { name: 'Unduh CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^deliveries-\d+\.csv$/);
    await author.context().close();
    await reviewer.context().close();
  }, 180_000);

  it('corrects what went out, and takes the right text to the rest', async () => {
    const original = await system.broadcast({ title: 'Jam buka yang salah', channels: ['telegram'] });
    await system.until(original, ({ total }) => total.accepted > 20);
    // On a busy machine all of it would be out before the correction is written: then nobody were left unreached.
    const operator = await system.as('operator');
    await operator('POST', `/api/v1/broadcasts/${original}/pause`, {
      doubt: false,
      reason: 'Ada yang keliru',
    });
    const author = await as('penulis', `/siaran/${original}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Ralat' }).click();
    await author.getByRole('dialog').getByRole('button', { name: 'Tulis ralat' }).click();
    await author.waitForURL(/\/tulis\/\d+$/);
    const id = new URL(author.url()).pathname.split('/').pop() ?? '';
    await author.getByText(/orang dari sasaran semula belum menerima apa pun/).waitFor();
    await author
      .getByRole('region', { name: 'Teks Telegram' })
      .getByRole('textbox', { name: 'Isi pesan – Indonesia' })
      .fill('Ralat: TPS buka pukul 07.00.');
    await author.getByRole('radio', { name: 'Disunting menjadi teks ralat' }).check();
    await author.getByRole('checkbox', { name: 'Kirim juga pesan baru' }).uncheck();
    await author.getByLabel('Boleh di luar jam kirim').check();
    await button(author, 'Simpan draf').click();
    await author.getByRole('link', { name: 'Lihat dan ajukan' }).click();
    await author
      .locator('ins', { hasText: /07\.00/ })
      .first()
      .waitFor();
    await button(author, 'Ajukan ke KPU').click();
    const submit = author.getByRole('dialog');
    await submit.getByLabel(/di luar jam kirim/).check();
    expect(await submit.getByRole('button', { name: 'Ajukan ke KPU' }).isDisabled()).toBe(true);
    await submit.getByRole('radio', { name: 'Ya, ajukan juga' }).check();
    await submit.getByRole('button', { name: 'Ajukan ke KPU' }).click();
    await author.getByText('Ditinjau', { exact: true }).first().waitFor();
    expect((await system.progress(original)).state).toBe('paused');

    const reviewer = await as('kpu-nasional', `/siaran/${id}`);
    const approve = async (): Promise<void> => {
      await button(reviewer, 'Sahkan').click();
      const dialog = reviewer.getByRole('dialog');
      await dialog.getByLabel(/di luar jam kirim/).check();
      await dialog.getByRole('button', { name: 'Sahkan' }).click();
    };
    await reviewer.getByText(/Disunting menjadi teks ralat · pesan baru hanya bila/).waitFor();
    await approve();
    await reviewer
      .getByText('Langsung')
      .or(reviewer.getByText('Selesai', { exact: true }))
      .first()
      .waitFor();
    await reviewer.getByRole('link', { name: 'Siaran tersendiri dengan teks yang benar' }).click();
    await reviewer.getByText('Pelengkap ralat ini, bagi yang belum menerima apa pun').waitFor();
    await approve();
    await reviewer.getByText('Selesai', { exact: true }).first().waitFor({ timeout: 60_000 });
    await system.until(id, ({ state }) => state === 'completed');
    const rest = new URL(reviewer.url()).pathname.split('/').pop() ?? '';
    for (const one of [original, id, rest])
      expect(await system.reconcile(one)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    await author.context().close();
    await reviewer.context().close();
  }, 180_000);

  it('stops and goes on by an operator, and survives a lost connection', async () => {
    const id = await system.broadcast({
      title: 'Dijeda oleh operator',
      schedule: { at: later(), leaveWindow: true },
    });
    const page = await open();
    await page.route('**/events', (route) => route.abort());
    await enter(page, 'operator', `/siaran/${id}`);
    await page.getByText('Terputus, mencoba lagi').first().waitFor();
    await page.unroute('**/events');
    await page.getByText('Langsung').waitFor({ timeout: 30_000 });
    await button(page, 'Jeda').click();
    await page.getByRole('textbox', { name: /^Alasan/ }).fill('Menunggu kepastian KPU');
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/gelombang yang belum disiapkan kedaluwarsa/)
      .first()
      .waitFor();
    await dialog.getByRole('button', { name: 'Jeda' }).click();
    await dialog.getByText('114 gelombang dijeda.').waitFor();
    await dialog
      .getByText(/gelombang yang belum disiapkan kedaluwarsa/)
      .first()
      .waitFor();
    await close(page);
    await page.getByText('Menunggu kepastian KPU').waitFor();
    await button(page, 'Lanjutkan').click();
    await dialog.getByRole('button', { name: 'Lanjutkan' }).click();
    await dialog.getByText(/114 gelombang dilanjutkan/).waitFor();
    await close(page);
    await page.getByText('Disahkan', { exact: true }).first().waitFor();
    await page.context().close();
  });

  it('stops a channel for doubt and cancels a region, by an author; an operator lets go on what is left', async () => {
    const id = await system.broadcast({
      title: 'Sebagian diragukan',
      schedule: { at: later(), leaveWindow: true },
    });
    const page = await as('penulis', `/siaran/${id}`);
    const choose = async (what: string, which: string | RegExp): Promise<void> => {
      await page.getByRole('dialog').getByRole('combobox', { name: what }).click();
      await page.getByRole('option', { name: which, exact: true }).click();
    };
    await button(page, 'Jeda').click();
    const dialog = page.getByRole('dialog');
    await choose('Saluran', 'SMS');
    expect(await dialog.getByRole('radio', { name: 'Isinya diragukan' }).isChecked()).toBe(true);
    await dialog.getByRole('textbox', { name: /^Alasan/ }).fill('Jamnya keliru');
    await dialog.getByRole('button', { name: 'Jeda' }).click();
    await dialog.getByText('38 gelombang dijeda.').waitFor();
    await dialog.getByText('Isinya dinyatakan diragukan.').waitFor();
    await close(page);
    await page.getByText(/^Isinya diragukan sejak/).waitFor();
    await page.getByText('38 gelombang dijeda; yang lain tetap berjalan.').waitFor();

    await button(page, 'Lainnya').click();
    await page.getByRole('menuitem', { name: 'Batalkan siaran' }).click();
    await choose('Wilayah', /^aceh$/i);
    await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Aceh punya jadwal lain');
    await dialog.getByRole('button', { name: 'Batalkan bagian ini' }).click();
    await dialog.getByText('3 gelombang dibatalkan.').waitFor();
    await close(page);
    await page.getByText('37 gelombang dijeda; yang lain tetap berjalan.').waitFor();

    const operator = await as('operator', `/siaran/${id}`);
    await button(operator, 'Lanjutkan').click();
    await operator.getByRole('dialog').getByRole('button', { name: 'Lanjutkan' }).click();
    await operator.getByRole('dialog').getByText('Isinya tidak diragukan lagi.').waitFor();
    await close(operator);
    await operator.getByText('Disahkan', { exact: true }).first().waitFor();
    expect(await operator.getByText(/^Isinya diragukan sejak/).count()).toBe(0);
    await page.context().close();
    await operator.context().close();
  });

  it('stops everything by an operator, says so on every screen within seconds, and goes on', async () => {
    const author = await as('penulis');
    const operator = await as('operator');
    await button(operator, 'Hentikan semua siaran').click();
    const dialog = operator.getByRole('dialog');
    await dialog
      .getByText(/siaran, .* gelombang/)
      .first()
      .waitFor();
    await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Ada yang tidak beres');
    await dialog.getByRole('button', { name: 'Hentikan semua siaran' }).click();
    await dialog.getByText(/^Dihentikan:/).waitFor();
    await close(operator);
    for (const page of [operator, author])
      await page
        .getByRole('alert')
        .getByText(/oleh Operator: Ada yang tidak beres/)
        .waitFor({ timeout: 10_000 });
    expect(await button(author, 'Cabut penghentian').count()).toBe(0);
    const visitor = await open();
    await visitor.goto('/');
    await visitor.getByRole('alert').getByText('Penghentian darurat berlaku').waitFor();
    expect(await visitor.getByText('Ada yang tidak beres').count()).toBe(0);

    await button(operator, 'Cabut penghentian').click();
    await dialog.getByLabel('Mengapa boleh dilanjutkan').fill('Sudah diperiksa');
    await dialog.getByRole('button', { name: 'Cabut penghentian' }).click();
    await dialog.getByText(/^Dicabut:/).waitFor();
    await close(operator);
    for (const page of [operator, author, visitor]) {
      await page.getByText('Penghentian darurat berlaku').waitFor({ state: 'detached', timeout: 15_000 });
      await page.context().close();
    }
  });

  it('leads through the first duties, and asks for a code before an approval', async () => {
    strict = await startPublisher({ ...system.config, REQUIRE_TOTP: true }, createLogger('test', 'silent'));
    const admin = await signIn(url, 'kpu-admin');
    const people = await admin<{ people: { id: string; username: string }[] }>('GET', '/api/v1/people');
    const id = people.body.people.find(({ username }) => username === 'kpu-aceh')?.id;
    const { body } = await admin<{ oneTimePassword: string }>('POST', `/api/v1/people/${id}/reset`);
    const { page, complaints: said } = await openConsole(browser, strict.url);
    complaints.push(said);
    const look = { language: 'id', width: 1280 } as const;

    await page.goto('/');
    await page.getByLabel('Nama pengguna').fill('kpu-aceh');
    await page.getByLabel('Kata sandi', { exact: true }).fill(body.oneTimePassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Ganti kata sandi Anda' }).waitFor();
    await inspect(page, 'kata-sandi', look);
    await page.getByLabel('Kata sandi sekarang').fill(body.oneTimePassword);
    await page.getByLabel('Kata sandi baru').fill(PASSWORD);
    await button(page, 'Ganti kata sandi').click();
    await page.getByRole('heading', { name: 'Pasang autentikator' }).waitFor();
    const key = (await page.locator('pre').innerText()).replaceAll(' ', '');
    await inspect(page, 'autentikator', look);
    const totp = new TOTP({ secret: Secret.fromBase32(key) });
    await page.getByLabel('Kode sekali pakai').fill(totp.generate());
    await button(page, 'Pasang').click();
    await page.getByRole('checkbox', { name: 'Saya sudah menyimpan kode ini' }).check();
    await button(page, 'Lanjutkan').click();
    await page.getByRole('heading', { level: 1, name: 'Beranda' }).waitFor();

    const author = await signIn(url, 'penulis');
    const draft = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title: 'Menunggu kode',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: Periksa TPS Anda.' } } },
      audience: { regions: ['11'] },
      schedule: { at: later() },
    });
    await author('POST', `/api/v1/broadcasts/${draft.body.id}/submit`, {});
    await system.db.source.query(`UPDATE sessions SET stepped_up_at = NULL`);
    await page.goto(`/siaran/${draft.body.id}`);
    await button(page, 'Sahkan').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sahkan' }).click();
    const dialog = page.getByRole('dialog', { name: 'Konfirmasi dengan kode' });
    await dialog.getByLabel('Kode sekali pakai').fill('000000');
    await button(page, 'Lanjutkan').click();
    await dialog.getByText('Kode salah atau sudah terpakai. Tunggu kode berikutnya.').waitFor();
    // A code counts once: the next one is taken a little early.
    await dialog.getByLabel('Kode sekali pakai').fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await button(page, 'Lanjutkan').click();
    await page.getByText('Disahkan', { exact: true }).first().waitFor();
    await page.context().close();
  });

  it('opens with less than 250 kB', async () => {
    const page = await open();
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.url().startsWith(url))
        sizes.push(
          response
            .request()
            .sizes()
            .then(({ responseBodySize }) => responseBodySize),
        );
    });
    await enter(page, 'penulis');
    await page.getByRole('heading', { level: 1, name: 'Beranda' }).waitFor();
    await page.waitForLoadState('networkidle');
    const loaded = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(loaded).toBeGreaterThan(50_000);
    expect(loaded).toBeLessThan(250_000);
    await page.context().close();
  });

  it.each(LOOKS)(
    'has no barriers, in $language at $width px',
    async (look) => {
      const signIn = await open(look);
      await signIn.goto('/');
      await signIn.waitForSelector('form');
      await inspect(signIn, 'masuk', look);
      await signIn.context().close();

      const done = await system.broadcast({ title: 'Pengingat pemungutan suara, seluruh provinsi' });
      await system.until(done, ({ total }) => total.targeted > 0 && total.accepted + total.delivered > 100);
      const author = await as('penulis', '/siaran', look);
      await author.waitForSelector('main li');
      await inspect(author, 'daftar', look);
      await author.goto(`/siaran/${done}`);
      await author.waitForSelector('tfoot');
      await author.waitForSelector('[role=tab]');
      await inspect(author, 'siaran', look);
      await author.goto(`/siaran/${done}/kiriman`);
      await author.waitForSelector('tbody tr');
      await inspect(author, 'kiriman', look);
      const draft = await written();
      await author.goto(`/tulis/${draft}`);
      await author
        .getByText(/Siti Rahayu/)
        .first()
        .waitFor();
      await author.getByText(/GSM-7/).first().waitFor();
      await inspect(author, 'tulis', look);

      const submit = await system.as('penulis');
      // One that has certainly not reached everybody yet, however busy the machine is.
      const mistaken = await system.broadcast({ title: 'Jam buka yang salah' });
      const stopper = await system.as('operator');
      await stopper('POST', `/api/v1/broadcasts/${mistaken}/pause`, {
        channel: 'telegram',
        doubt: false,
        reason: 'Ada yang keliru',
      });
      await system.until(mistaken, ({ total }) => total.accepted + total.delivered > 100);
      const ralat = await submit<{ id: string; version: number; draft: { contents: typeof DEMO_TEXTS } }>(
        'POST',
        `/api/v1/broadcasts/${mistaken}/corrections`,
        { title: 'Ralat: pengingat pemungutan suara' },
      );
      const { id: wrong, version, draft: texts } = ralat.body;
      const sms = { id: { body: texts.contents.sms.id.body.replace('07.00', '08.00') } };
      await submit('PATCH', `/api/v1/broadcasts/${wrong}`, {
        version,
        contents: { ...texts.contents, sms },
        schedule: { at: 'now', leaveWindow: true },
        correction: { toThoseWhoLeft: false, telegram: { original: 'edit', message: true } },
      });
      await author.goto(`/tulis/${wrong}`);
      await author
        .getByText(/UU 27\/2022/)
        .first()
        .waitFor();
      await author.getByText(/GSM-7/).first().waitFor();
      await inspect(author, 'tulis-ralat', look);
      await author.goto(`/siaran/${wrong}`);
      await author
        .getByRole('button', { name: look.language === 'id' ? 'Ajukan ke KPU' : 'Submit to KPU' })
        .click();
      await author.waitForSelector('[role=dialog] [role=radiogroup]');
      await inspect(author, 'ajukan-ralat', look);
      await submit('POST', `/api/v1/broadcasts/${wrong}/submit`, {
        confirmLocalHours: true,
        unreached: true,
      });
      await author.goto(`/siaran/${wrong}`);
      await author.getByText('SMS · ').first().click();
      await author.waitForSelector('ins');
      await inspect(author, 'ralat', look);
      await author.context().close();

      await submit('POST', `/api/v1/broadcasts/${draft}/submit`, { confirmLocalHours: true });
      const reviewer = await as('kpu-nasional', `/siaran/${draft}`, look);
      await reviewer.getByRole('button', { name: look.language === 'id' ? 'Sahkan' : 'Approve' }).click();
      await reviewer.waitForSelector('[role=dialog] pre');
      await inspect(reviewer, 'sahkan', look);
      await reviewer.context().close();

      const id = look.language === 'id';
      const waiting = await system.broadcast({
        title: 'Menunggu harinya',
        schedule: { at: later(), leaveWindow: true },
      });
      const operator = await as('operator', `/siaran/${waiting}`, look);
      await operator.getByRole('button', { name: id ? 'Jeda' : 'Pause', exact: true }).click();
      await operator.getByRole('dialog').getByRole('radio').first().waitFor();
      await inspect(operator, 'jeda', look);
      await operator.keyboard.press('Escape');
      if (look.width === 390) await operator.getByRole('button', { name: 'Menu' }).click();
      await operator
        .getByRole('button', { name: id ? 'Hentikan semua siaran' : 'Stop all broadcasts' })
        .click();
      await operator.getByRole('dialog').getByRole('listitem').first().waitFor();
      await inspect(operator, 'hentikan', look);
      await operator.keyboard.press('Escape');
      const api = await system.as('operator');
      await api('POST', '/api/v1/emergency-stop', { reason: 'Teks yang keliru mungkin terkirim' });
      await operator.goto(`/siaran/${waiting}`);
      await operator.getByRole('button', { name: id ? 'Cabut penghentian' : 'Lift the stop' }).waitFor();
      await operator.waitForSelector('[role=tab]');
      await operator.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' });
      await inspect(operator, 'darurat', look);
      await operator.context().close();
      const outside = await open(look);
      await outside.goto('/');
      await outside.getByRole('alert').waitFor();
      await inspect(outside, 'masuk-darurat', look);
      await outside.context().close();
      await api('POST', '/api/v1/emergency-stop/lift', { note: 'Sudah diperiksa' });

      const auditor = await as('auditor', '/audit', look);
      await auditor.waitForSelector('tbody tr');
      await inspect(auditor, 'audit', look);
      await auditor.context().close();
    },
    180_000,
  );
});

/** A local time in some days, within sending hours, well before which nothing happens. */
const later = (): string => `${new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)}T09:00`;
