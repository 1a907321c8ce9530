import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { Keys } from '#platform';
import { enter, type Look, openConsole, startBrowser, sticksOut, violations } from '../factories/browser.js';
import { testConfig } from '../factories/database.js';
import { codeSent } from '../factories/notices.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { signIn, type Username } from '../factories/staff.js';

const SCREENS = 'docs/screens';
const LOOKS: Required<Look>[] = [
  { language: 'id', width: 1280 },
  { language: 'id', width: 390 },
  { language: 'en', width: 1280 },
  { language: 'en', width: 390 },
];

describe('the console, for those on call', () => {
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

  const as = async (username: Username, path: string, look?: Look): Promise<Page> => {
    const opened = await openConsole(browser, publisher.url, look);
    complaints.push(opened.complaints);
    await enter(opened.page, username, path);
    return opened.page;
  };
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const inspect = async (page: Page, name: string, { language, width }: Required<Look>): Promise<void> => {
    await page.evaluate('document.fonts.ready');
    if (process.env['SCREENSHOTS'] && language === 'id') {
      mkdirSync(SCREENS, { recursive: true });
      await page.evaluate('scrollTo(0, 0)');
      await page.screenshot({ path: `${SCREENS}/${name}-${width}.png` });
    }
    const found = await violations(page);
    const wide = await sticksOut(page);
    expect({ name, language, width, found, wide }).toEqual({ name, language, width, found: [], wide: false });
  };
  const urgent = async (title: string): Promise<string> => {
    const author = await signIn(publisher.url, 'penulis');
    const { body } = await author<{ id: string }>('POST', '/api/v1/broadcasts', {
      title,
      kind: 'urgent',
      channels: ['sms'],
      contents: { sms: { id: { body: 'KPU: TPS buka 07.00' } } },
      audience: { regions: ['11'] },
      schedule: { at: 'now', leaveWindow: true },
    });
    await author('POST', `/api/v1/broadcasts/${body.id}/submit`, { confirmLocalHours: true });
    return body.id;
  };
  const codeOf = (personId: string): Promise<string> =>
    codeSent(publisher.db.source, new Keys(testConfig(publisher.db.url)), personId);

  it('lets a reviewer confirm a number, an admin put them on call, and the reviewer say that they have it', async () => {
    const reviewer = await as('kpu-nasional', '/alamat');
    const sms = reviewer.getByRole('region', { name: 'SMS' });
    await sms.getByLabel('Alamat SMS').fill('bukan nomor');
    await sms.getByRole('button', { name: 'Kirim kode' }).click();
    await sms.getByText(/must be a mobile number/).waitFor();
    await sms.getByLabel('Alamat SMS').fill('0812 1000 0001');
    await sms.getByRole('button', { name: 'Kirim kode' }).click();
    await sms.getByText('Kode dikirim ke 0812 1000 0001.').waitFor();
    await sms.getByLabel('Kode enam angka').fill(await codeOf(publisher.staff.people['kpu-nasional']));
    await sms.getByRole('button', { name: 'Konfirmasi' }).click();
    await sms.getByText('…0001 · dikonfirmasi').waitFor();

    const admin = await as('kpu-admin', '/siaga');
    await admin.getByText('Belum ada yang siaga.').waitFor();
    await admin.getByRole('combobox', { name: 'Siapa' }).click();
    await admin.getByRole('option', { name: /Peninjau KPU/ }).click();
    await button(admin, 'Siagakan').click();
    await admin.getByRole('cell', { name: 'Surel, SMS' }).waitFor();
    await admin.getByLabel('Tingkat Peninjau KPU').selectOption('2');
    await admin.reload();
    await admin.getByRole('cell', { name: 'Surel, SMS' }).waitFor();
    expect(await admin.getByLabel('Tingkat Peninjau KPU').inputValue()).toBe('2');

    const id = await urgent('Jam buka keliru');
    await reviewer.goto('/siaran');
    const listed = reviewer.getByRole('listitem').filter({ hasText: 'Jam buka keliru' });
    await listed.getByText('Menunggu jawaban').waitFor();
    await listed.getByRole('link').click();
    await reviewer.getByText(/1 orang yang siaga dihubungi/).waitFor();
    await button(reviewer, 'Saya tangani').click();
    await reviewer.getByText(/^Peninjau KPU menangani sejak/).waitFor();
    const author = await as('penulis', `/siaran/${id}`);
    await author.getByText(/^Peninjau KPU menangani sejak/).waitFor();
    expect(await button(author, 'Saya tangani').count()).toBe(0);
    for (const page of [reviewer, admin, author]) await page.context().close();
  });

  it('leads a correction template from the first word to its approval, faults at their fields', async () => {
    const writer = await as('kpu-aceh', '/templat');
    await writer.getByText('Belum ada templat').waitFor();
    await writer.getByRole('link', { name: 'Templat ralat baru' }).click();
    await writer.getByLabel('Judul').fill('Ralat jam buka');
    const sms = writer.getByRole('region', { name: 'Teks SMS' });
    await sms.getByRole('textbox', { name: 'Isi pesan, Indonesia' }).fill('KPU meralat {{jam}}');
    await button(writer, 'Simpan').click();
    await sms.getByText(/There is no variable \{\{jam\}\}/).waitFor();
    await sms.getByRole('textbox', { name: 'Isi pesan, Indonesia' }).fill('KPU meralat: TPS buka 07.00.');
    await button(writer, 'Simpan').click();
    await writer.waitForURL(/\/templat\/\d+$/);
    await writer.getByText('Draf', { exact: true }).waitFor();
    expect(await button(writer, 'Sahkan templat').count()).toBe(0);

    const approver = await as('kpu-nasional', new URL(writer.url()).pathname);
    await approver.getByText('KPU meralat: TPS buka 07.00.').waitFor();
    await button(approver, 'Sahkan templat').click();
    await approver.getByRole('dialog').getByRole('button', { name: 'Sahkan templat' }).click();
    await approver.getByText('Disahkan', { exact: true }).waitFor();

    // A correction begins with it, and its reviewer is told so.
    const original = await urgent('Jam buka, semula');
    const ask = await signIn(publisher.url, 'kpu-nasional');
    const { body } = await ask<{ submission: { digest: string } }>('GET', `/api/v1/broadcasts/${original}`);
    const { digest } = body.submission;
    await ask('POST', `/api/v1/broadcasts/${original}/approve`, { digest, confirmLocalHours: true });
    const author = await as('penulis', `/siaran/${original}`);
    await button(author, 'Lainnya').click();
    await author.getByRole('menuitem', { name: 'Ralat' }).click();
    await author.getByRole('radio', { name: 'Ralat jam buka' }).check();
    await author.getByRole('dialog').getByText('KPU meralat: TPS buka 07.00.').waitFor();
    await author.getByRole('dialog').getByRole('button', { name: 'Tulis ralat' }).click();
    await author.waitForURL(/\/tulis\/\d+$/);
    await author.getByText('KPU meralat: TPS buka 07.00.').first().waitFor();
    const correction = /\d+$/.exec(author.url())?.[0] ?? '';
    const writing = await signIn(publisher.url, 'penulis');
    const begun = await writing<{ version: number }>('GET', `/api/v1/broadcasts/${correction}`);
    await writing('PATCH', `/api/v1/broadcasts/${correction}`, {
      version: begun.body.version,
      schedule: { at: 'now', leaveWindow: true },
    });
    const handed = await writing('POST', `/api/v1/broadcasts/${correction}/submit`, {
      confirmLocalHours: true,
    });
    expect(handed.status).toBe(200);
    await approver.goto(`/siaran/${correction}`);
    await approver.getByText('Naskahnya sama dengan templat yang disahkan.').waitFor();
    await author.context().close();

    await writer.reload();
    await writer.getByText('Menyimpan perubahan menggugurkan pengesahannya.').waitFor();
    for (const page of [writer, approver]) await page.context().close();
  });

  it.each(LOOKS)('has no barriers, in $language at $width px', async (look) => {
    const { people } = publisher.staff;
    const admin = await signIn(publisher.url, 'kpu-admin');
    for (const [who, tier] of [
      ['kpu-nasional', 1],
      ['kpu-aceh', 2],
    ] as const)
      await admin('PUT', `/api/v1/on-call/${people[who]}/reviewer`, { tier, position: 1 });
    const aceh = await signIn(publisher.url, 'kpu-aceh');
    const made = await aceh<{ id: string }>('POST', '/api/v1/templates', {
      title: 'Ralat tanggal pemungutan suara',
      contents: {
        email: { id: { subject: 'Ralat dari KPU', body: 'Halo {{name}}, tanggalnya {{polling_date}}.' } },
        sms: { id: { body: 'KPU meralat: {{polling_date}}.' } },
      },
    });
    const id = await urgent('Ralat jam buka TPS di Aceh');

    const keeper = await as('kpu-admin', '/siaga', look);
    await keeper.waitForSelector('tbody tr');
    await inspect(keeper, 'siaga', look);
    await keeper.context().close();
    const page = await as('kpu-aceh', '/templat', look);
    await page.waitForSelector('main li');
    await inspect(page, 'templat', look);
    await page.goto(`/templat/${made.body.id}`);
    await page.waitForSelector('main textarea');
    await inspect(page, 'templat-ubah', look);
    await page.goto('/alamat');
    await page.waitForSelector('main section');
    await inspect(page, 'alamat', look);
    await page.goto(`/siaran/${id}`);
    await page.getByRole('button', { name: look.language === 'id' ? 'Saya tangani' : 'I have it' }).waitFor();
    await inspect(page, 'siaga-siaran', look);
    await page.context().close();
  });
});
