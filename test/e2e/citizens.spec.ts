import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { ChannelName } from '#channels';
import { addressHash } from '#platform/crypto';
import { row } from '#platform/database';
import { DEMO_TEXTS } from '../../apps/standalone/demo-texts.js';
import { startBrowser, sticksOut, violations } from '../factories/browser.js';
import { marksOf } from '../factories/marks.js';
import { smallPicture } from '../factories/picture.js';
import { testSystem, type TestSystem } from '../factories/system.js';

const PICTURES = process.env['SCREENSHOTS'] ? 'docs/screens' : null;
const PICTURED = new Set([
  'daftar',
  'tinggal-konfirmasi',
  'konfirmasi',
  'pilihan',
  'pesan',
  'tempel',
  'sama',
  'diubah',
  'tidak-ditemukan',
  'daftar-pesan',
  'berhenti',
  'data',
  'hapus',
  'masih',
  'masih-menunggu',
  'diralat',
]);
/** Pictured in dark mode, too: each kind of page once. */
const DARK_TOO = new Set(['daftar', 'pesan', 'diubah', 'diralat']);
/** Three windows and a phone; 640 px is 1280 px at a zoom of 200 %. */
const WIDTHS = [390, 640, 1280, 1920];
const BANDUNG = 'Kota Bandung, Jawa Barat';

describe('a citizen in a browser', () => {
  let system: TestSystem;
  let browser: Browser;
  beforeAll(async () => {
    system = await testSystem({ contacts: 20 });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await system.stop();
  });

  const contexts: BrowserContext[] = [];
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  const open = async (width: number, javaScriptEnabled: boolean): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 844 },
      locale: 'id-ID',
      baseURL: system.gateway.url,
      javaScriptEnabled,
    });
    contexts.push(context);
    return context.newPage();
  };
  const inspect = async (page: Page, name: string, width: number, scripts: boolean): Promise<void> => {
    // axe itself is a script; the page without scripts is the same.
    if (!scripts) return;
    for (const each of WIDTHS) {
      await page.setViewportSize({ width: each, height: 844 });
      // axe sees each page once light and once dark.
      await page.emulateMedia({ colorScheme: each === 1280 ? 'dark' : 'light' });
      const found = each === 390 || each === 1280 ? await violations(page) : [];
      const out = await sticksOut(page);
      expect({ name, each, found, out }).toEqual({ name, each, found: [], out: [] });
      if (PICTURES && PICTURED.has(name) && (each === 390 || each === 1280))
        for (const scheme of each === 390 && DARK_TOO.has(name)
          ? (['light', 'dark'] as const)
          : ['light' as const]) {
          await page.emulateMedia({ colorScheme: scheme });
          const of = scheme === 'dark' ? `${name}-gelap` : name;
          writeFileSync(
            `${PICTURES}/warga-${of}-${each}.png`,
            smallPicture(await page.screenshot({ fullPage: true })),
          );
        }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width, height: 844 });
  };

  /** Waits for a message at a provider; returns the newest match. */
  const arrived = async (channel: ChannelName, to: string, like: RegExp): Promise<RegExpExecArray> => {
    for (const end = performance.now() + 30_000; performance.now() < end; await sleep(100)) {
      for (const { arrival } of [...system.sandbox.inbox.list({ channel, to })].reverse()) {
        const found = like.exec((await arrival.open()).text);
        if (found) return found;
      }
    }
    throw new Error(`nothing like ${like} came to ${to}`);
  };
  const state = async (channel: ChannelName, to: string): Promise<string | undefined> =>
    (
      await row<{ state: string }>(
        system.db.source.manager,
        'SELECT state FROM addresses WHERE channel = $1 AND hash = $2',
        [channel, addressHash(system.keys, channel, to)],
      )
    )?.state;
  /** Makes the sandbox act like a person in a chat. */
  const inChat = (what: 'say' | 'press', body: Record<string, unknown>): Promise<Response> =>
    fetch(`${system.sandbox.httpUrl}/sandbox/telegram/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  let people = 0;
  it.each([
    [390, true],
    [1280, false],
  ])(
    'signs up by each channel, confirms, gets a broadcast, changes, leaves and comes back (%i px, scripts: %s)',
    async (width, scripts) => {
      await system.db.source.query('DELETE FROM rate_limits; DELETE FROM network_limits');
      people += 1;
      const email = `warga-${people}@example.id`;
      const number = `+6281255500${String(people).padStart(3, '0')}`;
      const chatId = String(7_100_000_000 + people);
      const page = await open(width, scripts);
      await page.goto('/');
      await inspect(page, 'daftar', width, scripts);

      // A summary at the top lists what is missing, and each entry leads to its field.
      await press(page, 'Daftar');
      await page.getByRole('alert').waitFor();
      await inspect(page, 'daftar-kurang', width, scripts);
      await page.getByRole('link', { name: 'Isi wilayah tempat Anda terdaftar.' }).click();
      expect(page.url()).toContain('#wilayah');

      await page.getByLabel('Wilayah tempat Anda terdaftar memilih').fill('bandung');
      await page.getByLabel('Klarifikasi hoaks').check();
      await page.getByLabel('Jadwal dan tahapan').check();
      await page.getByLabel('Alamat e-mail', { exact: true }).fill(email);
      await page.getByLabel('Nomor ponsel untuk SMS').fill(number.replace('+62', '0'));
      await page.locator('#telegram').check();
      await page.locator('#utama-email').check();
      for (const purpose of ['data', 'messages']) await page.locator(`#setuju-${purpose}`).check();
      await press(page, 'Daftar');
      await inspect(page, 'daftar-yang-mana', width, scripts);
      await page.getByLabel(BANDUNG).check();
      await press(page, 'Daftar');
      await page.getByRole('heading', { name: 'Tinggal konfirmasi' }).waitFor();
      await inspect(page, 'tinggal-konfirmasi', width, scripts);

      // Telegram, up to what a person does: the deep link, Start, and the button.
      const link = (await page.getByRole('link', { name: 'Buka Telegram' }).getAttribute('href')) ?? '';
      const chat = await open(width, scripts);
      await chat.goto(`${link}&chat=${chatId}`);
      await press(chat, 'Kirim');
      await arrived('telegram', chatId, /Anda mendaftar lewat halaman kami/);
      await chat.reload();
      await press(chat, 'Ya, saya setuju keduanya');
      await arrived('telegram', chatId, /Anda terdaftar\. Wilayah: Kota Bandung/);

      // SMS: the code is typed on the page that is still open.
      const [, code = ''] = await arrived('sms', number, /kode pendaftaran Anda (\d{6})/);
      await page.getByLabel('Kode dari SMS').fill(code);
      await press(page, 'Konfirmasi');
      await page.getByRole('heading', { name: 'SMS Anda terdaftar' }).waitFor();
      // The page lists the address that still waits, and no longer the one confirmed elsewhere.
      await page.getByText('w***@example.id').waitFor();
      expect(await page.getByRole('link', { name: 'Buka Telegram' }).count()).toBe(0);
      await inspect(page, 'masih-menunggu', width, scripts);

      // E-mail: opening the link shows a question, and the button answers it.
      const [, confirm = ''] = await arrived('email', email, /(http\S+\/confirm\/[\w-]{22})/);
      await page.goto(confirm);
      await inspect(page, 'konfirmasi', width, scripts);
      expect(await state('email', email)).toBeUndefined();
      await press(page, 'Konfirmasi');
      await page.getByRole('heading', { name: 'E-mail Anda terdaftar' }).waitFor();
      await inspect(page, 'terdaftar', width, scripts);
      for (const [channel, to] of [
        ['email', email],
        ['sms', number],
        ['telegram', chatId],
      ] as const)
        expect([channel, await state(channel, to)]).toEqual([channel, 'active']);

      // The preferences page.
      await page.getByRole('link', { name: 'Ubah pilihan saya' }).click();
      await inspect(page, 'pilihan', width, scripts);
      await page.getByLabel('Hasil pemilihan').check();
      await press(page, 'Simpan');
      await page.getByRole('status').waitFor();
      expect(await page.getByLabel('Hasil pemilihan').isChecked()).toBe(true);

      // The data held about the person, and the link to erase it.
      const choices = page.url();
      await page.getByRole('link', { name: 'Lihat, unduh, betulkan, atau hapus semua data saya' }).click();
      await page.getByText(email).first().waitFor();
      await inspect(page, 'data', width, scripts);
      await page.locator('a[href*="/erase"]').first().click();
      await page.getByRole('heading', { name: 'Hapus data Anda?' }).waitFor();
      await inspect(page, 'hapus', width, scripts);
      await page.goto(choices);

      // After a year: Siar asks whether the number still belongs to them.
      await system.db.source.query(
        `UPDATE consents SET given_at = given_at - interval '400 days'
         WHERE address_id = (SELECT id FROM addresses WHERE channel = 'sms' AND hash = $1)`,
        [addressHash(system.keys, 'sms', number)],
      );
      const [, still = ''] = await arrived('sms', number, /siar\.go\.id(\/masih\/[2-9A-Z]{10})/);
      await page.goto(still);
      await inspect(page, 'masih', width, scripts);
      await press(page, 'Ya, tetap kirim SMS');
      await page.getByRole('heading', { name: 'Terima kasih, sudah ditegaskan' }).waitFor();

      // A broadcast: each copy links to its verification and to unsubscribing.
      await system.broadcast({ audience: { regions: ['32'] } });
      const [, verify = ''] = await arrived('sms', number, /siar\.go\.id\/([2-9A-Z]{10})/);
      await arrived('telegram', chatId, /Hari pemungutan suara di/);
      await page.goto(`/${verify}`);
      await page.getByRole('heading', { name: 'Periksa pesan' }).waitFor();
      await inspect(page, 'pesan', width, scripts);
      const share =
        (await page.getByRole('link', { name: 'Bagikan lewat WhatsApp' }).getAttribute('href')) ?? '';
      const shared = new URL(share).searchParams.get('text') ?? '';
      expect(share).toMatch(/^https:\/\/wa\.me\/\?text=/);
      expect(shared).toMatch(/: http:\/\/127\.0\.0\.1:\d+\/verify\/[2-9A-Z]{10}$/);

      // The message pasted unchanged, and then forged.
      const [smsText] = await arrived('sms', number, /^KPU: Pemilu[^]*$/);
      await page.goto('/');
      await page.getByRole('link', { name: /Tempel teksnya/ }).click();
      await inspect(page, 'tempel', width, scripts);
      await page.getByLabel('Teks pesan').fill(smsText);
      await press(page, 'Bandingkan');
      await page.getByRole('heading', { name: 'SAMA PERSIS' }).waitFor();
      await inspect(page, 'sama', width, scripts);
      await page.getByRole('link', { name: 'Periksa teks lain' }).click();
      const forged = smsText.replace('cekdptonline.kpu.go.id', 'cek-dpt.com').replace('13.00', '10.00');
      await page.getByLabel('Teks pesan').fill(forged);
      await press(page, 'Bandingkan');
      await page.getByRole('heading', { name: 'DIUBAH – JANGAN PERCAYA' }).waitFor();
      expect(await page.locator('ins').allTextContents()).toEqual([
        expect.stringContaining('10.00'),
        expect.stringContaining('cek-dpt.com'),
      ]);
      await inspect(page, 'diubah', width, scripts);
      await page.goto('/verify');
      await page
        .getByLabel('Teks pesan')
        .fill('Bagi-bagi sembako gratis di balai desa besok pagi, sebarkan!');
      await press(page, 'Bandingkan');
      await page.getByRole('heading', { name: 'TIDAK DITEMUKAN – BELUM TENTU PALSU' }).waitFor();
      await inspect(page, 'tidak-ditemukan', width, scripts);

      await page.getByRole('link', { name: 'Semua pesan yang disahkan' }).click();
      await page.getByRole('heading', { name: 'Pesan yang disahkan' }).waitFor();
      await inspect(page, 'daftar-pesan', width, scripts);
      await page
        .getByRole('link', { name: /^Hari pemungutan suara/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'Periksa pesan' }).waitFor();
      const [, leave = ''] = await arrived('email', email, /(http\S+\/unsubscribe\/\S+)/);
      await page.goto(leave.replace(/[>).]+$/, ''));
      expect(await state('email', email)).toBe('active');
      await press(page, 'Ya, berhenti');
      await page.getByRole('heading', { name: 'Anda berhenti menerima pesan lewat e-mail' }).waitFor();
      await inspect(page, 'berhenti', width, scripts);
      expect(await state('email', email)).toBe('unsubscribed');
      await page.getByLabel('Klarifikasi hoaks').check();
      await press(page, 'Kembali, dengan topik ini saja');
      await page.getByRole('heading', { name: 'Anda menerima lagi pesan lewat E-mail' }).waitFor();
      expect(await state('email', email)).toBe('active');

      await inChat('say', { chatId, text: 'berhenti' });
      await arrived('telegram', chatId, /^Anda berhenti\./);
      expect(await state('telegram', chatId)).toBe('unsubscribed');
      await chat.reload();
      await press(chat, 'Kembalikan');
      await arrived('telegram', chatId, /^Anda terdaftar lagi/);
      expect(await state('telegram', chatId)).toBe('active');

      // The short address from the SMS, typed by hand.
      await page.goto(`/${verify.toLowerCase()}`);
      await press(page, 'Berhenti menerima SMS');
      await page.getByRole('heading', { name: 'Anda berhenti menerima pesan lewat SMS' }).waitFor();
      expect(await state('sms', number)).toBe('unsubscribed');
    },
    180_000,
  );

  it('reads first that the pasted text is corrected, with the right text below', async () => {
    const [author, reviewer] = [await system.as('penulis'), await system.as('kpu-nasional')];
    const done = async <T>(asked: Promise<{ status: number; body: unknown }>): Promise<T> => {
      const { status, body } = await asked;
      if (status >= 300) throw new Error(`refused with ${status}: ${JSON.stringify(body)}`);
      return body as T;
    };
    const wrong = await system.broadcast({ channels: ['sms'], audience: { regions: ['32'] } });
    await system.until(wrong, ({ state }) => state === 'completed');
    const [got] = [...system.sandbox.inbox.list({ channel: 'sms', broadcast: wrong })];
    const text = (await got?.arrival.open())?.text ?? '';
    const root = '/api/v1/broadcasts';
    const begun = await done<{ id: string; version: number }>(
      author('POST', `${root}/${wrong}/corrections`, { title: 'Ralat' }),
    );
    const body = DEMO_TEXTS.sms.id.body.replace('13.00', '12.00');
    await done(
      author('PATCH', `${root}/${begun.id}`, {
        version: begun.version,
        schedule: { at: 'now', leaveWindow: true },
        contents: { sms: { ...DEMO_TEXTS.sms, id: { body } } },
      }),
    );
    const { submission } = await done<{ submission: { digest: string } }>(
      author('POST', `${root}/${begun.id}/submit`, { confirmLocalHours: true }),
    );
    await done(
      reviewer('POST', `${root}/${begun.id}/approve`, {
        digest: submission.digest,
        confirmLocalHours: true,
        acknowledged: await marksOf(reviewer, begun.id),
      }),
    );

    const page = await open(390, true);
    for (const end = performance.now() + 10_000; performance.now() < end; await sleep(200)) {
      await page.goto('/verify');
      await page.getByLabel('Teks pesan').fill(text);
      await press(page, 'Bandingkan');
      if ((await page.getByRole('heading', { name: 'SUDAH DIRALAT' }).count()) > 0) break;
    }
    // The first 400 px contain the whole answer, and nothing reassuring.
    const title = page.getByRole('heading', { name: 'SUDAH DIRALAT – JANGAN DIPAKAI' });
    const box = await title.boundingBox();
    expect((box?.y ?? 400) + (box?.height ?? 0)).toBeLessThan(400);
    expect(await page.locator('.good').count()).toBe(0);
    const right = page.locator('blockquote').first();
    expect(await right.textContent()).toContain('07.00-12.00');
    await inspect(page, 'diralat', 390, true);
  });

  it('signs up by keyboard alone, with a visible focus', async () => {
    await system.db.source.query('DELETE FROM rate_limits; DELETE FROM network_limits');
    const page = await open(1280, true);
    await page.goto('/');
    const at = (): Promise<string> =>
      page.evaluate<string>('document.activeElement.id || document.activeElement.className');
    const to = async (id: string): Promise<void> => {
      for (let i = 0; i < 60 && (await at()) !== id; i++) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')).not.toBe(
          'none',
        );
      }
      expect(await at()).toBe(id);
    };
    await page.keyboard.press('Tab');
    expect(await at()).toBe('skip');
    await to('wilayah');
    await page.keyboard.type(BANDUNG);
    await to('topik-hoaks');
    await page.keyboard.press('Space');
    await to('email');
    await page.keyboard.type('papan-tik@example.id');
    await to('setuju-data');
    await page.keyboard.press('Space');
    await to('setuju-messages');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Tinggal konfirmasi' }).waitFor();
    await arrived('email', 'papan-tik@example.id', /\/confirm\//);
  });

  it('reads the feed like a news reader', async () => {
    const page = await open(390, true);
    await page.goto('/broadcasts');
    const href = (await page.locator('link[type="application/atom+xml"]').getAttribute('href')) ?? '';
    await system.broadcast({ audience: { regions: ['32'] } });
    let text = '';
    for (const end = performance.now() + 20_000; !text.includes('<entry') && performance.now() < end;)
      text = await (await fetch(system.gateway.url + href)).text();
    const feed = await page.evaluate<{ fault: boolean; ids: string[]; dates: string[]; kinds: string[] }>(
      `(() => {
        const xml = new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xml');
        const all = (name) => [...xml.getElementsByTagNameNS('http://www.w3.org/2005/Atom', name)];
        return {
          fault: xml.querySelector('parsererror') !== null,
          ids: all('id').map((one) => one.textContent),
          dates: [...all('updated'), ...all('published')].map((one) => one.textContent),
          kinds: [xml.documentElement, ...all('entry')].map((one) => ['id', 'title', 'updated'].filter(
            (name) => [...one.children].filter(({ localName }) => localName === name).length === 1).join()),
        };
      })()`,
    );
    // RFC 4287 §4.1: the feed and each entry have exactly one of each; ids are absolute and unique.
    expect(feed.fault).toBe(false);
    expect(feed.kinds.length).toBeGreaterThan(1);
    expect(new Set(feed.kinds)).toEqual(new Set(['id,title,updated']));
    expect(new Set(feed.ids).size).toBe(feed.ids.length);
    for (const id of feed.ids) expect(id).toMatch(/^http/);
    for (const date of feed.dates) expect(new Date(date).toISOString()).toBe(date);
  });

  it('asks for the link to the preferences page in English', async () => {
    const page = await open(390, true);
    await page.goto('/preferences?bahasa=en');
    await inspect(page, 'minta-tautan', 390, true);
    await page.getByLabel('E-mail address or mobile number').fill('nobody@example.id');
    await press(page, 'Send the link');
    await page.getByRole('heading', { name: 'Look at your messages' }).waitFor();
    await page.goto(`/preferences/${'A'.repeat(22)}?bahasa=en`);
    await page.getByRole('heading', { name: 'This link no longer holds' }).waitFor();
    await inspect(page, 'tautan-habis', 390, true);
  });
});
