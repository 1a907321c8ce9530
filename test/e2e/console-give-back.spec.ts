import { record } from '#audit';
import { Audience } from '#audience';
import { Keys } from '#platform/crypto';
import { closeDialog, testConsole, type TestConsole } from '../factories/console.js';
import { approvedFor } from '../factories/crowd.js';
import { testConfig } from '../factories/database.js';
import { runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

const CODE = 'twilio 30005';
const DRAFT = {
  title: 'Uji',
  kind: 'ordinary',
  reach: 'every',
  audience: { regions: ['11'] },
  channels: ['sms'],
  contents: {},
};

describe('the addresses that a braked broadcast took out, on its page', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let id: string;
  beforeAll(async () => {
    publisher = await testPublisher();
    console = await testConsole(publisher.url);
    const { db, app, staff } = publisher;
    const made = await runningBroadcast(db.source, new Keys(testConfig(db.url)), {
      channel: 'sms',
      states: [...Array<string>(3).fill('failed'), 'pending'],
    });
    ({ id } = await approvedFor(db.source, [{ state: 'released', channel: 'sms' }]));
    const brake = { channel: 'sms', why: 'dead', code: CODE, copies: 3, of: 3, carrier: null };
    await db.source.transaction(async (tx) => {
      await tx.query(
        `UPDATE broadcasts SET state = 'paused', draft = $2, organisation_id = $3 WHERE id = $1`,
        [id, DRAFT, staff.organisations.ministry],
      );
      // The people of one broadcast, as copies of one with a document that the page can show.
      await tx.query(
        `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason, handed_at)
         SELECT w.broadcast_id, d.address_id, w.id, d.contact_id, 0, d.state, CASE WHEN d.state = 'failed' THEN $3 END, d.handed_at
         FROM deliveries d CROSS JOIN waves w WHERE d.broadcast_id = $2 AND w.broadcast_id = $1`,
        [id, made.id, CODE],
      );
      const rejected = made.addressIds.slice(0, 3);
      await app.get(Audience).suppress(tx, 'sms', rejected, 'dead-address', CODE);
      await tx.query(
        `UPDATE waves SET targeted = 4, pending = 1, failed = 3, fanned_out_at = siar_now(), state = 'paused', resume_state = 'released', paused_by = 'brake', paused_at = siar_now(), brake = $2 WHERE broadcast_id = $1`,
        [id, brake],
      );
      await record(tx, {
        actorId: null,
        act: 'broadcast.pause',
        subject: `broadcast:${id}`,
        detail: { by: 'brake', channel: 'sms', brake, stopped: 1, unlisted: 0 },
      });
    });
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('are named to others, who cannot give them back', async () => {
    const page = await console.as('penulis', `/siaran/${id}`);
    await page.getByText(/operator dapat mengembalikannya sekaligus di halaman siaran ini/).waitFor();
    expect(await page.getByRole('button', { name: /^Kembalikan/ }).count()).toBe(0);
  });

  it('wait for an operator at home and under the suppressed addresses', async () => {
    const page = await console.as('operator', '/');
    const waiting = page.getByRole('list', { name: 'Alamat yang ditahan satu siaran' });
    await waiting.getByText(/^3 alamat SMS tertahan sejak siaran ini direm/).waitFor();
    const pictures = process.env['PICTURES'];
    if (pictures) await page.screenshot({ path: `${pictures}/give-back-home.png`, fullPage: true });
    await page.goto(new URL('/tertahan', page.url()).href);
    await waiting.waitFor();
    if (pictures) {
      await page.screenshot({ path: `${pictures}/give-back-suppressed.png`, fullPage: true });
      await page.setViewportSize({ width: 390, height: 800 });
      await page.screenshot({ path: `${pictures}/give-back-suppressed-390.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await waiting.getByRole('link', { name: /^Putuskan/ }).click();
    await page.waitForURL(new RegExp(`/siaran/${id}$`));
  });

  it('are kept suppressed by an operator, who can still give them back', async () => {
    const page = await console.as('operator', `/siaran/${id}`);
    await page.getByRole('button', { name: 'Biarkan tertahan' }).click();
    const dialog = page.getByRole('dialog', { name: 'Biarkan 3 alamat SMS tertahan?' });
    await dialog.getByRole('textbox').fill('Nomornya memang sudah mati');
    await dialog.getByRole('button', { name: 'Biarkan tertahan' }).click();
    const note = page.getByRole('note').filter({ hasText: 'Nomornya memang sudah mati' });
    await note.getByRole('button', { name: 'Kembalikan 3 alamat yang ditolak' }).waitFor();
    await page.goto(new URL('/tertahan', page.url()).href);
    await page.getByText('Tidak ada yang menunggu keputusan.').waitFor();
  });

  it('are given back together by an operator, who gives a reason', async () => {
    const page = await console.as('operator', `/siaran/${id}`);
    const note = page
      .getByRole('note')
      .filter({ hasText: '3 alamat SMS tertahan karena ditolak siaran ini' });
    await note.waitFor();
    const pictures = process.env['PICTURES'];
    if (pictures) await page.screenshot({ path: `${pictures}/give-back.png`, fullPage: true });
    if (pictures) {
      await page.setViewportSize({ width: 390, height: 800 });
      await page.screenshot({ path: `${pictures}/give-back-390.png`, fullPage: true });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await note.getByRole('button', { name: 'Kembalikan 3 alamat yang ditolak' }).click();
    const dialog = page.getByRole('dialog', { name: 'Kembalikan 3 alamat SMS?' });
    await dialog.getByRole('textbox').fill('Penyedia menjawab keliru');
    if (pictures) await page.screenshot({ path: `${pictures}/give-back-dialog.png` });
    await dialog.getByRole('button', { name: 'Kembalikan 3 alamat yang ditolak' }).click();
    await page.getByText('3 alamat SMS menerima siaran lagi.').waitFor();
    await closeDialog(page);
    await note.waitFor({ state: 'detached' });
    await page.getByText(/^3 alamat \(SMS\) sudah dikembalikan .* oleh /).waitFor();
    expect(await page.getByText(/tidak dikirimi lagi oleh siaran mana pun/).count()).toBe(0);
  });
});
