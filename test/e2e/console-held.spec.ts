import type { Page } from 'playwright-core';
import { Keys } from '#platform/crypto';
import { violations } from '../factories/browser.js';
import { button, closeDialog, testConsole, type TestConsole } from '../factories/console.js';
import { approvedFor } from '../factories/crowd.js';
import { testConfig } from '../factories/database.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, signIn } from '../factories/staff.js';
import { onTwoChannels } from '../factories/two-channels.js';

/** Answers on what stands that a page may take until it shows a change: one every half second, so about one is due. */
const ANSWERS = 6;

describe('hindrances on every screen', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let operator: Ask;
  let id: string;
  beforeAll(async () => {
    publisher = await testPublisher({ PROVIDER_CONTACT_SMS: 'Dukungan Twilio, 021-555-0100' });
    console = await testConsole(publisher.url);
    operator = await signIn(publisher.url, 'operator');
    const { source } = publisher.db;
    ({ id } = await approvedFor(source, [{ state: 'released', channel: 'sms' }]));
    await source.query(
      `UPDATE waves SET targeted = 40, pending = 40, fanned_out_at = siar_now(), window_from = NULL, window_to = NULL WHERE broadcast_id = $1`,
      [id],
    );
    await source.query(
      `UPDATE broadcasts SET state = 'running', title = 'Pengingat <b>hari</b>',
         draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": ["sms"], "contents": {}}', organisation_id = $2 WHERE id = $1`,
      [id, publisher.staff.organisations.ministry],
    );
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  /** Expects each page to show a change within its next answers on what stands, however slow the machine is. */
  const seenSoon = async (
    pages: Page[],
    act: () => Promise<unknown>,
    seen: (() => Promise<unknown>)[],
  ): Promise<void> => {
    await act();
    const counts = pages.map((page) => {
      const count = { answers: 0 };
      page.on('response', (answer) => {
        if (new URL(answer.url()).pathname === '/api/v1/emergency-stop') count.answers += 1;
      });
      return count;
    });
    await Promise.all(
      seen.map(async (one, at) => {
        await one();
        const answers = counts[at % counts.length]?.answers ?? Infinity;
        if (process.env['SAY']) process.stdout.write(`seen after ${answers} answers\n`);
        expect(answers).toBeLessThanOrEqual(ANSWERS);
      }),
    );
  };
  const card = (page: Page) => page.getByRole('region', { name: 'SMS', exact: true });
  const trouble = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  it('appear at once on operations, home, the list and the page', async () => {
    const operations = await console.as('operator', '/operasi');
    await card(operations).getByText('Berjalan', { exact: true }).waitFor();
    const home = await console.as('operator', '/');
    await home.getByRole('link', { name: 'Pengingat <b>hari</b>' }).first().waitFor();
    const list = await console.as('auditor', '/siaran');
    await list.getByText('Berjalan', { exact: true }).first().waitFor();
    const at = await console.as('penulis', `/siaran/${id}`);
    await at.getByText('Langsung', { exact: true }).waitFor();
    const shown = (page: Page, text: RegExp) => () => page.getByText(text).first().waitFor();
    const all = (text: RegExp) => [
      () => card(operations).getByText(text).first().waitFor(),
      ...[home, list, at].map((page) => shown(page, text)),
    ];
    const pages = [operations, home, list, at];
    const pauses = '/api/v1/operations/channels/sms';
    await seenSoon(
      pages,
      () => operator('POST', `${pauses}/pause`, { reason: 'Tagihan' }),
      all(/^Dijeda( sebagian)?$/),
    );
    await seenSoon(pages, () => operator('POST', `${pauses}/resume`), all(/^Berjalan$/));
    await seenSoon(pages, () => operator('POST', '/api/v1/emergency-stop', { reason: 'Uji' }), [
      ...all(/^Dihentikan darurat$/),
      ...pages.map((page) => () => page.getByText(/^Sejak .* oleh Operator/).waitFor()),
    ]);
    // The wall says it in its own band: it offers nothing to press, and nothing is out of view.
    const wall = await console.as('operator', '/operasi');
    await wall.goto(`/siaran/${id}?wall`);
    await wall
      .getByRole('status')
      .getByText(/^Semua siaran dihentikan sejak /)
      .waitFor();
    for (const [width, height] of [
      [1920, 1080],
      [1280, 800],
    ] as const) {
      await wall.setViewportSize({ width, height });
      expect(
        await wall.evaluate('document.documentElement.scrollHeight - window.innerHeight'),
      ).toBeLessThanOrEqual(0);
      expect((await wall.getByRole('heading', { level: 1 }).boundingBox())?.y).toBeGreaterThanOrEqual(0);
    }
    expect(await wall.getByText('Penghentian darurat berlaku').count()).toBe(0);
    expect(await button(wall, 'Cabut penghentian').count()).toBe(0);
    // The notice stays in view.
    await operations.evaluate('scrollTo(0, document.body.scrollHeight)');
    const lift = operations
      .getByRole('alert', { name: 'Penghentian darurat berlaku' })
      .getByRole('button', { name: 'Cabut penghentian' });
    expect((await lift.boundingBox())?.y).toBeGreaterThan(0);
    expect(await violations(operations)).toEqual([]);
    await seenSoon(
      pages,
      () => operator('POST', '/api/v1/emergency-stop/lift', { note: 'Uji' }),
      all(/^Berjalan$/),
    );
  }, 120_000);

  it('are lifted with the number of messages that go on, and of those that stay paused', async () => {
    const { source } = publisher.db;
    const other = await approvedFor(source, [{ state: 'released', channel: 'sms', regionCode: '51' }]);
    await source.query(
      `UPDATE waves SET targeted = 7, pending = 7, fanned_out_at = siar_now(), state = 'paused', resume_state = 'released',
         paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1`,
      [other.id],
    );
    await operator('POST', '/api/v1/emergency-stop', { reason: 'Uji' });
    const page = await console.as('operator', '/operasi');
    await page.getByRole('button', { name: /^Kabar, \d+ belum dibaca/ }).click();
    const bell = page.getByRole('dialog', { name: 'Kabar' });
    await bell.getByText(/^Penghentian darurat berlaku sejak .*, oleh Operator/).waitFor();
    await page.keyboard.press('Escape');
    const banner = page.getByRole('alert', { name: 'Penghentian darurat berlaku' });
    await button(banner, 'Cabut penghentian').click();
    const dialog = page.getByRole('dialog', { name: 'Cabut penghentian darurat?' });
    await dialog.getByText('40 pesan masih menunggu').waitFor();
    await dialog.getByText('7 pesan lain dijeda sendiri dan tetap menunggu').waitFor();
    await dialog.getByLabel('Mengapa boleh dilanjutkan').fill('Sudah diperiksa');
    await button(dialog, 'Cabut penghentian').click();
    const lifted = page.getByRole('dialog', { name: 'Penghentian darurat dicabut' });
    await lifted
      .getByText(
        'Dicabut: 1 siaran, 1 bagian berjalan lagi; pengiriman 40 pesan dilanjutkan, yang terjadwal pada jamnya. Satu bagian: satu saluran di satu wilayah.',
      )
      .waitFor();
    await lifted.getByText('7 pesan lain dijeda sendiri dan tetap menunggu.').waitFor();
    await closeDialog(page);
    await source.query('DELETE FROM waves WHERE broadcast_id = $1', [other.id]);
  }, 60_000);

  it('stay on a broadcast with wrong content when the stop that named it is lifted', async () => {
    const page = await console.as('operator', '/operasi');
    await button(page, 'Hentikan semua siaran').click();
    const dialog = page.getByRole('dialog', { name: 'Hentikan semua siaran?' });
    await button(dialog, 'Isi pesan keliru').click();
    // It alone runs, so it is marked; whoever takes that back is asked once more.
    const wrong = dialog.getByRole('checkbox', { name: 'Pengingat <b>hari</b>' });
    await wrong.and(dialog.locator(':checked')).waitFor();
    await wrong.uncheck();
    await button(dialog, 'Hentikan semua siaran').click();
    await dialog.getByText(/^Belum ada yang dicentang:/).waitFor();
    expect(await violations(page)).toEqual([]);
    if (process.env['PICTURES']) {
      await page.screenshot({ path: '/tmp/stop-1280.png' });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.screenshot({ path: '/tmp/stop-390.png' });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await wrong.check();
    await button(dialog, 'Hentikan semua siaran').click();
    const stopped = page.getByRole('dialog', { name: 'Semua siaran dihentikan' });
    await stopped.getByText('1 siaran dijeda dan diragukan: penulisnya diberi tahu.').waitFor();
    await closeDialog(page);
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'Uji' });
    const { body } = await operator<{ state: string; doubt: { reason: string } | null }>(
      'GET',
      `/api/v1/broadcasts/${id}`,
    );
    expect(body).toMatchObject({ state: 'paused', doubt: { reason: 'Isi pesan keliru' } });
    const author = await console.as('penulis', `/siaran/${id}`);
    await author.getByText('Diragukan', { exact: true }).first().waitFor();
    expect((await operator('POST', `/api/v1/broadcasts/${id}/resume`, { doubted: true })).status).toBe(200);
  }, 60_000);

  it('count what is paused itself where an emergency stop holds nothing else', async () => {
    const pause = `/api/v1/broadcasts/${id}`;
    expect((await operator('POST', `${pause}/pause`, { reason: 'Uji' })).status).toBe(200);
    const page = await console.as('operator', '/operasi');
    await button(page, 'Hentikan semua siaran').click();
    const dialog = page.getByRole('dialog', { name: 'Hentikan semua siaran?' });
    await dialog.getByText('Tidak ada siaran yang sedang dikirim.').waitFor();
    await dialog.getByText('40 pesan lain dijeda sendiri dan tetap menunggu.').waitFor();
    await dialog.getByRole('textbox', { name: 'Alasan' }).fill('Uji');
    await button(dialog, 'Hentikan semua siaran').click();
    const stopped = page.getByRole('dialog', { name: 'Semua siaran dihentikan' });
    await stopped.getByText('Tidak ada siaran yang tertahan oleh penghentian ini.').waitFor();
    await stopped.getByText('40 pesan lain dijeda sendiri dan tetap menunggu.').waitFor();
    await closeDialog(page);
    const at = await console.as('auditor', `/siaran/${id}`);
    const note = at.getByRole('alert').filter({ hasText: 'Semua siaran dihentikan sejak' });
    await note.getByText(/^Bila ini berakhir, belum ada yang berjalan lagi:/).waitFor();
    expect(await note.getByText(/dari 1 bagian|Yang perlu dilakukan/).count()).toBe(0);
    await operator('POST', '/api/v1/emergency-stop/lift', { note: 'Uji' });
    // A pause with nothing left to send promises nothing.
    const paused = at.getByRole('alert').filter({ hasText: 'SMS dijeda sejak' });
    await paused.getByText('Yang belum dikirim menunggu sampai batas waktunya.').waitFor();
    // What somebody does about it stands once, at the top.
    await at.getByText(/^Sekarang: operator menangani SMS\./).waitFor();
    expect(await paused.getByText('Yang perlu dilakukan').count()).toBe(0);
    const left = (copies: number) =>
      publisher.db.source.query('UPDATE waves SET targeted = $2, pending = $2 WHERE broadcast_id = $1', [
        id,
        copies,
      ]);
    await left(0);
    await paused.getByText('Tidak ada lagi yang menunggu dikirim di bagian ini.').waitFor();
    await left(40);
    expect((await operator('POST', `${pause}/resume`, {})).status).toBe(200);
  }, 60_000);

  it('include a retry that all the rest waits for', async () => {
    const { source } = publisher.db;
    await source.query(
      `INSERT INTO batches (wave_id, no, size, not_before)
       SELECT id, 1, 40, siar_now() + interval '10 minutes' FROM waves WHERE broadcast_id = $1`,
      [id],
    );
    const page = await console.as('penulis', `/siaran/${id}`);
    await page.getByText(/^ ?40 pesan belum diterima penyedia dan dicoba lagi mulai /).waitFor();
    await source.query(
      'DELETE FROM batches WHERE wave_id IN (SELECT id FROM waves WHERE broadcast_id = $1)',
      [id],
    );
  }, 60_000);

  it('of the brake name the sender, and are one with what a carrier refuses', async () => {
    const { source } = publisher.db;
    const { id: braked } = await approvedFor(source, [
      { state: 'released', channel: 'email', regionCode: '11' },
      { state: 'released', channel: 'email', regionCode: '51' },
      // A hold is told of while something of its channel may still go out.
      { state: 'planned', channel: 'email', regionCode: '91' },
    ]);
    await source.query(
      `UPDATE waves SET targeted = n, pending = n, fanned_out_at = siar_now(), state = 'paused', resume_state = 'released',
         paused_by = 'brake', paused_at = siar_now(),
         brake = '{"channel": "email", "why": "sender", "code": "smtp 5.7.26", "copies": null, "of": null, "carrier": null}'
       FROM (SELECT id AS wave, CASE region_code WHEN '11' THEN 30 ELSE 2 END AS n FROM waves WHERE broadcast_id = $1 AND state = 'released') w WHERE id = wave`,
      [braked],
    );
    // Its dialog reads the broadcast, which an operator of its organisation sees.
    await source.query(
      `UPDATE broadcasts SET state = 'running', organisation_id = $2,
         draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11"]}, "channels": ["email"], "contents": {}}' WHERE id = $1`,
      [braked, publisher.staff.organisations.ministry],
    );
    await source.query(
      `INSERT INTO budgets (account, channel, rate_per_second) VALUES ('email', 'email', 100)`,
    );
    const page = await console.as('operator', '/operasi');
    const of = trouble(page, 'Surel: direm otomatis');
    await page
      .getByRole('status')
      .getByText(/ karena penyedia menolak alamat pengirim surel kita info@siar\.go\.id atau isi pesannya\.$/)
      .waitFor();
    await of.getByText(/^Menurut kodenya, yang ditolak: domain pengirim/).waitFor();
    await of.getByText(/Dikirim dari: info@siar\.go\.id lewat akun email/).waitFor();
    await button(of, 'Coba satu wilayah dahulu: Uji').waitFor();
    expect(await violations(page)).toEqual([]);
    // What a carrier refuses of the rest is told with the brake, not beside it.
    await source.query(
      `INSERT INTO carrier_holds (broadcast_id, channel, class, sign, code, copies, answers, next_at)
       VALUES ($1, 'email', 'gmail', 'fault', 'smtp 5.7.26', 24, 26, siar_now() + interval '15 minutes')`,
      [braked],
    );
    await of.getByText('Pesan ke Gmail ditahan juga; berlanjut bersama rem ini.').waitFor();
    expect(await page.getByRole('region', { name: 'Ditahan untuk satu penyedia' }).count()).toBe(0);
    await source.query(`DELETE FROM carrier_holds`);
    await source.query(`DELETE FROM budgets WHERE account = 'email'`);
    await source.query('DELETE FROM waves WHERE broadcast_id = $1', [braked]);
    await source.query(`UPDATE broadcasts SET state = 'cancelled', ended_at = siar_now() WHERE id = $1`, [
      braked,
    ]);
  }, 60_000);

  it('are explained on the card with checks and a contact, and end by the same dialog', async () => {
    await publisher.db.source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'brake', paused_at = siar_now(),
         brake = '{"channel": "sms", "why": "sender", "code": "twilio 21612", "copies": null, "of": null, "carrier": null}' WHERE broadcast_id = $1`,
      [id],
    );
    const page = await console.as('operator', '/operasi');
    const braked = trouble(page, 'SMS: direm otomatis');
    await page
      .getByRole('status')
      .getByText(/^SMS direm di 1 siaran sejak \d\d\.\d\d WIB karena penyedia menolak pengirim SMS kita/)
      .waitFor();
    await page
      .getByText(
        /^Surel dan Telegram siap mengirim\. Tidak ada yang sedang dikirim: 1 siaran dijeda atau direm\./,
      )
      .waitFor();
    await braked
      .getByText(/^SMS direm di 1 siaran sejak .* karena penyedia menolak pengirim SMS kita/)
      .waitFor();
    await braked.getByText('40 pesan menunggu', { exact: true }).waitFor();
    await braked.getByText(/Hubungi: Dukungan Twilio, 021-555-0100/).waitFor();
    await braked.getByText(/penyedia menolak pengirim \(twilio 21612\)/).waitFor();
    // The release comes last, and nothing is said of the domains that only e-mail has.
    expect(await braked.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Yang terjadi',
      'Yang diperiksa',
      'Sesudah itu',
    ]);
    expect(await braked.innerText()).not.toMatch(/SPF|DKIM|PROVIDER_/);
    await braked
      .getByRole('listitem')
      .filter({ hasText: 'Sesudah itu' })
      .getByRole('button', { name: 'Lepaskan rem: Pengingat <b>hari</b>' })
      .waitFor();
    expect(await violations(page)).toEqual([]);
    // Who was called for it without an answer, and who takes it, stands here and on home.
    await publisher.db.source.query(
      `INSERT INTO alerts (kind, broadcast_id, channel, decide_by, until, next_at, calls, people, called_at)
       VALUES ('brake', $1, 'sms', siar_now() + interval '1 hour', siar_now() + interval '2 hours', siar_now() + interval '1 hour', 2, 1, siar_now())`,
      [id],
    );
    await braked
      .getByText(/^Panggilan ke-2 kepada 1 orang yang siaga disiapkan .* Belum ada yang menanganinya\.$/)
      .waitFor();
    const home = await console.as('operator', '/');
    await home.getByText(/ Belum ada yang menanganinya\.$/).waitFor();
    await button(home, 'Saya tangani: Pengingat <b>hari</b>').click();
    await home.getByText(/^Operator menangani sejak /).waitFor();
    await braked.getByText(/^Operator menangani sejak /).waitFor();
    expect(await button(page, /^Saya tangani/).count()).toBe(0);
    // A pause of the whole channel, and of another broadcast on it, stand beside the brake.
    const { id: other } = await approvedFor(publisher.db.source, [{ state: 'released', channel: 'sms' }]);
    await publisher.db.source.query(
      `UPDATE waves SET targeted = 7, pending = 7, fanned_out_at = siar_now(), state = 'paused', resume_state = 'released',
         paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1`,
      [other],
    );
    await operator('POST', '/api/v1/operations/channels/sms/pause', { reason: 'Tagihan' });
    const whole = trouble(page, 'SMS: saluran dijeda');
    await whole.getByText(/^SMS dijeda sejak .* oleh Operator$/).waitFor();
    await whole.getByText('Alasan: Tagihan').waitFor();
    await whole.getByText('Tidak ada siaran yang menunggu karenanya sekarang.').waitFor();
    await whole.getByText('47 pesan lain dijeda sendiri dan tetap menunggu.').waitFor();
    const inPart = trouble(page, 'SMS: sebagian siaran dijeda');
    await inPart.getByText('7 pesan menunggu', { exact: true }).waitFor();
    await braked.getByText('Siaran yang tertahan karenanya: 1').waitFor();
    expect(
      await page
        .getByRole('main')
        .getByText(/^Hubungi:/)
        .count(),
    ).toBe(1);
    expect(await violations(page)).toEqual([]);
    await operator('POST', '/api/v1/operations/channels/sms/resume');
    await publisher.db.source.query('DELETE FROM waves WHERE broadcast_id = $1', [other]);
    // Until its numbers are there, the dialog says that they are being loaded, and nothing can be confirmed.
    let answer = (): void => {};
    const asked = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/waves', async (route) => {
      await asked;
      await route.continue();
    });
    // The steps of a brake read them too.
    await page.reload();
    await button(braked, 'Lepaskan rem: Pengingat <b>hari</b>').click();
    const opening = page.getByRole('dialog');
    await opening.getByRole('progressbar', { name: 'Memuat' }).waitFor();
    expect(await button(opening, 'Lanjutkan').isDisabled()).toBe(true);
    answer();
    const dialog = page.getByRole('dialog', { name: 'Lepaskan rem SMS?' });
    await dialog.getByText('SMS direm karena: penyedia menolak pengirim (twilio 21612)').waitFor();
    await button(dialog, 'Lepaskan rem').click();
    await page
      .getByRole('dialog', { name: 'Rem dilepas' })
      .getByText(/Berlanjut sekarang|Dilanjutkan di/)
      .waitFor();
    // The card behind the dialog shows it already; the dialog still shows the result.
    await card(page).getByText('Berjalan', { exact: true }).waitFor();
    await closeDialog(page);
    const events = page.getByRole('region', { name: 'Yang terjadi terakhir' });
    await events
      .getByText(/Operator melanjutkan Pengingat <b>hari<\/b>.* lewat SMS/)
      .first()
      .waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/[{}"]|reconcile|broadcast\.|broadcast:/);
    // The name of the setting for a contact is for those who run the servers.
    await publisher.db.source.query(
      `INSERT INTO budgets (account, channel, rate_per_second, slowed_since, slowed_until, slow_reason)
       VALUES ('email', 'email', 100, clock_timestamp() - interval '11 minutes', clock_timestamp() + interval '1 minute', 'smtp 4.7.0')
       ON CONFLICT (account) DO UPDATE SET slowed_since = excluded.slowed_since, slowed_until = excluded.slowed_until, slow_reason = excluded.slow_reason`,
    );
    const mail = trouble(page, 'Surel: diminta melambat');
    await mail.getByText(/^Penyedia surel meminta pengiriman diperlambat sejak/).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^Kabar, \d+ belum dibaca/ }).click();
    await page
      .getByRole('dialog', { name: 'Kabar' })
      .getByRole('link', { name: /^Penyedia surel meminta pengiriman diperlambat sejak/ })
      .click();
    await page.getByText(/^Nomor penyedia .*surel.* belum dicatat di Siar/).waitFor();
    const setting = page.getByText(/setelan server: .*PROVIDER_CONTACT_EMAIL/);
    expect(await setting.isVisible()).toBe(false);
    await page.locator('details', { has: setting }).getByText('Untuk pengelola server').click();
    await setting.waitFor();
    // The last worker of that channel has stopped.
    await publisher.worker.serves(['email', 'sms']);
    const telegram = trouble(page, 'Telegram: program pengirim mati');
    await telegram.getByText(/^Telegram: tidak ada program pengirim yang berjalan sejak .* WIB$/).waitFor();
    await telegram.getByText('Hubungi: pengelola server Siar.').waitFor();
    await telegram.getByText('Tidak ada siaran yang menunggu karenanya sekarang.').waitFor();
    expect(await violations(page)).toEqual([]);
  }, 60_000);

  it('name what was rejected before the brake was released, with the way to decide on it', async () => {
    const { source, url } = publisher.db;
    const {
      id: rejected,
      waves: [email],
    } = await onTwoChannels(source, new Keys(testConfig(url)), ['failed', 'failed', 'pending']);
    await source.query(
      `UPDATE deliveries SET handed_at = siar_now(), reason = 'smtp 5.3.0' WHERE broadcast_id = $1 AND state = 'failed'`,
      [rejected],
    );
    await source.query(
      `UPDATE broadcasts SET title = 'Ditolak', organisation_id = $2,
         draft = (SELECT draft FROM broadcasts WHERE id = $3) WHERE id = $1`,
      [rejected, publisher.staff.organisations.ministry, id],
    );
    await source.query(
      `UPDATE waves SET state = 'paused', resume_state = 'released', paused_by = 'brake', paused_at = siar_now(),
         brake = '{"channel": "email", "why": "refused", "code": "smtp 5.3.0", "copies": 2, "of": 2, "carrier": null}' WHERE id = $1`,
      [email],
    );
    const page = await console.as('operator', `/operasi?tindakan=lepas&siaran=${rejected}&saluran=email`);
    await button(page.getByRole('dialog', { name: 'Lepaskan rem surel?' }), 'Lepaskan rem').click();
    const done = page.getByRole('dialog', { name: 'Rem dilepas' });
    await done
      .getByText('2 pesan yang ditolak sebelum rem dilepas tidak dikirim ulang dengan sendirinya.')
      .waitFor();
    expect(await violations(page)).toEqual([]);
    if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/released.png` });
    await done.getByRole('link', { name: /^Putuskan di halaman siaran/ }).click();
    // The page counts its cause on all channels, SMS among them.
    await button(page, 'Kirim ulang 4 pesan yang ditolak…').waitFor();
    await source.query(`UPDATE broadcasts SET state = 'cancelled', ended_at = siar_now() WHERE id = $1`, [
      rejected,
    ]);
  });

  it('leave what is in doubt paused when the channel around it is resumed', async () => {
    const { source } = publisher.db;
    const own = await approvedFor(source, [
      { state: 'released', channel: 'sms' },
      { state: 'released', channel: 'sms', regionCode: '51' },
    ]);
    await source.query(
      `UPDATE waves SET targeted = 40, pending = 40, fanned_out_at = siar_now(), window_from = NULL, window_to = NULL WHERE broadcast_id = $1`,
      [own.id],
    );
    await source.query(
      `UPDATE broadcasts SET state = 'running', title = 'Jam TPS', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11", "51"]}, "channels": ["sms"], "contents": {}}',
         organisation_id = $2 WHERE id = $1`,
      [own.id, publisher.staff.organisations.ministry],
    );
    const pause = (body: object) => operator('POST', `/api/v1/broadcasts/${own.id}/pause`, body);
    expect((await pause({ channel: 'sms', reason: 'Nomor pengirim' })).status).toBe(200);
    expect((await pause({ region: '51', reason: 'Tanggal Bali keliru', doubt: true })).status).toBe(200);
    const page = await console.as('operator', `/siaran/${own.id}`);
    await page.getByText('Yang diragukan: SMS di Wilayah 51.').waitFor();
    await page.getByText(/Nomor pengirim · isinya diragukan: Tanggal Bali keliru$/).waitFor();
    await button(page, 'Lanjutkan').click();
    const dialog = page.getByRole('dialog', { name: 'Lanjutkan siaran ini?' });
    const kept = dialog.getByText(/^Tetap dijeda karena isinya diragukan: 40 pesan di Wilayah 51\.$/);
    await kept.waitFor();
    await dialog.getByRole('checkbox', { name: 'Kirim juga yang diragukan: 40 pesan di Wilayah 51' }).click();
    await button(
      page.getByRole('dialog', { name: 'Lanjutkan siaran ini, juga yang diragukan?' }),
      'Lanjutkan juga yang diragukan',
    ).waitFor();
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/also-1280.png` });
    await page.getByRole('dialog').getByRole('checkbox').click();
    await kept.waitFor();
    if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/resume-1280.png` });
    expect(await violations(page)).toEqual([]);
    // While the request runs, the dialog says what was confirmed, although the waves have changed.
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/resume', async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response });
    });
    const changed = async (): Promise<boolean> =>
      (await page
        .waitForResponse((response) => response.url().endsWith('/waves'))
        .then((response) => response.text())
        .then((text) => (text.match(/"paused"/g) ?? []).length)) === 1;
    await button(dialog, 'Lanjutkan').click();
    while (!(await changed()));
    await page.waitForTimeout(200);
    expect(await kept.isVisible()).toBe(true);
    expect(await page.getByText(/ikut dikirim/).count()).toBe(0);
    answer();
    await page.getByText('40 pesan tetap dijeda karena isinya diragukan.').waitFor();
    await page.unroute('**/resume');
    await closeDialog(page);
    await page
      .getByText(/Tanggal Bali keliru/)
      .first()
      .waitFor();
  }, 60_000);

  it('offer a doubt alone where all that is left is paused, and name a part as such', async () => {
    const { source } = publisher.db;
    const own = await approvedFor(source, [
      { state: 'released', channel: 'sms' },
      { state: 'released', channel: 'sms', regionCode: '51' },
    ]);
    await source.query(
      `UPDATE waves SET targeted = 40, pending = 40, fanned_out_at = siar_now(), window_from = NULL, window_to = NULL WHERE broadcast_id = $1`,
      [own.id],
    );
    await source.query(
      `UPDATE broadcasts SET state = 'running', title = 'Tinggal yang dijeda', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11", "51"]}, "channels": ["sms"], "contents": {}}',
         organisation_id = $2 WHERE id = $1`,
      [own.id, publisher.staff.organisations.ministry],
    );
    const page = await console.as('penulis', `/siaran/${own.id}`);
    await button(page, 'Jeda').click();
    const whole = page.getByRole('dialog', { name: 'Jeda siaran ini?' });
    await whole.getByRole('combobox', { name: 'Wilayah' }).click();
    await page.getByRole('option', { name: 'Wilayah 51' }).click();
    await page.getByRole('dialog', { name: 'Jeda Wilayah 51?' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    const paused = { region: '51', reason: 'Jaringan' };
    expect((await operator('POST', `/api/v1/broadcasts/${own.id}/pause`, paused)).status).toBe(200);
    await source.query(
      `UPDATE waves SET state = 'completed', pending = 0, delivered = 40, ended_at = siar_now() WHERE broadcast_id = $1 AND region_code <> '51'`,
      [own.id],
    );
    await button(page, 'Lainnya').click();
    await page.getByRole('menuitem', { name: 'Nyatakan diragukan' }).click();
    expect(await button(page, 'Jeda').count()).toBe(0);
    const dialog = page.getByRole('dialog', { name: 'Nyatakan isinya diragukan?' });
    await dialog.getByText('40 pesan masih menunggu', { exact: true }).waitFor();
    await button(dialog, 'Nyatakan diragukan').click();
    const done = page.getByRole('dialog', { name: 'Isinya dinyatakan diragukan' });
    await done.getByText(/^Keadaan pukul /).waitFor();
    await done.getByText('40 pesan masih menunggu', { exact: true }).waitFor();
    expect(await done.getByText(/bagian dijeda/).count()).toBe(0);
    await closeDialog(page);
    // Nothing is left that could be put in doubt.
    await button(page, 'Lainnya').click();
    await page.getByRole('menuitem', { name: 'Salin menjadi siaran baru' }).waitFor();
    await page.getByRole('menuitem', { name: 'Nyatakan diragukan' }).waitFor({ state: 'detached' });
  }, 60_000);

  it('count what a pause of the whole holds itself, before and after, beside what was paused before', async () => {
    const { source } = publisher.db;
    const own = await approvedFor(source, [
      { state: 'released', channel: 'sms' },
      { state: 'released', channel: 'sms', regionCode: '51' },
    ]);
    await source.query(
      `UPDATE waves SET fanned_out_at = siar_now(), window_from = NULL, window_to = NULL,
         targeted = CASE region_code WHEN '51' THEN 0 ELSE 40 END, pending = CASE region_code WHEN '51' THEN 0 ELSE 40 END,
         expected = 30 WHERE broadcast_id = $1`,
      [own.id],
    );
    await source.query(
      `UPDATE waves SET fanned_out_at = NULL WHERE broadcast_id = $1 AND region_code = '51'`,
      [own.id],
    );
    await source.query(
      `UPDATE broadcasts SET state = 'running', title = 'Dua kali dijeda', draft = '{"title": "Uji", "kind": "urgent", "reach": "every", "audience": {"regions": ["11", "51"]}, "channels": ["sms"], "contents": {}}',
         organisation_id = $2 WHERE id = $1`,
      [own.id, publisher.staff.organisations.ministry],
    );
    const before = await operator('POST', `/api/v1/broadcasts/${own.id}/pause`, {
      region: '51',
      reason: 'Jaringan',
    });
    expect(before.status).toBe(200);
    const page = await console.as('penulis', `/siaran/${own.id}`);
    await button(page, 'Jeda').click();
    const dialog = page.getByRole('dialog');
    const numbers = async (): Promise<void> => {
      await dialog.getByText('40 pesan masih menunggu', { exact: true }).waitFor();
      await dialog.getByText('30 pesan lain dijeda sendiri dan tetap menunggu').waitFor();
      await dialog.getByText(/^40 pesan kedaluwarsa /).waitFor();
    };
    await numbers();
    await dialog.getByRole('radio', { name: 'Isinya diragukan' }).check();
    await button(dialog, 'Jeda').click();
    await dialog.getByText(/^Keadaan pukul /).waitFor();
    await dialog.getByText(/^1 bagian dijeda\./).waitFor();
    await dialog.getByText(/juga untuk 30 pesan yang sudah dijeda sebelumnya\.$/).waitFor();
    await numbers();
  }, 60_000);
});
