import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { Held } from '#audience';
import { Keys, row } from '#platform';
import { enter, type Look, openConsole, startBrowser, sticksOut, violations } from '../factories/browser.js';
import { testConfig } from '../factories/database.js';
import { runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { signIn } from '../factories/staff.js';

const SCREENS = 'docs/screens';
const LOOKS: Required<Look>[] = [
  { language: 'id', width: 1280 },
  { language: 'id', width: 390 },
  { language: 'en', width: 1280 },
  { language: 'en', width: 390 },
];

describe('the console, for the data protection officer', () => {
  let publisher: TestPublisher;
  let browser: Browser;
  const complaints: string[][] = [];
  beforeAll(async () => {
    publisher = await testPublisher();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await publisher.stop();
  });
  afterEach(() => expect(complaints.flat()).toEqual([]));

  const officer = async (path: string, look?: Look): Promise<Page> => {
    const opened = await openConsole(browser, publisher.url, look);
    complaints.push(opened.complaints);
    await enter(opened.page, 'dpo', path);
    return opened.page;
  };
  const inspect = async (page: Page, name: string, { language, width }: Required<Look>): Promise<void> => {
    await page.evaluate('document.fonts.ready');
    if (process.env['SCREENSHOTS'] && language === 'id') {
      mkdirSync(SCREENS, { recursive: true });
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: `${SCREENS}/${name}-${width}.png`, fullPage: true });
    }
    const found = await violations(page);
    const wide = await sticksOut(page);
    expect({ name, language, width, found, wide }).toEqual({ name, language, width, found: [], wide: false });
  };
  const citizen = async (): Promise<{ to: string; addressId: string }> => {
    const { addresses, addressIds } = await runningBroadcast(
      publisher.db.source,
      new Keys(testConfig(publisher.db.url)),
      { channel: 'email', states: ['accepted'] },
    );
    return { to: addresses[0] ?? '', addressId: addressIds[0] ?? '' };
  };
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3600_000).toISOString();

  it('leads a request from the letter to the erasure, each act asked about before', async () => {
    const { to, addressId } = await citizen();
    const page = await officer('/');
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
    await button(page, 'Cari').click();
    await page.getByText('Alamat ini tidak disimpan.', { exact: true }).waitFor();
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
    await page.context().close();
  });

  it('is not there for others, who are told so', async () => {
    const opened = await openConsole(browser, publisher.url);
    await enter(opened.page, 'penulis', '/permintaan');
    await opened.page.getByText('Layar ini bukan untuk peran Anda').waitFor();
    expect(await opened.page.getByRole('link', { name: 'Permintaan data' }).count()).toBe(0);
    await opened.page.context().close();
  });

  it.each(LOOKS)('has no barriers, in $language at $width px', async (look) => {
    const dpo = await signIn(publisher.url, 'dpo');
    const { to } = await citizen();
    const ids: string[] = [];
    for (const [wants, hours] of [
      ['access', 80],
      ['restriction', 71.5],
      ['erasure', 3],
    ] as const) {
      const { body } = await dpo<{ id: string }>('POST', '/api/v1/data-requests', {
        wants,
        way: 'counter',
        asker: 'Siti Rahma, loket KPU Kota Bandung, akan dijawab lewat surat tercatat',
        receivedAt: hoursAgo(hours),
      });
      ids.push(body.id);
    }
    const page = await officer('/permintaan', look);
    await page.waitForSelector('main li');
    await inspect(page, 'permintaan', look);
    await page
      .getByRole('button', { name: look.language === 'id' ? 'Buka permintaan' : 'Open a request' })
      .click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, 'permintaan-buka', look);
    await page.keyboard.press('Escape');
    await page.goto(`/permintaan/${ids[0]}`);
    await page.waitForSelector('main form');
    await inspect(page, 'permintaan-cari', look);
    await dpo('POST', `/api/v1/data-requests/${ids[0]}/find`, { channel: 'email', address: to });
    await dpo('POST', `/api/v1/data-requests/${ids[0]}/identity`, { check: 'call-back' });
    await page.reload();
    await page
      .getByRole('button', { name: look.language === 'id' ? 'Hapus data' : 'Erase the data' })
      .waitFor();
    await inspect(page, 'permintaan-satu', look);
    await page.context().close();
  });
});
