import { readFileSync } from 'node:fs';
import type { DataRequest, Held } from '#audience/rights';
import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { testConfig } from '../factories/database.js';
import { runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { type Ask, signIn } from '../factories/staff.js';

/** The present minute, in the format of a date and time field. */
const thisMinute = (): string =>
  new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Finds the person of a request and records a check. @returns the person's number */
async function findAndCheck(dpo: Ask, id: string, to: string): Promise<string | undefined> {
  const path = `/api/v1/data-requests/${id}`;
  const { body } = await dpo<DataRequest>('POST', `${path}/find`, { channel: 'email', address: to });
  const contactId = body.person?.id;
  await dpo('POST', `${path}/identity`, { check: 'call-back', contactId });
  return contactId;
}

describe('the console, for the data protection officer', () => {
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

  const citizen = async (): Promise<{ to: string; addressId: string }> => {
    const { addresses, addressIds } = await runningBroadcast(
      publisher.db.source,
      new Keys(testConfig(publisher.db.url)),
      { channel: 'email', states: ['accepted'] },
    );
    return { to: addresses[0] ?? '', addressId: addressIds[0] ?? '' };
  };

  it('shows that the work is in the menu only while no request waits', async () => {
    const page = await console.as('dpo');
    await page.getByText('Pekerjaan Anda ada di menu.').waitFor();
    expect(await page.getByText(/permintaan data/).count()).toBe(0);
  });

  it('handles a request from the letter to the erasure, with a question before each act', async () => {
    const { to, addressId } = await citizen();
    // A colleague's request about the same person: the erasure removes its requester too.
    const dpo = await signIn(publisher.url, 'dpo');
    const other = await dpo<{ id: string }>('POST', '/api/v1/data-requests', {
      wants: 'access',
      way: 'telephone',
      asker: 'Rudi Tanjung, telepon',
      receivedAt: new Date(Date.now() - 60 * 3_600_000).toISOString(),
    });
    await findAndCheck(dpo, other.body.id, to);
    const page = await console.as('dpo');
    const waits = /^1 permintaan data belum ditutup; yang pertama harus dijawab paling lambat .+ WIB$/;
    await page.getByRole('main').getByRole('link', { name: waits }).waitFor();
    expect(await page.getByText('Pekerjaan Anda ada di menu.').count()).toBe(0);
    await page
      .getByRole('button', { name: /^Kabar.*1/ })
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Permintaan data', exact: true }).click();
    await page.getByText('Rudi Tanjung, telepon').waitFor();
    await button(page, 'Buka permintaan').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Yang diminta').selectOption('erasure');
    await dialog.getByLabel('Siapa yang meminta').fill('Budi Santoso, surat 12/XI');
    await dialog.getByLabel('Diterima').fill('2026-01-01T08:00');
    await dialog.getByRole('button', { name: 'Buka permintaan' }).click();
    await page.waitForURL(/\/permintaan\/\d+$/);
    await page.getByText(/^Terlambat [\d.]+ jam$/).waitFor();

    await page.getByText('Cari dahulu tentang siapa permintaan ini.').waitFor();
    await page.getByLabel('Alamat atau nomor selengkapnya').fill('nobody@example.id');
    await button(page, 'Cari').press('Enter');
    await page.getByText('Alamat ini tidak disimpan.', { exact: true }).waitFor();
    // A loading button keeps the focus.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cari');
    await page.getByLabel('Alamat atau nomor selengkapnya').fill(to);
    await button(page, 'Cari').click();
    await page.getByText('w***@contoh.id (aktif)').waitFor();
    await page.getByText(/“Tidak ada data” tidak dapat dipilih/).waitFor();
    expect(await page.getByLabel('Hasil', { exact: true }).getByRole('option').allInnerTexts()).toEqual([
      'Identitas tidak terbukti',
      'Permintaan ditarik',
    ]);
    await publisher.db.source.query(
      `UPDATE contacts SET name = 'Ferdi Ginting' WHERE id = (SELECT contact_id FROM addresses WHERE id = $1)`,
      [addressId],
    );
    await page.reload();
    await page.getByLabel('KTP dilihat langsung').check();
    await button(page, 'Catat pemeriksaan').click();
    const check = page.getByRole('dialog');
    await check.getByText('Yang meminta: Budi Santoso, surat 12/XI').waitFor();
    await check.getByText(/^Orang yang ditemukan: Ferdi Ginting, .*w\*\*\*@contoh\.id/).waitFor();
    expect(await check.getByRole('button', { name: 'Catat pemeriksaan' }).isDisabled()).toBe(true);
    await check.getByLabel(/^Saya sudah memastikan/).check();
    await check.getByRole('button', { name: 'Catat pemeriksaan' }).click();
    await page.getByText(/^KTP dilihat langsung, /).waitFor();
    await page.getByText(/Identitasnya dicatat sudah diperiksa/).waitFor();
    expect(await page.getByText(/cari alamat lain/).count()).toBe(0);
    // A mistake: taken back, and recorded again.
    await button(page, 'Tarik pemeriksaan').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Tarik pemeriksaan' }).click();
    await page.getByLabel('KTP dilihat langsung').check();
    await button(page, 'Catat pemeriksaan').click();
    await check.getByLabel(/^Saya sudah memastikan/).check();
    await check.getByRole('button', { name: 'Catat pemeriksaan' }).click();
    await page.getByText(/^KTP dilihat langsung, /).waitFor();

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Unduh semua datanya (JSON)').click(),
    ]);
    const held = JSON.parse(readFileSync(await file.path(), 'utf8')) as Held;
    expect(held.addresses[0]?.to).toBe(to);
    const [copy] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Unduh salinan untuk dibaca (HTML)').click(),
    ]);
    expect(copy.suggestedFilename()).toMatch(/^siar-data-\d+\.html$/);
    const readable = readFileSync(await copy.path(), 'utf8');
    expect(readable).toContain('Salinan data pribadi Anda di Siar');
    expect(readable).toContain(to);
    await page.getByText('Sudah dilakukan: salinan dibuat.').waitFor();
    await page.getByText(/salinan sudah dibuat atas dasarnya\. Bila peminta ternyata orang lain/).waitFor();
    expect(await button(page, 'Tarik pemeriksaan').count()).toBe(0);
    await button(page, 'Hapus data').click();
    await page
      .getByRole('dialog')
      .getByText(/penyerahannya belum dicatat/)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Batal' }).click();
    await page.getByText(/^File diunduh\. Serahkan/).waitFor();
    const outcomes = page.getByLabel('Hasil', { exact: true }).getByRole('option');
    expect(await outcomes.allInnerTexts()).toEqual(['Ditolak menurut hukum', 'Permintaan ditarik']);
    await page.getByLabel('langsung kepada orangnya').check();
    await page.getByLabel('Diserahkan pada').fill('2099-01-01T08:00');
    await page.getByText('Tidak boleh sesudah sekarang.').waitFor();
    await page.getByLabel('Diserahkan pada').fill(thisMinute());
    await button(page, 'Catat penyerahan').click();
    await page.getByText(/^Salinan diserahkan langsung kepada orangnya, /).waitFor();
    await page
      .getByText('Penyerahannya sudah dicatat: hapus dari perangkat ini.', { exact: false })
      .waitFor();
    // An erasure was asked for: a copy does not answer it.
    expect(await outcomes.allInnerTexts()).toEqual(['Ditolak menurut hukum', 'Permintaan ditarik']);

    await button(page, 'Batasi pengiriman').click();
    await page
      .getByRole('dialog')
      .getByText(/^Orang yang ditemukan: Ferdi Ginting, /)
      .waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Batasi pengiriman' }).click();
    await page.getByText(/^dibatasi sejak /).waitFor();
    await button(page, 'Cabut pembatasan').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cabut pembatasan' }).click();
    await page.getByText('tidak dibatasi').waitFor();

    await button(page, 'Hapus data').click();
    await page
      .getByRole('dialog')
      .getByText('1 alamat, nama, persetujuan, dan tautan hilang seketika.')
      .waitFor();
    await page
      .getByRole('dialog')
      .getByText(/^Jawab peminta dahulu/)
      .waitFor();
    await page.getByRole('dialog').getByText('Rudi Tanjung, telepon', { exact: false }).waitFor();
    await page.getByRole('dialog').getByText('Yang meminta: Budi Santoso, surat 12/XI').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Hapus data' }).click();
    await page.getByText(/^Data dihapus, /).waitFor();
    await page.getByText('Ditutup setelah batas waktu').waitFor();
    await page.getByText(/^KTP dilihat langsung, /).waitFor();
    await page.getByText(/^Sudah dilakukan: .*data dihapus\.$/).waitFor();
    await page.getByText(/^Yang dihapus: kontak \d+;/).waitFor();
    expect(
      await row(publisher.db.source.manager, 'SELECT id FROM addresses WHERE id = $1', [addressId]),
    ).toBeUndefined();

    await page.getByRole('link', { name: 'Kembali ke daftar permintaan' }).click();
    await page.getByRole('radiogroup').getByText('Ditutup', { exact: true }).click();
    await page.getByText('Data dihapus', { exact: true }).waitFor();
    await page.getByText('sudah dihapus').waitFor();
  });

  it('erases nobody when a colleague has found somebody else, and says whom', async () => {
    const [seen, other] = [await citizen(), await citizen()];
    const dpo = await signIn(publisher.url, 'dpo');
    const { body } = await dpo<{ id: string }>('POST', '/api/v1/data-requests', {
      wants: 'erasure',
      way: 'letter',
      asker: 'Budi Santoso',
      receivedAt: new Date(Date.now() - 60_000).toISOString(),
    });
    const first = await findAndCheck(dpo, body.id, seen.to);
    const page = await console.as('dpo', `/permintaan/${body.id}`);
    await button(page, 'Hapus data').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Orang yang ditemukan: /).waitFor();
    await dpo('DELETE', `/api/v1/data-requests/${body.id}/identity?contactId=${first}`);
    const second = await findAndCheck(dpo, body.id, other.to);
    await dialog.getByRole('button', { name: 'Hapus data' }).click();
    await dialog.getByText(`menunjuk orang lain (kontak ${second})`, { exact: false }).waitFor();
    const left = await row(
      publisher.db.source.manager,
      'SELECT count(*)::int AS n FROM contacts WHERE id IN ($1, $2)',
      [first, second],
    );
    expect(left).toEqual({ n: 2 });
  });

  it('closes only after a question that names the outcome, and refuses only with a ground', async () => {
    const { to } = await citizen();
    const dpo = await signIn(publisher.url, 'dpo');
    const { body } = await dpo<{ id: string }>('POST', '/api/v1/data-requests', {
      wants: 'erasure',
      way: 'letter',
      asker: 'Budi Santoso',
      receivedAt: new Date(Date.now() - 60_000).toISOString(),
    });
    await findAndCheck(dpo, body.id, to);
    const page = await console.as('dpo', `/permintaan/${body.id}`);
    await page.getByLabel('Hasil', { exact: true }).selectOption('refused');
    await button(page, 'Tutup permintaan').click();
    const dialog = page.getByRole('dialog', { name: 'Tutup permintaan: “Ditolak menurut hukum”?' });
    const ground = dialog.getByLabel('Dasar hukum penolakan');
    await ground.fill(`Jawab ke ${to}`);
    await dialog.getByRole('button', { name: 'Tutup permintaan' }).click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await ground.fill('UU 27/2022 pasal 15 ayat (1) huruf b');
    await dialog.getByRole('button', { name: 'Tutup permintaan' }).click();
    await page.getByText('Dasar: UU 27/2022 pasal 15 ayat (1) huruf b').waitFor();
    await page.getByText(/^Ditelepon balik di nomor yang diketahui, /).waitFor();
  });

  it('is closed to others, with a message', async () => {
    const page = await console.as('penulis', '/permintaan');
    await page.getByText('Layar ini bukan untuk peran Anda').waitFor();
    expect(await page.getByRole('link', { name: 'Permintaan data' }).count()).toBe(0);
  });
});
