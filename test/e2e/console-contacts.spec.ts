import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { indexTexts } from '#broadcasts/verification';
import { Keys, readCode } from '#platform/crypto';
import { row } from '#platform/database';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { testConfig } from '../factories/database.js';
import { SMS_DOCUMENT } from '../factories/document.js';
import { type RunningBroadcast, runningBroadcast } from '../factories/ledger.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';

const CODE = 'ABCDEF2345';
const HEADER = 'region,name,email,phone,consent_source,consent_date';

describe('the console, for contacts', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let sent: RunningBroadcast;
  beforeAll(async () => {
    publisher = await testPublisher();
    console = await testConsole(publisher.url);
    sent = await runningBroadcast(publisher.db.source, new Keys(testConfig(publisher.db.url)), {
      channel: 'sms',
      states: ['accepted', 'accepted', 'accepted'],
      document: SMS_DOCUMENT,
      code: readCode(CODE) ?? 0n,
    });
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  beforeEach(() => publisher.db.source.query('DELETE FROM rate_limits'));
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const dialog = (page: Page) => page.getByRole('dialog');
  const choose = (page: Page, lines: readonly string[], header = HEADER): Promise<void> =>
    page.locator('input[type=file]').setInputFiles({
      name: 'kontak.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([header, ...lines].join('\n')),
    });
  const stateOf = async (id: string | undefined): Promise<string | undefined> =>
    (
      await row<{ state: string }>(publisher.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
        id,
      ])
    )?.state;

  it('counts contacts by province after a screen that has loaded the regions', async () => {
    const page = await console.as('operator', '/operasi');
    await page.getByRole('link', { name: 'Kontak', exact: true }).click();
    await page.getByRole('cell', { name: 'Aceh', exact: true }).waitFor();
  });

  it('runs a file dry, imports it, returns the rejected rows, and withdraws the import', async () => {
    const page = await console.as('penulis', '/impor');
    await page.getByText('Belum ada impor.').waitFor();
    await choose(page, [], 'nik,region');
    expect(await button(page, 'Coba dulu').isDisabled()).toBe(true);
    await page.getByText('Nyatakan dahulu wilayah ditulis dengan apa.').waitFor();
    await page.getByLabel('Kode Kemendagri, misalnya 32.01').check();
    await button(page, 'Coba dulu').click();
    await page.getByText(/tidak pernah menerima nomor identitas/).waitFor();

    const people = Array.from(
      { length: 40 },
      (_, n) => `11,Warga,warga${n}@example.com,,formulir,2024-01-31`,
    );
    await choose(page, [
      ...people,
      '99,Salah,salah@example.com,,formulir,2999-01-31',
      '11,,,,formulir,2024-01-31',
    ]);
    await button(page, 'Coba dulu').click();
    await page.getByText('Percobaan selesai: 42 baris dibaca').waitFor();
    await page.getByText('40 kontak akan ditambahkan').waitFor();
    const refused = page.getByRole('listitem').filter({ hasText: /^Baris 42:/ });
    expect(await refused.getByRole('listitem').allInnerTexts()).toEqual([
      'wilayah “99”: Bukan kode dan bukan nama lengkap wilayah.',
      'tanggal persetujuan “2999-01-31”: Persetujuan tidak mungkin diberikan di masa depan.',
    ]);
    const provinces = page.getByRole('region', { name: 'Menurut provinsi, bila diimpor' });
    expect(await provinces.getByRole('row', { name: /Aceh/ }).getByRole('cell').allInnerTexts()).toEqual([
      '40',
      '0',
      '0',
      '0',
    ]);
    await button(page, 'Impor').click();
    await dialog(page).getByText('40 kontak ditambahkan dan 0 diperbarui.').waitFor();
    await dialog(page).getByRole('button', { name: 'Impor', exact: true }).click();
    await page.getByText('Impor selesai: 42 baris dibaca').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Unduh 2 baris yang ditolak' }).first().click(),
    ]);
    const rejected = readFileSync(await download.path(), 'utf8');
    expect(rejected).toContain('salah@example.com');
    expect(rejected).toContain(
      'wilayah “99”: Bukan kode dan bukan nama lengkap wilayah. · tanggal persetujuan',
    );
    expect(download.suggestedFilename()).toMatch(/^baris-ditolak-\d+\.csv$/);

    const entry = page.getByRole('listitem').filter({ hasText: '42 baris: 40 baru' });
    await entry.getByText('File: kontak.csv').waitFor();
    await entry.getByRole('button', { name: /^Tarik kembali impor/ }).click();
    await dialog(page)
      .getByText(/40 kontak ditambahkan, 0 diperbarui/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Tarik kembali', exact: true }).click();
    await entry.getByText('Ditarik kembali', { exact: true }).waitFor();
    await entry.getByText('40 tujuan dihapus, 0 tetap karena terbukti dengan cara lain.').waitFor();
  });

  it('offers a template file, and accepts it filled in, in either language', async () => {
    const page = await console.as('penulis', '/impor');
    for (const [language, link, row, told] of [
      ['id', 'Unduh file templat', ['Aceh', '2026-01-31', 'surel'], 'Percobaan selesai: 2 baris dibaca'],
      [
        'en',
        'Download a template file',
        ['Aceh', '2026-01-31', 'email'],
        'The trial has ended: 2 rows were read',
      ],
    ] as const) {
      if (language === 'en') await page.locator('button[lang=en]').first().dispatchEvent('click');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: link }).click(),
      ]);
      const [heads = '', example = ''] = readFileSync(await download.path(), 'utf8').split('\r\n');
      const sign = language === 'id' ? ';' : ',';
      const cells = example.split(sign);
      expect(cells).toHaveLength(heads.split(sign).length);
      // The example with a real region: nothing of the example may be refused except its region.
      const filled = [row[0], ...cells.slice(1)].join(sign);
      await choose(page, [example, filled], heads.replace('\ufeff', ''));
      await page.locator('input[type=radio][value=names]').check();
      await page.locator('form button[type=submit]').click();
      await page.getByText(told).waitFor();
      await page
        .getByText(language === 'id' ? '1 kontak akan ditambahkan' : '1 contact would be added')
        .waitFor();
    }
  });

  it('shows the progress of a large file, and explains an aborted upload', async () => {
    const page = await console.as('admin', '/impor');
    const lines = Array.from(
      { length: 30_000 },
      (_, n) => `11,Warga,besar${n}@example.com,,formulir desa,2024-01-31`,
    );
    await choose(page, lines);
    await page.getByLabel('Kode Kemendagri, misalnya 32.01').check();
    // Throttle the upload: only a file in progress can be aborted.
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const pace = (uploadThroughput: number) =>
      session.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await pace(200_000);
    await button(page, 'Coba dulu').click();
    await page.getByRole('progressbar', { name: 'Sedang dicoba' }).waitFor();
    await page.getByText(/% dari [\d,]+ MB terkirim/).waitFor();
    await button(page, 'Hentikan').click();
    await page.getByText('Ini hanya percobaan: tidak ada yang berubah.', { exact: true }).waitFor();
    await pace(-1);
    const entry = page.getByRole('listitem').filter({ hasText: 'Percobaan' }).first();
    await entry.getByText('Terputus', { exact: true }).waitFor();
  });

  it('shows an operator why an address is suppressed; lifts and adds with a reason', async () => {
    const [, second = ''] = sent.addresses;
    const page = await console.as('operator', '/tertahan');
    await page.getByLabel('Jenis').selectOption('sms');
    await page.getByRole('textbox', { name: 'Nomor ponsel' }).fill('bukan nomor');
    await button(page, 'Cari').click();
    await page.getByText(/Isi nomor ponsel/).waitFor();
    await page.getByRole('textbox', { name: 'Nomor ponsel' }).fill(second);
    await button(page, 'Cari').click();
    await page.getByText('Tujuan ini tidak tertahan.').waitFor();
    await button(page, 'Tahan').click();
    await dialog(page)
      .getByLabel(/^Alasan/)
      .fill(`Nomor ${second}`);
    await dialog(page).getByRole('button', { name: 'Tahan' }).click();
    await dialog(page)
      .getByText(/Tulis tanpa alamat surel, nomor telepon/)
      .waitFor();
    await dialog(page)
      .getByLabel(/^Alasan/)
      .fill('Surat pengadilan');
    await dialog(page).getByRole('button', { name: 'Tahan' }).click();
    await page.getByText('Tujuan ini sekarang tertahan.').waitFor();
    await button(page, 'Cari').click();
    await page.getByText(/^Ditahan oleh Operator/).waitFor();
    expect(await stateOf(sent.addressIds[1])).toBe('invalid');
    await button(page, 'Lepaskan').click();
    await dialog(page)
      .getByText(/persetujuan pemiliknya masih berlaku/)
      .waitFor();
    await dialog(page)
      .getByLabel(/^Alasan/)
      .fill('Dicabut pengadilan');
    await dialog(page).getByRole('button', { name: 'Lepaskan' }).click();
    await page.getByText('Penahanan dilepas.').waitFor();
    await button(page, 'Cari').click();
    await page.getByText(/^Dilepas oleh Operator/).waitFor();
    expect(await stateOf(sent.addressIds[1])).toBe('active');
    expect(page.url()).toBe(`${publisher.url}/tertahan`);
  });

  it('lets the helpdesk verify a code and unsubscribe a caller, by code and by number', async () => {
    const page = await console.as('bantuan', '/');
    await page.getByRole('heading', { name: 'Layanan bantuan', level: 1 }).waitFor();
    const code = page.getByLabel('Kode pada pesan');
    await code.fill('ZZZZ-ZZZZ-ZZ');
    await button(page, 'Periksa').click();
    await page.getByText('Kode ini tidak dikenal').waitFor();
    await code.fill(`siar.go.id/${CODE.toLowerCase()}`);
    await button(page, 'Periksa').click();
    await page.getByText('KPU: TPS di (wilayah Anda) buka 07.00. Cek/Stop (alamat pendek)').waitFor();
    await page.getByText('KPU Republik Indonesia').waitFor();
    await page.getByText(`siarannya berkode ${sent.publicCode}`).waitFor();
    const body = await page.locator('main').innerText();
    expect(body).toMatch(/\+6281\d?\*+\d{3}, yang masih berlangganan/);
    expect(body).not.toContain(sent.addresses[0]);
    await button(page, 'Berhentikan').click();
    await dialog(page)
      .getByText(/^1 nomor berhenti dikirimi SMS/)
      .waitFor();
    await dialog(page).getByRole('button', { name: 'Berhentikan' }).click();
    await page.getByText(/yang tidak lagi dikirimi/).waitFor();
    expect(await stateOf(sent.addressIds[0])).toBe('unsubscribed');

    await page
      .getByRole('textbox', { name: 'Nomor ponsel' })
      .fill((sent.addresses[2] ?? '').replace('+62', '0'));
    await button(page, 'Cari').click();
    await page.getByText('Tujuan ini berlangganan.').waitFor();
    await button(page, 'Berhentikan').click();
    await dialog(page).getByRole('button', { name: 'Berhentikan' }).click();
    await page.getByText('Berhasil: tujuan ini tidak dikirimi lagi.').waitFor();
    expect(await stateOf(sent.addressIds[2])).toBe('unsubscribed');
    // Once more for the same number, which is not subscribed any more: there is nothing to unsubscribe.
    await button(page, 'Cari').click();
    await page.getByText('Tujuan ini tidak berlangganan.').waitFor();
    await button(page, 'Jangan kirimi').click();
    await dialog(page).getByText('Jangan kirimi tujuan ini?').waitFor();
    expect(await dialog(page).getByText('Hentikan langganan').count()).toBe(0);
    await dialog(page).getByRole('button', { name: 'Batal' }).click();
  });

  it('lets the helpdesk compare the text that a caller reads out, in whole or in part', async () => {
    await indexTexts(publisher.db.source.manager, sent.id, SMS_DOCUMENT);
    const page = await console.as('bantuan', '/bantuan');
    const compare = async (heard: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Yang dibacakan penelepon' }).fill(heard);
      await button(page, 'Bandingkan').click();
    };
    await compare('KPU: TPS di Aceh buka 07.00.');
    await page.getByText('Sejauh yang dibacakan, sama dengan yang disahkan').waitFor();
    await page.getByText('Yang disahkan, untuk dibacakan').waitFor();
    await compare('KPU: TPS di Aceh buka 05.00. Cek/Stop');
    await page.getByText('Diubah: jangan dipercaya').waitFor();
    await page.getByText('Angkanya diubah.').waitFor();
    expect(await page.locator('p ins').first().innerText()).toContain('05.00');
    expect(await page.locator('p del').first().innerText()).toContain('07.00');
    await compare('Pinjaman tanpa agunan cair lima menit hubungi kami sekarang juga');
    await page.getByText('Tidak ada yang seperti ini').waitFor();
    expect(await page.getByText('Yang disahkan, untuk dibacakan').count()).toBe(0);
    await compare('KPU: TPS di Aceh buka jam 7');
    await page.getByText('Sejauh yang dibacakan, sama dengan yang disahkan').waitFor();

    // Another code means another caller.
    await page.getByLabel('Kode pada pesan').fill(CODE);
    await button(page, 'Periksa').click();
    await page.getByText(`siarannya berkode ${sent.publicCode}`).waitFor();
    expect(await page.getByText('Sejauh yang dibacakan, sama dengan yang disahkan').count()).toBe(0);
    expect(await page.getByRole('textbox', { name: 'Yang dibacakan penelepon' }).inputValue()).toBe('');
  });
});
