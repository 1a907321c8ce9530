import { setTimeout as sleep } from 'node:timers/promises';
import { queued, Queues } from '#queue';
import { sticksOut, violations } from '../factories/browser.js';
import { approvedFor } from '../factories/crowd.js';
import { consume } from '../factories/consumer.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { keyboard } from '../factories/keyboard.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

/** Gmail refuses a broadcast. */
const HOLD = `
INSERT INTO carrier_holds (broadcast_id, channel, class, sign, code, copies, answers, next_at)
VALUES ($1, 'email', 'gmail', 'fault', 'smtp 5.7.26', 24, 26, siar_now() + interval '15 minutes')`;

describe('the console, for operators and auditors', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  beforeAll(async () => {
    publisher = await testPublisher();
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('retries a failed job after explaining the effect, and records who did', async () => {
    const queues = publisher.app.get(Queues);
    // BullMQ does not retry an error of this name.
    const hopeless = Object.assign(new Error('relation "waves" is locked'), { name: 'UnrecoverableError' });
    const consumer = consume(queues, 'sms', 1, () => Promise.reject(hopeless));
    // Of a wave that is still to be fanned out: what is done, the reconciler would forget.
    const { waves } = await approvedFor(publisher.db.source, [
      { state: 'planned', channel: 'sms', due: 600, expires: 900 },
    ]);
    const [waveId = ''] = waves;
    await queues.enqueue('sms', [queued({ name: 'fan-out', waveId }, 10, 1)]);
    while ((await queues.depth('sms')).failed === 0) await sleep(50);
    await consumer.close();

    const page = await console.as('operator', '/operasi');
    const summary = page.getByRole('region', { name: 'Ringkasan' });
    await summary.getByText('1 tugas latar gagal.').first().waitFor();
    const failed = page.getByRole('region', { name: 'Tugas latar' });
    await failed.getByText(/fan-out-\d+ · SMS · .* WIB · 1 percobaan\. Sebabnya tidak dikenal\./).waitFor();
    const technical = failed.getByText('relation "waves" is locked');
    expect(await technical.isVisible()).toBe(false);
    await failed.getByText('Keterangan teknis (bahasa Inggris)').click();
    await technical.waitFor();
    expect(await technical.getAttribute('lang')).toBe('en');
    await button(failed, 'Jalankan lagi').click();
    const dialog = page.getByRole('dialog', { name: 'Jalankan lagi tugas latar ini?' });
    await dialog.getByText(/^fan-out-\d+ dikembalikan ke antrean/).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(dialog, 'Batal').click();
    await dialog.waitFor({ state: 'detached' });
    // Notices wait in these queues too.
    const { waiting, failed: left } = await queues.depth('sms');
    expect(left).toBe(1);
    await button(failed, 'Jalankan lagi').click();
    await button(dialog, 'Jalankan lagi').click();
    await failed.getByText('Tidak ada tugas latar yang gagal.').waitFor();
    expect(await queues.depth('sms')).toMatchObject({ waiting: waiting + 1, failed: 0 });
    await summary
      .getByRole('status')
      .getByText(/^Semua jalan\. /)
      .waitFor();

    const auditor = await console.as('auditor', '/audit');
    await auditor
      .getByRole('row', { name: /Operator .*Tugas gagal diulang Antrean SMS/ })
      .getByText(`fan-out-${waveId}`, { exact: true })
      .first()
      .waitFor();
  });

  it('pauses a channel for a reason and resumes it, and records who did', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [
      { state: 'released', channel: 'telegram' },
      { state: 'released', channel: 'telegram', regionCode: '51' },
    ]);
    await source.query(
      `UPDATE waves SET targeted = 7, pending = 7, fanned_out_at = siar_now(), state = 'paused', resume_state = 'released',
         paused_by = 'operator', paused_at = siar_now(), pause_reason = 'uji' WHERE broadcast_id = $1 AND region_code = '51'`,
      [id],
    );
    await source.query(
      `UPDATE waves SET targeted = 13, pending = 10, claimed = 3, expected = 56 WHERE broadcast_id = $1 AND state = 'released'`,
      [id],
    );
    // A worker holds them: the reconciler makes what is claimed without a claim unknown.
    await source.query(
      `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
       SELECT broadcast_id, id, 0, 'email', 'uji', siar_now() + interval '1 hour' FROM waves WHERE broadcast_id = $1 AND state = 'released'`,
      [id],
    );
    const page = await console.as('operator', '/operasi');
    const card = page.getByRole('region', { name: 'Telegram', exact: true });
    await button(card, 'Jeda Telegram').click();
    const dialog = page.getByRole('dialog', { name: 'Jeda saluran Telegram?' });
    await dialog.getByText(/^Tidak ada lagi yang dikirim lewat Telegram, termasuk kode konfirmasi/).waitFor();
    await dialog.getByText('53 pesan masih menunggu (43 di antaranya belum didaftar, perkiraan)').waitFor();
    await dialog.getByText('7 pesan lain dijeda sendiri dan tetap menunggu').waitFor();
    await dialog.getByText('3 pesan sedang diproses dan mungkin masih terkirim').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await button(dialog, 'Jeda Telegram').isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('Penyedia salah menagih');
    await button(dialog, 'Jeda Telegram').click();
    const trouble = page.getByRole('region', { name: 'Telegram: saluran dijeda' });
    await trouble.getByText(/^Telegram dijeda sejak .* oleh Operator$/).waitFor();
    await trouble.getByText('Alasan: Penyedia salah menagih').waitFor();
    const summary = page.getByRole('region', { name: 'Ringkasan' });
    await summary
      .getByRole('status')
      .getByText(/^Telegram dijeda untuk semua siaran sejak \d\d\.\d\d WIB oleh Operator\.$/)
      .waitFor();
    await summary
      .getByText(/^Surel dan SMS siap mengirim\. Tidak ada siaran yang sedang dikirim\. 1 siaran tertahan/)
      .waitFor();
    expect(await violations(page)).toEqual([]);
    // The frame's dialogs have their words on every screen: home has not loaded those of the others.
    const home = await console.as('operator', '/');
    await button(home, 'Hentikan semua siaran').click();
    const stopping = home.getByRole('dialog', { name: 'Hentikan semua siaran?' });
    await stopping
      .getByText('53 pesan lewat Telegram baru dikirim sesudah saluran itu dilanjutkan.')
      .waitFor();
    await stopping.getByRole('textbox').fill('Uji');
    await button(stopping, 'Hentikan semua siaran').click();
    await home.getByRole('dialog', { name: 'Semua siaran dihentikan' }).waitFor();
    await page.getByText('Penghentian darurat berlaku').waitFor();
    await button(trouble, 'Lanjutkan Telegram').click();
    const resuming = page.getByRole('dialog', { name: 'Lanjutkan saluran Telegram?' });
    await resuming
      .getByText(/^\d+ pesan yang menunggu lewat Telegram baru dikirim sesudah penghentian darurat dicabut,/)
      .waitFor();
    await resuming.getByText(/^Kode konfirmasi dan peringatan yang tertahan ikut dikirim\./).waitFor();
    await button(resuming, 'Lanjutkan Telegram').click();
    await button(card, 'Jeda Telegram').waitFor();
    await publisher.db.source.query(
      `UPDATE emergency_stops SET lifted_at = siar_now(), lifted_by = stopped_by, lift_note = 'Uji' WHERE lifted_at IS NULL`,
    );

    // Home names it, with how it ended, and leads to its event on its day.
    await page.goto('/');
    const day = page.getByRole('region', { name: '24 jam terakhir' });
    const incident = day.getByRole('listitem').filter({ hasText: 'Saluran Telegram dijeda' });
    await incident.getByText(/ · oleh Operator: Penyedia salah menagih · dilanjutkan$/).waitFor();
    await incident.getByRole('link').click();
    await page.waitForURL(/\/operasi\?day=\d{4}-\d\d-\d\d&event=\d+$/);
    const events = page.getByRole('region', { name: 'Yang terjadi pada hari itu' });
    await events.getByRole('heading', { name: /^Hari ini, / }).waitFor();
    await events
      .locator('li[aria-current]')
      .getByText(/^Operator menjeda saluran Telegram\./)
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await button(events, 'Sehari sebelumnya').click();
    await events.getByText(/^Tidak ada kejadian pada /).waitFor();

    const auditor = await console.as('auditor', '/audit');
    await auditor.getByRole('row', { name: /Operator .*Saluran dilanjutkan Saluran Telegram/ }).waitFor();
    const paused = auditor.getByRole('row', { name: /Operator .*Saluran dijeda Saluran Telegram/ });
    await paused.getByText('Penyedia salah menagih').waitFor();
    await auditor.getByRole('combobox', { name: 'Tindakan' }).fill('dilanjutkan');
    await auditor.getByRole('option', { name: 'Saluran dilanjutkan' }).click();
    await paused.waitFor({ state: 'detached' });
    await auditor.getByRole('row', { name: /Operator .*Saluran dilanjutkan/ }).waitFor();
    // The filters are in the address.
    await auditor.reload();
    await auditor.getByRole('row', { name: /Operator .*Saluran dilanjutkan/ }).waitFor();
    expect(await paused.count()).toBe(0);
    expect(await violations(auditor)).toEqual([]);
  });

  it('rests an account by keyboard, shows what it still holds, returns it, and prefers it', async () => {
    const { source } = publisher.db;
    await source.query(
      `INSERT INTO budgets (account, channel, rate_per_second, routes) VALUES ('relay-gmail', 'email', 20, '{gmail}'), ('relay-jakarta', 'email', 100, '{}'), ('relay-surabaya', 'email', 50, '{}')`,
    );
    const { id } = await approvedFor(source, [{ state: 'released' }]);
    await source.query(
      `WITH k AS (INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
         SELECT broadcast_id, id, 0, 'relay-jakarta', 'uji', siar_now() + interval '1 hour' FROM waves WHERE broadcast_id = $1 RETURNING *)
       INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, claim_id)
       SELECT broadcast_id, n, wave_id, n, 0, 'claimed', id FROM k CROSS JOIN generate_series(1, 3) AS n`,
      [id],
    );
    const picture = async (name: string): Promise<void> => {
      for (const width of [1280, 390] as const) {
        await page.setViewportSize({ width, height: 844 });
        expect(await violations(page)).toEqual([]);
        if (process.env['PICTURES'])
          await page.screenshot({ path: `/tmp/accounts-${name}-${width}.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 1280, height: 844 });
    };
    const page = await console.as('operator', '/operasi');
    const by = await keyboard(page);
    await page.reload();
    const account = (name: string) =>
      page
        .getByRole('region', { name: 'Surel', exact: true })
        .getByRole('listitem')
        .filter({ hasText: name });
    await by.press(button(account('relay-jakarta'), 'Istirahatkan relay-jakarta'));
    const dialog = page.getByRole('dialog', { name: 'Istirahatkan akun relay-jakarta?' });
    await dialog.getByText('3 pesan yang sudah dipegangnya tetap dikirim seperti biasa.').waitFor();
    expect(await button(dialog, 'Istirahatkan relay-jakarta').isDisabled()).toBe(true);
    await picture('rest');
    await by.write(dialog.getByRole('textbox'), 'Pemeliharaan penyedia');
    await by.press(button(dialog, 'Istirahatkan relay-jakarta'));
    await account('relay-jakarta')
      .getByText('dikuras: 3 pesan yang dipegangnya masih akan dikirim')
      .waitFor();
    await account('relay-jakarta')
      .getByText(/^Sejak .*, oleh Operator\.$/)
      .waitFor();
    await account('relay-jakarta').getByText('Alasan: Pemeliharaan penyedia').waitFor();

    // The last one that takes messages: the answer says what to do instead.
    await button(account('relay-surabaya'), 'Istirahatkan relay-surabaya').click();
    const last = page.getByRole('dialog', { name: 'Istirahatkan akun relay-surabaya?' });
    await last.getByText('Akun ini tidak memegang pesan sekarang.').waitFor();
    await last.getByRole('textbox').fill('Juga');
    await button(last, 'Istirahatkan relay-surabaya').click();
    await last.getByText(/Untuk menghentikan saluran ini, jeda salurannya\.$/).waitFor();
    await button(last, 'Batal').click();

    await button(account('relay-surabaya'), 'Utamakan relay-surabaya').click();
    const preferring = page.getByRole('dialog', { name: 'Utamakan akun relay-surabaya?' });
    await preferring.getByRole('textbox').fill('Lebih murah');
    await button(preferring, 'Utamakan relay-surabaya').click();
    await account('relay-surabaya')
      .getByText('Diutamakan: lebih dulu mengambil sebanyak batasnya.')
      .waitFor();
    await source.query(
      `UPDATE budgets SET weight = 0.25, weight_reason = 'slow-down', weight_moved_at = siar_now() WHERE account = 'relay-surabaya'`,
    );
    await account('relay-surabaya')
      .getByText(
        /^Bagiannya kini 1\/4 dari bagian menurut setelan, sejak .*\. Sebab: akun ini minta diperlambat\.$/,
      )
      .waitFor();
    await source.query(
      `INSERT INTO audit_entries (act, subject, detail)
       VALUES ('account.share', 'account:relay-surabaya', '{"channel": "email", "from": 0.5, "to": 0.25, "reason": "slow-down"}')`,
    );
    await source.query('DELETE FROM deliveries WHERE broadcast_id = $1', [id]);
    await source.query('DELETE FROM claims WHERE broadcast_id = $1', [id]);
    await account('relay-jakarta').getByText('diistirahatkan: tidak mengambil pesan').waitFor();
    await picture('rests');

    await button(account('relay-jakarta'), 'Pakai lagi relay-jakarta').click();
    await button(
      page.getByRole('dialog', { name: 'Pakai lagi akun relay-jakarta?' }),
      'Pakai lagi relay-jakarta',
    ).click();
    await account('relay-jakarta').getByText('menerima pesan').waitFor();
    await button(account('relay-jakarta'), 'Utamakan relay-jakarta').click();
    const instead = page.getByRole('dialog', { name: 'Utamakan akun relay-jakarta?' });
    await instead.getByText('relay-surabaya lalu tidak diutamakan lagi.').waitFor();
    await button(instead, 'Batal').click();
    await button(account('relay-surabaya'), 'Jangan utamakan relay-surabaya').click();
    await button(page.getByRole('dialog'), 'Jangan utamakan relay-surabaya').click();
    await button(account('relay-surabaya'), 'Utamakan relay-surabaya').waitFor();
    const events = page.getByRole('region', { name: 'Yang terjadi terakhir' });
    await events
      .getByText(/Operator mengistirahatkan akun relay-jakarta di surel\. Alasan: Pemeliharaan penyedia$/)
      .waitFor();
    await events
      .getByText(
        /Siar mengubah bagian akun relay-surabaya di surel dari 1\/2 menjadi 1\/4 dari bagian menurut setelan\. Sebab: akun ini minta diperlambat\.$/,
      )
      .waitFor();
    const auditor = await console.as('auditor', '/audit');
    await auditor.getByRole('row', { name: /Operator .*Akun diistirahatkan Akun relay-jakarta/ }).waitFor();
    await source.query('DELETE FROM budgets');
  });

  it('warns of a broadcast close to its brake, with the counts', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ state: 'released' }]);
    await source.query(
      'UPDATE waves SET targeted = 501, accepted = 500, pending = 1, fanned_out_at = siar_now() WHERE broadcast_id = $1',
      [id],
    );
    await source.query(
      `INSERT INTO brake_signs (broadcast_id, channel, address_id, sign, late, class, reason, answers)
       SELECT $1, 'email', n, 'fault', false, '~001', 'smtp 5.7.133', 500 FROM generate_series(1, 60) AS n`,
      [id],
    );
    for (const width of [1280, 390] as const) {
      const page = await console.as('operator', '/operasi', { width });
      const near = page.getByRole('region', { name: 'Mendekati rem' });
      await near
        .getByText('Surel: 60 dari 500 jawaban terakhir menolak pengirim atau isi pesan (smtp 5.7.133)')
        .waitFor();
      expect(await near.getByRole('link', { name: 'Uji' }).getAttribute('href')).toBe(`/siaran/${id}`);
      expect(await violations(page)).toEqual([]);
      if (process.env['SCREENSHOTS'])
        await page.screenshot({ path: `/tmp/brake.operasi.${width}.png`, fullPage: true });
    }
  });

  it('shows a provider whose mail waits, with why and the button to send it again', async () => {
    const { source } = publisher.db;
    const { id } = await approvedFor(source, [{ state: 'released' }]);
    await source.query(
      `UPDATE broadcasts SET organisation_id = (SELECT organisation_id FROM people WHERE username = 'operator') WHERE id = $1`,
      [id],
    );
    for (const width of [1280, 390] as const) {
      await source.query(HOLD, [id]);
      const page = await console.as('operator', '/operasi', { width });
      const held = page.getByRole('region', { name: 'Ditahan untuk satu penyedia' });
      await held.getByText(/^Gmail \(Surel\): pesannya menunggu sejak /).waitFor();
      await held
        .getByText('24 dari 26 jawaban terakhir pada Gmail menolak pengirim atau isi pesan (smtp 5.7.26)')
        .waitFor();
      expect(await held.getByRole('link', { name: 'Uji' }).getAttribute('href')).toBe(`/siaran/${id}`);
      expect([await violations(page), await sticksOut(page)]).toEqual([[], []]);
      if (process.env['SCREENSHOTS'])
        await page.screenshot({ path: `/tmp/carrier.operasi.${width}.png`, fullPage: true });
      await held.getByRole('button', { name: 'Coba Gmail lagi sekarang' }).waitFor();
      // Nobody but an operator sends them: they wait for one on the first screen and in the menu.
      await page.goto(`${new URL(page.url()).origin}/`);
      const waits = page.getByRole('list', { name: /^Ditahan karena ditolak/ });
      await waits.getByText(/^Surel: 24 dari 26 jawaban terakhir pada Gmail /).waitFor();
      expect(await waits.getByRole('link', { name: 'Uji' }).getAttribute('href')).toBe(`/siaran/${id}`);
      expect([await violations(page), await sticksOut(page)]).toEqual([[], []]);
      await source.query('DELETE FROM carrier_holds');
    }
  });

  it('shows a run of entries without taking the width of their details', async () => {
    const { source } = publisher.db;
    for (const minutes of [2, 1])
      await source.query(
        `INSERT INTO audit_entries (at, act, subject, detail)
         VALUES (siar_now() - make_interval(mins => $1), 'session.refused', 'person:unknown', '{"reason": "unknown-user"}')`,
        [minutes],
      );
    const page = await console.as('auditor', '/audit?act=session.refused', { width: 1280 });
    const time = page
      .getByRole('row', { name: /2 × Masuk ditolak/ })
      .getByRole('cell')
      .first();
    await time.waitFor();
    expect((await time.boundingBox())?.width).toBeLessThan(340);
  });

  it('recomputes the whole chain of the audit trail, and names the broken entry', async () => {
    const page = await console.as('auditor', '/audit');
    await page
      .getByRole('row', { name: /Auditor .*Masuk Auditor Petugas \d+/ })
      .first()
      .waitFor();
    await button(page, 'Periksa seluruh rantai').click();
    await page
      .getByRole('status')
      .getByText(/^Utuh: diperiksa sampai posisi/)
      .waitFor();
    // Only somebody who may alter the tables themselves can do this.
    await publisher.db.source.query(`
      ALTER TABLE audit_entries DISABLE TRIGGER append_only;
      UPDATE audit_entries SET detail = '{"network": "10.0.0.1"}'
        WHERE id = (SELECT entry_id FROM audit_seals ORDER BY position LIMIT 1);
      ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER append_only`);
    await button(page, 'Periksa seluruh rantai').click();
    await page
      .getByRole('status')
      .getByText(/^Rusak: /)
      .waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
