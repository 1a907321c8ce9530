import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { violations } from '../factories/browser.js';
import { button, testConsole, type TestConsole } from '../factories/console.js';
import { type TestPublisher, testPublisher } from '../factories/publisher.js';
import { PASSWORD } from '../factories/staff.js';
import { Keys } from '#platform/crypto';
import { Staff } from '#staff';
import { hashPassword } from '#staff/sign-in';
import { testConfig } from '../factories/database.js';

describe('the console, for people and their accounts', () => {
  let publisher: TestPublisher;
  let console: TestConsole;
  let staff: Staff;
  /** The admin's recovery codes, shared by the tests. */
  let codes: string[] = [];
  beforeAll(async () => {
    publisher = await testPublisher({ REQUIRE_TOTP: 'true' });
    // Before any request for the regions: they are cached.
    await publisher.db.source.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('12', 'province', 'Sumatera Utara', 'Asia/Jakarta')`,
    );
    staff = new Staff(new Keys(testConfig(publisher.db.url)));
    const second = {
      organisationId: publisher.staff.organisations.kpu,
      username: 'kpu-admin-dua',
      name: 'Dua Admin',
      roles: ['admin' as const],
      passwordHash: await hashPassword(PASSWORD),
      mustChangePassword: false,
    };
    await publisher.db.source.transaction((tx) => staff.addPerson(tx, second));
    console = await testConsole(publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await publisher.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const give = async (page: Page, username: string, password: string): Promise<void> => {
    await page.fill('input[name=username]', username);
    await page.fill('input[name=password]', password);
    await page.press('input[name=password]', 'Enter');
  };
  /** Signs in where no second factor is required yet. */
  const come = async (username: string, path: string): Promise<Page> => {
    const page = await console.open();
    await page.goto(path);
    await give(page, username, PASSWORD);
    return page;
  };
  const recover = async (page: Page, code: string): Promise<void> => {
    await page.fill('input[name=recoveryCode]', code);
    await page.press('input[name=recoveryCode]', 'Enter');
  };
  /** The secret of the authenticator set up last. */
  let key = '';
  /** Sets up the required authenticator. @returns the recovery codes */
  const enrol = async (page: Page): Promise<string[]> => {
    await page.getByRole('heading', { name: 'Pasang autentikator' }).waitFor();
    await page.getByRole('img', { name: 'Kode QR untuk aplikasi autentikator' }).waitFor();
    key = (await page.locator('pre').innerText()).replaceAll(' ', '');
    await page.getByLabel('Kode sekali pakai').fill(new TOTP({ secret: Secret.fromBase32(key) }).generate());
    await button(page, 'Pasang').click();
    const list = page.getByRole('list', { name: 'Kode pemulihan' });
    await list.waitFor();
    const shown = await list.getByRole('listitem').allInnerTexts();
    expect(await button(page, 'Lanjutkan').isDisabled()).toBe(true);
    await page.getByLabel('Saya sudah menyimpan kode ini').check();
    await button(page, 'Lanjutkan').click();
    await page.waitForSelector('nav');
    return shown;
  };

  it('shows recovery codes once at enrolment, and accepts one instead of the authenticator', async () => {
    const page = await come('kpu-admin', '/akun');
    codes = await enrol(page);
    expect(codes).toHaveLength(10);
    await page.getByText('Tersisa 10 kode pemulihan.').waitFor();

    const other = await come('kpu-admin', '/akun');
    await button(other, 'Autentikator tidak ada? Pakai kode pemulihan').click();
    await recover(other, 'AAAAA-AAAAA');
    await other.getByText('Kode pemulihan salah atau sudah terpakai.').waitFor();
    await recover(other, codes.pop() ?? '');
    await other.getByText('Tersisa 9 kode pemulihan.').waitFor();

    const sessions = page.getByRole('region', { name: 'Sesi' });
    await page.reload();
    await sessions.getByText('Sesi ini').waitFor();
    expect(await sessions.getByRole('listitem').count()).toBe(2);
    await sessions.getByText('Chrome di Linux').first().waitFor();
    await button(page, 'Akhiri semua yang lain').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Akhiri semua yang lain' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await sessions.getByRole('listitem').count()).toBe(1);
    await other.reload();
    await other.getByRole('heading', { name: 'Masuk' }).waitFor();

    await button(page, 'Buat kode pemulihan baru').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Buat kode pemulihan baru' }).click();
    const list = page.getByRole('dialog').getByRole('list', { name: 'Kode pemulihan' });
    await list.waitFor();
    codes = await list.getByRole('listitem').allInnerTexts();
    // The only showing: nothing ends it but the button.
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Tutup' }).count()).toBe(0);
    await page.getByLabel('Saya sudah menyimpan kode ini').check();
    await button(page, 'Lanjutkan').click();
    await page.getByText('Tersisa 10 kode pemulihan.').waitFor();
  }, 120_000);

  /** Signs in KPU's admin with one of their recovery codes. */
  const admin = async (path: string): Promise<Page> => {
    const page = await come('kpu-admin', path);
    await page.waitForSelector('input[name=totp]');
    await page.locator('form button[type=button]').last().click();
    await recover(page, codes.pop() ?? '');
    await page.waitForSelector('nav');
    return page;
  };

  it('invites a reviewer after a second admin confirms, changes their roles, disables them, and removes a lost authenticator', async () => {
    const page = await admin('/orang');
    await button(page, 'Undang orang').click();
    const dialog = page.getByRole('dialog');
    await button(page, 'Undang').click();
    expect(await dialog.getByText('Isi kolom ini.').count()).toBe(2);
    await dialog.getByLabel('Nama lengkap').and(page.locator(':focus')).waitFor();
    await dialog.getByText(/^Tanpa peran: orang ini dapat masuk/).waitFor();
    await dialog.getByLabel('Nama lengkap').fill('Rahmat Hidayat');
    await dialog.getByLabel('Nama pengguna').fill('kpu-admin');
    await dialog.getByRole('checkbox', { name: 'Peninjau KPU' }).check();
    await button(page, 'Undang').click();
    await dialog.getByText('Sudah dipakai: pilih yang lain.').waitFor();
    // Said once, at its field, which has the focus.
    await dialog.getByLabel('Nama pengguna').and(page.locator(':focus')).waitFor();
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByLabel('Nama pengguna').fill('rahmat.hidayat');
    expect(await dialog.getByText('Sudah dipakai: pilih yang lain.').count()).toBe(0);
    await button(page, 'Undang').click();
    await dialog.getByText('Kata sandi sekali pakai', { exact: true }).waitFor();
    await dialog.getByText('Baru diminta, belum berlaku: Peninjau KPU.').waitFor();
    await dialog
      .getByText(/^Sudah diminta\..*Rahmat Hidayat belum punya, jadi beri tahulah sendiri/)
      .waitFor();
    const password = await dialog.locator('pre').last().innerText();
    await dialog.getByRole('button', { name: 'Tutup' }).last().click();
    const row = page.getByRole('listitem').filter({ hasText: 'rahmat.hidayat' });
    await row.getByText('tanpa autentikator').waitFor();
    await row.getByText('menunggu: Peninjau KPU').waitFor();
    // Nothing lies beside the screen of a telephone.
    const desk = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 844 });
    const menu = await row.getByRole('button').boundingBox();
    expect((menu?.x ?? 999) + (menu?.width ?? 0)).toBeLessThanOrEqual(390);
    if (desk) await page.setViewportSize(desk);
    const awaited = page.getByRole('region', { name: 'Menunggu admin kedua' });
    await awaited.getByText('Diminta: Pengangkatan Rahmat Hidayat sebagai Peninjau KPU').waitFor();
    // The requesting admin cannot also confirm as the second one.
    expect(await awaited.getByRole('button').filter({ hasText: /./ }).allInnerTexts()).toEqual(['Batalkan']);
    await awaited.getByRole('button', { name: 'Batalkan' }).click();
    expect(await dialog.locator('form button').allInnerTexts()).toEqual(['Biarkan', 'Batalkan permintaan']);
    await dialog.getByRole('button', { name: 'Biarkan' }).click();

    const invited = await console.open();
    await invited.goto('/');
    await give(invited, 'rahmat.hidayat', password);
    await invited.getByLabel('Kata sandi sekarang').fill(password);
    // The console's own words, not the browser's.
    await invited.getByLabel('Kata sandi baru').fill('pendek');
    await button(invited, 'Ganti kata sandi').click();
    await invited.getByText('Terlalu pendek: paling sedikit 12 karakter.').waitFor();
    await invited.getByLabel('Kata sandi baru').and(invited.locator(':focus')).waitFor();
    await invited.getByLabel('Kata sandi baru').fill(PASSWORD);
    expect(await invited.getByText(/^Terlalu pendek/).count()).toBe(0);
    await button(invited, 'Ganti kata sandi').click();
    await enrol(invited);
    await invited.getByText(/^Pengangkatan Anda sebagai Peninjau KPU baru diminta, belum berlaku/).waitFor();

    const second = await come('kpu-admin-dua', '/orang');
    await enrol(second);
    const step = async (who: Page, name: string, go = name): Promise<void> => {
      const asked = who.getByRole('region', {
        name: /^(Menunggu admin kedua|Dikonfirmasi, dalam masa tunggu)$/,
      });
      await asked.getByRole('button', { name: `${name}: Rahmat Hidayat` }).click();
      await who.getByRole('dialog').getByRole('button', { name: go, exact: true }).click();
    };
    expect(await violations(second)).toEqual([]);
    // Nobody is appointed who cannot be notified.
    const asks = second.getByRole('region', { name: 'Menunggu admin kedua' });
    await asks.getByText(/Ia belum mengonfirmasi alamatnya sendiri/).waitFor();
    expect(await asks.getByRole('button', { name: /^Konfirmasi/ }).count()).toBe(0);
    await publisher.db.source.transaction(async (tx) => {
      const [person] = await tx.query<{ id: string }[]>(
        `SELECT id FROM people WHERE username = 'rahmat.hidayat'`,
      );
      await staff.addAddress(tx, person?.id ?? '', 'email', 'rahmat@kpu.example.id', true);
    });
    await second.reload();
    await asks.getByRole('button', { name: 'Konfirmasi: Rahmat Hidayat' }).click();
    await second.getByText(/baru berlaku setelah masa tunggu 24 jam/).waitFor();
    await second.getByRole('dialog').getByRole('button', { name: 'Konfirmasi', exact: true }).click();
    await second.getByText(/^Dikonfirmasi\. Perannya berlaku mulai/).waitFor();
    await second.getByRole('dialog').getByRole('button', { name: 'Tutup' }).last().click();
    expect(await asks.count()).toBe(0);
    await second
      .getByRole('region', { name: 'Dikonfirmasi, dalam masa tunggu' })
      .getByText('Pengangkatan Rahmat Hidayat sebagai Peninjau KPU')
      .waitFor();
    // Both admins waive the waiting period.
    await step(second, 'Cabut masa tunggu');
    await second.getByText(/Dua Admin meminta masa tunggunya dicabut/).waitFor();
    await page.reload();
    await step(page, 'Cabut masa tunggu');
    await page
      .getByRole('region', { name: 'Dikonfirmasi, dalam masa tunggu' })
      .waitFor({ state: 'detached' });
    await row.getByText('Peninjau KPU', { exact: true }).waitFor();

    const act = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'Tindakan untuk Rahmat Hidayat' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await page.reload();
    await act('Lepas autentikator');
    await dialog.getByText(/Kata sandinya tetap/).waitFor();
    await dialog.getByText(/belum ada yang berubah sampai admin kedua mengonfirmasi/).waitFor();
    await dialog.getByRole('button', { name: 'Lepas autentikator' }).click();
    await dialog.getByText(/^Sudah diminta\./).waitFor();
    await dialog.getByRole('button', { name: 'Tutup' }).last().click();
    await second.reload();
    await step(second, 'Konfirmasi');
    await second.getByText(/^Dikonfirmasi\. Perannya berlaku mulai/).waitFor();
    await page.reload();
    await row.getByText('tanpa autentikator').waitFor();
    await row.getByText('menunggu: Peninjau KPU').waitFor();
    await invited.reload();
    await give(invited, 'rahmat.hidayat', PASSWORD);
    await invited.getByRole('heading', { name: 'Pasang autentikator' }).waitFor();

    await act('Ubah peran');
    await dialog.getByRole('checkbox', { name: 'Auditor' }).check();
    await dialog.getByRole('button', { name: 'Ubah peran' }).click();
    await row.getByText('Auditor', { exact: true }).waitFor();
    await row.getByText('menunggu: Peninjau KPU').waitFor();
    await act('Nonaktifkan');
    await dialog.getByRole('button', { name: 'Nonaktifkan' }).click();
    await row.getByText('Dinonaktifkan').waitFor();
    await invited.reload();
    await invited.getByRole('heading', { name: 'Masuk' }).waitFor();
    // Admins cannot act on themselves.
    await page.getByRole('listitem').filter({ hasText: 'Admin KPU' }).getByText('Anda sendiri').waitFor();
  }, 120_000);

  it('founds a KPU office for a region without one, and goes on to its first people', async () => {
    const page = await admin('/orang');
    await button(page, 'Dirikan kantor KPU').click();
    const dialog = page.getByRole('dialog', { name: 'Dirikan kantor KPU' });
    await dialog.getByRole('combobox', { name: 'Wilayah' }).click();
    await page.getByRole('option', { name: 'Sumatera Utara' }).waitFor();
    // Aceh already has its office.
    expect(await page.getByRole('option').allInnerTexts()).toEqual(['Sumatera Utara']);
    await page.getByRole('option', { name: 'Sumatera Utara' }).click();
    expect(await dialog.getByLabel('Nama kantor').inputValue()).toBe('KPU Sumatera Utara');
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Nama kantor').fill('kip aceh');
    await dialog.getByRole('button', { name: 'Dirikan', exact: true }).click();
    await dialog.getByText('Sudah dipakai: pilih yang lain.').waitFor();
    await dialog.getByLabel('Nama kantor').and(page.locator(':focus')).waitFor();
    expect(await dialog.getByRole('alert').count()).toBe(0);
    await dialog.getByLabel('Nama kantor').fill('KPU Sumatera Utara');
    await dialog.getByRole('button', { name: 'Dirikan', exact: true }).click();
    await dialog.getByRole('button', { name: 'Undang adminnya' }).click();
    await page.getByRole('dialog', { name: 'Undang orang' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Lembaga' }).inputValue()).toBe('KPU Sumatera Utara');
    await page.keyboard.press('Escape');
    await page
      .getByRole('region', { name: 'KPU Sumatera Utara' })
      .getByText('Belum ada orang di lembaga ini.')
      .waitFor();
  }, 120_000);

  it('asks for a fresh code before a dry run, and keeps the file chosen before it', async () => {
    const page = await come('penulis', '/impor');
    await enrol(page);
    // The codes of the enrolment are used up.
    await publisher.db.source.query(`UPDATE sessions SET stepped_up_at = stepped_up_at - interval '1 hour'`);
    const line = '11,Warga,warga@example.com,,formulir,2024-01-31';
    await page.locator('input[type=file]').setInputFiles({
      name: 'kontak.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`region,name,email,phone,consent_source,consent_date\n${line}`),
    });
    await page.getByLabel('Kode Kemendagri, misalnya 32.01').check();
    await button(page, 'Coba dulu').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Kode sekali pakai').fill('000000');
    expect(await violations(page)).toEqual([]);
    await dialog.getByLabel('Kode sekali pakai').press('Enter');
    await dialog.getByText(/^Kode salah/).waitFor();
    // A code is valid once: use the one after that of the enrolment.
    const next = new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: Date.now() + 30_000 });
    await dialog.getByLabel('Kode sekali pakai').fill(next);
    await dialog.getByLabel('Kode sekali pakai').press('Enter');
    await page.getByText('Percobaan selesai: 1 baris dibaca').waitFor();
  });

  it('offers a ministry no reviewers, and no office to found', async () => {
    const page = await come('admin', '/orang');
    await enrol(page);
    expect(await button(page, 'Dirikan kantor KPU').count()).toBe(0);
    await button(page, 'Undang orang').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Peninjau hanya diangkat oleh KPU, dari KPU.').waitFor();
    expect(await dialog.getByRole('checkbox', { name: 'Peninjau KPU' }).count()).toBe(0);
    expect(await page.getByRole('listitem').filter({ hasText: 'Peninjau KPU' }).count()).toBe(0);
  });
});
