import { Secret, TOTP } from 'otpauth';
import type { Locator, Page } from 'playwright-core';
import { CHANNELS } from '#channels';
import { createLogger } from '#platform/logging';
import { type Publisher, startPublisher } from '../../apps/publisher/publisher.js';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { type Keyboard, keyboard } from '../factories/keyboard.js';
import { PASSWORD, type Username } from '../factories/staff.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const TITLE = 'Pengingat hari pemungutan suara';
const WRONG = DEMO_TEXTS.sms.id.body.replace('07.00-13.00', '08.00-13.00');

/** A day of the next month, as people write it. */
const NEXT_MONTH = ((now) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15)))(
  new Date(),
).toLocaleDateString('id', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** A person at a screen of their own, without a mouse. */
interface Person {
  page: Page;
  by: Keyboard;
  dialog: Locator;
  totp: TOTP | null;
}

/** Each test continues the one before it: one broadcast, from the first word to the report, by keyboard alone. */
describe('a broadcast’s whole journey', () => {
  let system: TestSystem;
  let console: TestConsole;
  /** Requires one-time codes of everybody. */
  let publisher: Publisher;
  let author: Person;
  let reviewer: Person;
  let operator: Person;
  /** The id of the broadcast. */
  let id: string;
  beforeAll(async () => {
    // Telegram is slow enough to run until the author begins the correction.
    system = await testSystem({ contacts: 500, provinces: 'every', more: { TELEGRAM_RATE: '1' } });
    publisher = await startPublisher(
      { ...system.config, REQUIRE_TOTP: true },
      createLogger('test', 'silent'),
    );
    console = await testConsole(publisher.url);
    // The account that polls the progress has no authenticator: setting one up ends all its other sessions.
    await system.as('auditor');
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
    await system.stop();
  });

  let under = true;
  /** One stage, which runs only after those before it. */
  const then = (what: string, act: () => Promise<void>): void =>
    it(
      what,
      async () => {
        if (!under) throw new Error('the journey ended before');
        under = false;
        await act();
        under = true;
      },
      // Not a measure of speed.
      300_000,
    );

  const arrive = async (username: Username): Promise<Person> => {
    const page = await console.open({ moves: true });
    const by = await keyboard(page);
    await page.goto('/');
    await by.write(page.getByLabel('Nama pengguna'), username);
    await by.write(page.getByLabel('Kata sandi', { exact: true }), PASSWORD);
    await by.keys('Enter');
    return { page, by, dialog: page.getByRole('dialog'), totp: null };
  };
  /** Sets up the authenticator that the first sign-in requires. */
  const enrol = async ({ page, by }: Person, username: Username): Promise<TOTP> => {
    await page.getByRole('heading', { name: 'Pasang autentikator' }).waitFor();
    const key = (await page.locator('pre').innerText()).replaceAll(' ', '');
    const totp = new TOTP({ secret: Secret.fromBase32(key) });
    await by.write(page.getByLabel('Kode sekali pakai'), totp.generate());
    await by.keys('Enter');
    await by.tick(page.getByLabel('Saya sudah menyimpan kode ini'));
    await by.press(button(page, 'Lanjutkan'));
    await page.getByRole('heading', { level: 1, name: 'Beranda' }).waitFor();
    // The next act asks for a code, as it would some minutes later.
    await system.db.source.query(
      `UPDATE sessions SET stepped_up_at = NULL
       WHERE person_id = (SELECT id FROM people WHERE username = $1)`,
      [username],
    );
    return totp;
  };
  /** Acknowledges every mark on the reviewer's page. */
  const letStand = async ({ page, by }: Person): Promise<void> => {
    await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
    const open = page.locator('input[data-mark=open]');
    for (let left = await open.count(); left > 0; left = await open.count()) await by.tick(open.first());
  };
  /** Enters a code where the act before asked for one. A code is valid once: this is the next one, a little early. */
  const giveCode = async ({ page, by, totp }: Person): Promise<void> => {
    const asked = page.getByRole('dialog', { name: 'Konfirmasi dengan kode' });
    await by.write(asked.getByLabel('Kode sekali pakai'), '000000');
    await by.keys('Enter');
    await asked.getByText('Kode salah atau sudah terpakai. Tunggu kode berikutnya.').waitFor();
    await by.write(
      asked.getByLabel('Kode sekali pakai'),
      totp?.generate({ timestamp: Date.now() + 30_000 }) ?? '',
    );
    await by.keys('Enter');
    await asked.waitFor({ state: 'detached' });
  };
  /** Goes to the tab of a channel's text in a language. @returns its field */
  const text = async (
    { page, by }: Person,
    channel: string,
    field: string,
    language: string,
  ): Promise<Locator> => {
    for (const [tabs, name] of [
      ['Saluran', channel],
      ['Bahasa teks', language],
    ] as const) {
      const tab = page
        .getByRole('tablist', { name: tabs })
        .getByRole('tab', { name: new RegExp(`^${name}\\b`) });
      if ((await tab.getAttribute('aria-selected')) !== 'true')
        await by.rove(page.getByRole('tablist', { name: tabs }), tab, 'ArrowRight');
    }
    return page.getByLabel(`${field} – ${channel}, ${language}`, { exact: true });
  };
  /** Starts the day of a zone: its waves are due now, and expire earlier by as much. */
  const dayComesIn = (zone: string): Promise<unknown> =>
    system.db.source.query(
      `UPDATE waves SET expires_at = siar_now() + (expires_at - due_at), due_at = siar_now()
       WHERE broadcast_id = $1 AND time_zone = $2`,
      [id, zone],
    );

  then('is composed in two languages for three channels, and scheduled for three zones', async () => {
    author = await arrive('penulis');
    author.totp = await enrol(author, 'penulis');
    const { page, by } = author;
    await by.press(page.getByRole('link', { name: 'Tulis siaran' }));
    await by.write(page.getByRole('textbox', { name: 'Judul', exact: true }), TITLE);
    await by.pick(page.getByRole('radio', { name: 'Mendesak' }));
    for (const [channel, { id: indonesian, en: english }] of [
      ['Surel', DEMO_TEXTS.email],
      ['Telegram', DEMO_TEXTS.telegram],
      ['SMS', { ...DEMO_TEXTS.sms, id: { body: WRONG } }],
    ] as const) {
      await text(author, channel, 'Isi pesan', 'Indonesia');
      await by.press(page.getByRole('button', { name: 'Tambah teks Inggris' }));
      for (const [language, content] of [
        ['Indonesia', indonesian],
        ['Inggris', english],
      ] as const) {
        if ('subject' in content)
          await by.write(await text(author, channel, 'Subjek', language), content.subject);
        await by.write(await text(author, channel, 'Isi pesan', language), content.body);
      }
    }
    await by.choose(
      page.getByRole('combobox', { name: 'Pemilihan' }),
      page.getByRole('option', { name: 'Pemilihan Umum 2024' }),
    );
    await by.tick(page.getByLabel(/Semua \d+ provinsi/));
    // What is urgent goes at once, unless a time is chosen.
    await by.pick(page.getByRole('radio', { name: 'Pada waktu tertentu' }));
    await by.write(page.getByRole('textbox', { name: 'Tanggal dan jam' }), NEXT_MONTH);
    await by.tick(page.getByLabel('Boleh di luar jam kirim'));
    const timeline = page.getByRole('region', { name: 'Perkiraan perjalanan menurut zona' });
    for (const zone of ['WIT', 'WITA', 'WIB'])
      await timeline.getByRole('rowheader', { name: zone, exact: true }).waitFor();
    for (const [language, greeting] of [
      ['Indonesia', 'Halo Siti Rahayu!'],
      ['Inggris', 'Hello Siti Rahayu!'],
    ] as const) {
      await text(author, 'Telegram', 'Isi pesan', language);
      await page.getByRole('complementary', { name: 'Pratinjau' }).getByText(greeting).waitFor();
    }
    await by.press(page.getByRole('link', { name: 'Lihat dan ajukan' }));
    await page.waitForURL(/\/siaran\/\d+$/);
    id = /\d+$/.exec(page.url())?.[0] ?? '';
    await submit(author);
  });

  then(
    'is rejected by KPU, with a reason pinned to a passage, mended, and compared with what was rejected',
    async () => {
      reviewer = await arrive('kpu-nasional');
      reviewer.totp = await enrol(reviewer, 'kpu-nasional');
      const { page, by, dialog } = reviewer;
      await by.press(page.getByRole('link', { name: 'Tinjauan' }));
      await by.press(page.getByRole('link', { name: TITLE }));
      const sms = page.getByRole('region', { name: 'SMS · Indonesia' });
      await sms.getByText(/bukan jam buka atau tutup TPS/).waitFor();
      expect(await sms.locator('mark.marked').first().innerText()).toBe('08.00');
      await by.press(button(sms, 'Tandai bagian lain…'));
      // The SMS is one paragraph: nobody is asked which.
      await by.write(dialog.getByLabel('Alasan untuk bagian ini'), 'TPS buka pukul 07.00.');
      await by.press(button(dialog, 'Tandai'));
      await by.press(button(page, 'Kembalikan untuk diperbaiki'));
      await by.write(dialog.getByLabel('Alasan (boleh kosong)'), 'Jam buka keliru di SMS.');
      await by.press(button(dialog, 'Kembalikan untuk diperbaiki'));
      await page.getByText('Dikembalikan kepada penulisnya.').waitFor();

      await author.page.reload();
      await author.page.getByText('Bagian yang masih harus diperbaiki: 1').waitFor();
      await author.page.getByText('Jam buka keliru di SMS.').waitFor();
      await author.by.press(author.page.getByRole('link', { name: 'Ubah' }));
      await author.by.write(await text(author, 'SMS', 'Isi pesan', 'Indonesia'), DEMO_TEXTS.sms.id.body);
      await author.by.press(author.page.getByRole('link', { name: 'Lihat dan ajukan' }));
      await submit(author);

      await by.press(page.getByRole('link', { name: 'Kembali ke daftar tinjauan' }));
      await by.press(page.getByRole('link', { name: TITLE }));
      await page.getByText(/^Teks: .*SMS · Indonesia berubah/).waitFor();
      await by.pick(page.getByRole('radio', { name: 'Sejak ditinjau' }));
      await sms.locator('del').getByText('08.00').waitFor();
      await sms.locator('ins').getByText('07.00').waitFor();
    },
  );

  then('is approved with a one-time code', async () => {
    const { page, by, dialog } = reviewer;
    await letStand(reviewer);
    await by.press(button(page, 'Sahkan'));
    for (const zone of ['WIB', 'WITA', 'WIT'])
      await dialog.getByText(new RegExp(`09\\.00 ${zone} \\(`)).waitFor();
    await by.tick(dialog.getByLabel(/di luar jam kirim/));
    await by.press(button(dialog, 'Sahkan'));
    await giveCode(reviewer);
    await page.getByText(/^Disahkan[;.]/).waitFor();
    await by.press(page.getByRole('link', { name: 'Lihat siarannya' }));
    for (const one of [author.page, page]) await one.getByText(/^Berangkat /).waitFor();
  });

  then('is watched by everyone as it runs, paused in Papua by the operator, and resumed', async () => {
    operator = await arrive('operator');
    operator.totp = await enrol(operator, 'operator');
    const { page, by, dialog } = operator;
    // Found by its title, from any screen.
    await by.keys('Control+k');
    await page.locator('input[type=search]:focus').waitFor();
    await page.keyboard.type(TITLE);
    await dialog.getByText('1 siaran cocok.').waitFor();
    await by.keys('Enter');
    await page.getByText(/^Berangkat /).waitFor();

    // Papua's day comes first.
    const papua = page.locator('[data-province="91"]');
    const map = page.getByRole('group', { name: 'Provinsi: berapa yang diterima penyedia atau sampai' });
    await by.rove(map, papua, 'ArrowRight');
    await by.keys('Enter');
    await by.press(page.getByRole('button', { name: /^Jeda untuk Papua$/i }));
    await by.pick(dialog.getByRole('radio', { name: /^Alasan teknis/ }));
    await by.press(button(dialog, 'Jeda'));
    await dialog.getByText('3 bagian dijeda.').waitFor();
    await by.keys('Enter');
    await page.getByText(/^Surel, Telegram, SMS di Papua dijeda sejak/).waitFor();
    await page.getByRole('button', { name: /^Papua, .* · dijeda: Surel, Telegram, SMS/ }).waitFor();
    await dayComesIn('Asia/Jayapura');
    for (const one of [author, reviewer, operator])
      await one.page
        .getByRole('button', { name: /^Papua Selatan, [1-9]\d* dari \d+ pesan diterima/i })
        .waitFor();
    const { regions } = await system.progress(id);
    expect(regions['91']?.accepted ?? 0).toBe(0);

    await by.menu(
      page.getByRole('button', { name: /^Tindakan untuk Papua$/i }),
      page.getByRole('menuitem', { name: 'Lanjutkan' }),
    );
    await by.press(button(dialog, 'Lanjutkan'));
    await giveCode(operator);
    await dialog.getByText(/Berlanjut sekarang|Dilanjutkan di/).waitFor();
    await by.keys('Enter');
    await page.getByRole('button', { name: /^Papua, [1-9]\d* dari \d+ pesan diterima/i }).waitFor();
    for (const zone of ['Asia/Makassar', 'Asia/Jakarta', 'Asia/Pontianak']) await dayComesIn(zone);
    await system.until(id, ({ regions: all }) => (all['31']?.accepted ?? 0) > 0);
  });

  then('is corrected by its author while it runs, with those it has reached', async () => {
    const { page, by, dialog } = author;
    // What is not out yet waits until the correction is approved, however slowly this machine writes it.
    await system.workers[0]?.stop();
    await by.menu(button(page, 'Lainnya'), page.getByRole('menuitem', { name: 'Ralat' }));
    await by.press(button(dialog, 'Tulis ralat'));
    await page.waitForURL(/\/tulis\/\d+$/);
    const correction = /\d+$/.exec(page.url())?.[0] ?? '';
    await by.write(
      await text(author, 'Telegram', 'Isi pesan', 'Indonesia'),
      'Ralat: di {{region}} TPS buka pukul 07.00, tutup 13.00 waktu setempat.',
    );
    await by.tick(page.getByLabel('Boleh di luar jam kirim'));
    await by.press(page.getByRole('link', { name: 'Lihat dan ajukan' }));
    await by.rove(
      page.getByRole('tablist').first(),
      page.getByRole('tab', { name: 'Telegram · Indonesia' }),
      'ArrowRight',
    );
    await page.locator('ins').first().waitFor();
    await submit(author, page.getByRole('radio', { name: 'Tidak' }));
    expect((await system.progress(id)).state).toBe('paused');

    await reviewer.page.goto(`/tinjau/${correction}`);
    await letStand(reviewer);
    await reviewer.by.press(button(reviewer.page, 'Sahkan'));
    await reviewer.by.tick(reviewer.dialog.getByLabel(/di luar jam kirim/));
    await reviewer.by.press(button(reviewer.dialog, 'Sahkan'));
    await reviewer.page.getByText(/^Disahkan[;.]/).waitFor();
    // Enough has been seen: send the rest at full speed.
    await system.addWorker(CHANNELS, { TELEGRAM_RATE: 0 });
    await page.getByText('Selesai', { exact: true }).first().waitFor({ timeout: 60_000 });
    await system.until(correction, ({ state }) => state === 'completed');
    for (const one of [id, correction])
      expect(await system.reconcile(one)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
  });

  then('is accounted for in a report that sums', async () => {
    const { page, by } = operator;
    await by.press(page.getByRole('link', { name: 'Buka laporan' }));
    await page.getByText(/^Disahkan oleh Peninjau KPU/).waitFor();
    const { total } = await system.progress(id);
    const everyone = total.targeted + total.unlisted + total.neverListed;
    await by.press(button(page, 'Semua angka menurut saluran'));
    // A count that was begun while copies went out is shown until a newer one is there.
    const row = page.getByRole('row', { name: new RegExp(`^Jumlah .*\\b${number(everyone)}$`) }).first();
    await row.waitFor();
    const cells = (await row.getByRole('cell').allInnerTexts()).map((cell) =>
      Number(cell.replaceAll('.', '')),
    );
    expect(cells.slice(0, -1).reduce((sum, cell) => sum + cell, 0)).toBe(everyone);
    expect(await console.leave()).toEqual([]);
  });
});

/** As the console writes it. */
const number = (value: number): string => value.toLocaleString('id');

/** Submits the broadcast on screen. @param rest the answer about people that the correction does not reach */
async function submit({ page, by, dialog }: Person, rest?: Locator): Promise<void> {
  await by.press(button(page, 'Ajukan ke KPU'));
  const go = button(dialog, 'Ajukan ke KPU');
  expect(await go.isDisabled()).toBe(true);
  if (rest) await by.pick(rest);
  await by.tick(dialog.getByLabel(/di luar jam kirim/));
  await by.press(go);
  await page.getByText('Ditinjau', { exact: true }).first().waitFor();
}
