import { readFileSync } from 'node:fs';
import type { Held } from '#audience';
import { Keys, row } from '#platform';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { testConfig } from '../factories/database.js';
import { runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

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

  it('leads a request from the letter to the erasure, each act asked about before', async () => {
    const { to, addressId } = await citizen();
    const page = await console.as('dpo');
    await page.getByRole('link', { name: 'Permintaan data' }).click();
    await page.getByText('Tidak ada permintaan yang terbuka.').waitFor();
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
    // A button that loads keeps the focus.
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cari');
    await page.getByLabel('Alamat atau nomor selengkapnya').fill(to);
    await button(page, 'Cari').click();
    await page.getByText('w***@contoh.id (aktif)').waitFor();
    await page.getByLabel('KTP dilihat langsung').check();
    await button(page, 'Catat pemeriksaan').click();
    await page.getByText(/^KTP dilihat langsung, /).waitFor();

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Unduh semua datanya (JSON)').click(),
    ]);
    const held = JSON.parse(readFileSync(await file.path(), 'utf8')) as Held;
    expect(held.addresses[0]?.to).toBe(to);
    await page.getByText('Sudah dilakukan: Salinan diserahkan.').waitFor();

    await button(page, 'Batasi pengiriman').click();
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
    await page.getByRole('dialog').getByRole('button', { name: 'Hapus data' }).click();
    await page.getByText(/^Data dihapus, /).waitFor();
    await page.getByText('Ditutup setelah batas waktu').waitFor();
    expect(
      await row(publisher.db.source.manager, 'SELECT id FROM addresses WHERE id = $1', [addressId]),
    ).toBeUndefined();

    await page.getByRole('link', { name: 'Kembali ke daftar permintaan' }).click();
    await page.getByText('Tidak ada permintaan yang terbuka.').waitFor();
    await page.getByText('Ditutup', { exact: true }).click();
    await page.getByText('Data dihapus', { exact: true }).waitFor();
  });

  it('is not there for others, who are told so', async () => {
    const page = await console.as('penulis', '/permintaan');
    await page.getByText('Layar ini bukan untuk peran Anda').waitFor();
    expect(await page.getByRole('link', { name: 'Permintaan data' }).count()).toBe(0);
  });
});
