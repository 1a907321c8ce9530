import type { Page } from 'playwright-core';
import { violations } from '../factories/browser.js';
import { button, closeDialog, testConsole, type TestConsole } from '../factories/console.js';
import { publisherWithIssuer, type WithIssuer } from '../factories/issuer.js';

const BY_ISSUER = 'Masuk dengan akun kementerian';
/** Authenticates on the issuer's page. */
const authenticate = async (page: Page, subject: string, how = 'Kata sandi dan kode'): Promise<void> => {
  await page.getByLabel('Nama', { exact: true }).fill(subject);
  await button(page, how).click();
};

describe('the console, for people of the ministry’s issuer', () => {
  let both: WithIssuer;
  let console: TestConsole;
  beforeAll(async () => {
    both = await publisherWithIssuer({});
    console = await testConsole(both.publisher.url);
  });
  afterAll(async () => {
    await console.stop();
    await both.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  it('invites a person to it, who signs in there and comes back to the page they wanted', async () => {
    const admin = await console.as('admin', '/orang');
    await button(admin, 'Undang orang').click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Nama lengkap').fill('Sari Wulandari');
    await dialog.getByLabel('Nama pengguna').fill('sari');
    await dialog.getByLabel(/^Alamat surel di akun kementerian/).fill('sari@kementerian.example');
    await dialog.getByLabel(/^Penulis/).check();
    await button(dialog, 'Undang').click();
    await dialog.getByText(/Sari Wulandari sudah diundang/).waitFor();
    expect(await violations(admin)).toEqual([]);
    await closeDialog(admin);
    await admin.getByText('akun kementerian', { exact: true }).waitFor();

    both.issuer.accounts.set('sari', { email: 'sari@kementerian.example', verified: true });
    const page = await console.open();
    await page.goto('/siaran');
    await button(page, BY_ISSUER).waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, BY_ISSUER).click();
    await authenticate(page, 'sari');
    await page.waitForSelector('nav');
    expect(new URL(page.url()).pathname).toBe('/siaran');
    await page.goto('/akun');
    await page.getByText('Anda masuk dengan akun kementerian.').waitFor();
    expect(await page.getByText('Kata sandi', { exact: true }).count()).toBe(0);
  });

  it('says in the reader’s language why somebody did not come in, once', async () => {
    both.issuer.accounts.set('asing', { email: 'asing@kementerian.example', verified: true });
    const page = await console.open();
    await page.goto('/siaran?tab=isi');
    await button(page, BY_ISSUER).click();
    await authenticate(page, 'asing');
    const alert = page.getByRole('alert');
    await alert.getByText(/^Belum ada akun Siar untuk akun kementerian ini/).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(page.url()).toBe(`${both.publisher.url}/siaran?tab=isi`);
    await button(page, 'English').click();
    await alert.getByText(/^There is no account in Siar/).waitFor();
    await page.reload();
    await button(page, 'Sign in with your ministry account').waitFor();
    expect(await alert.count()).toBe(0);
  });
});

describe('the console, for acts that need a second factor at the issuer', () => {
  let both: WithIssuer;
  let console: TestConsole;
  beforeAll(async () => {
    both = await publisherWithIssuer({ REQUIRE_TOTP: 'true' });
    console = await testConsole(both.publisher.url);
    both.issuer.accounts.set('admin', { email: 'admin@kementerian.example', verified: true });
    await both.publisher.db.source.query(
      `INSERT INTO person_identities (person_id, issuer, subject, linked_at) VALUES ($1, $2, 'admin', siar_now())`,
      [both.publisher.staff.people.admin, both.issuer.url],
    );
  });
  afterAll(async () => {
    await console.stop();
    await both.stop();
  });
  afterEach(async () => expect(await console.leave()).toEqual([]));

  const come = async (path: string): Promise<Page> => {
    const page = await console.open();
    await page.goto(path);
    await button(page, BY_ISSUER).click();
    await authenticate(page, 'admin');
    await page.waitForSelector('nav');
    return page;
  };
  /** Opens the window beside the page, and authenticates there. */
  const beside = async (page: Page, how?: string): Promise<Page> => {
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Buka akun kementerian' }).click();
    const window = await opened;
    await authenticate(window, 'admin', how);
    return window;
  };

  it('confirms there in a window beside, and loses nothing that was typed', async () => {
    const page = await come('/orang');
    await both.publisher.db.source.query(
      `UPDATE sessions SET stepped_up_at = siar_now() - interval '1 hour'`,
    );
    await button(page, 'Undang orang').click();
    const dialog = page.getByRole('dialog').first();
    await dialog.getByLabel('Nama lengkap').fill('Tono Hartono');
    await dialog.getByLabel('Nama pengguna').fill('tono');
    await button(dialog, 'Undang').click();
    await page.getByRole('dialog', { name: 'Konfirmasi dengan akun kementerian' }).waitFor();
    expect(await violations(page)).toEqual([]);
    // A password alone is not enough: the window says so, and the page waits.
    const weak = await beside(page, 'Kata sandi saja');
    await weak.getByText(/tidak meminta faktor kedua/).waitFor();
    expect(await violations(weak)).toEqual([]);
    await button(weak, 'Coba lagi').click();
    await authenticate(weak, 'admin');
    await page.getByText('Kata sandi sekali pakai', { exact: true }).waitFor();
    await page.getByText('tono', { exact: true }).first().waitFor();
  });

  it('signs in again there after the session has ended, and goes on', async () => {
    const page = await come('/orang');
    // What the screen reads first must not be what finds the session ended.
    await button(page, 'Undang orang').waitFor();
    await both.publisher.db.source.query('DELETE FROM sessions');
    await button(page, 'Undang orang').click();
    const dialog = page.getByRole('dialog').first();
    await dialog.getByLabel('Nama lengkap').fill('Wati Lestari');
    await dialog.getByLabel('Nama pengguna').fill('wati');
    await button(dialog, 'Undang').click();
    await page.getByRole('dialog', { name: 'Sesi Anda berakhir' }).waitFor();
    expect(await violations(page)).toEqual([]);
    // The issuer still has its session: the window closes by itself.
    await page.keyboard.press('Enter');
    await page.getByText('Kata sandi sekali pakai', { exact: true }).waitFor();
  });
});
