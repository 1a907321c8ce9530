import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { hashPassword } from '#staff/sign-in';
import { button } from '../../factories/console.js';
import { PASSWORD } from '../../factories/staff.js';
import { later, type View } from './view.js';

/** The screens before sign-in, and the emergency stop: these come last. */
export const DOORS: View[] = [
  {
    name: 'masuk',
    screen: null,
    open: async ({ console }) => {
      const page = await console.open();
      await page.goto('/');
      await page.waitForSelector('form');
      return page;
    },
  },
  ...(['kata-sandi', 'autentikator', 'kode-pemulihan'] as const).map((name): View => ({
    name,
    screen: null,
    open: async ({ system, console }) => {
      // The state after two admins have reset an account.
      const password = 'Sekali-pakai-2026';
      await system.db.source.query(
        `UPDATE people SET password_hash = $1, password_must_change = true,
           totp_ciphertext = NULL, totp_key_id = NULL, totp_confirmed_at = NULL WHERE username = 'kpu-aceh'`,
        [await hashPassword(password)],
      );
      await system.db.source.query('DELETE FROM recovery_codes');
      const page = await console.open();
      await page.goto('/akun');
      await page.getByLabel('Nama pengguna').fill('kpu-aceh');
      await page.getByLabel('Kata sandi', { exact: true }).fill(password);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Ganti kata sandi Anda' }).waitFor();
      if (name === 'kata-sandi') return page;
      await page.getByLabel('Kata sandi sekarang').fill(password);
      await page.getByLabel('Kata sandi baru').fill(PASSWORD);
      await button(page, 'Ganti kata sandi').click();
      await button(page, 'Pasang autentikator').click();
      await page.getByRole('img', { name: 'Kode QR untuk aplikasi autentikator' }).waitFor();
      if (name === 'autentikator') return page;
      await enrol(page);
      await page.getByRole('list', { name: 'Kode pemulihan' }).waitFor();
      return page;
    },
  })),
  {
    name: 'hentikan',
    screen: null,
    open: async ({ at }) => {
      const page = await at('operator', '/');
      await button(page, 'Hentikan semua siaran').click();
      await page.getByRole('dialog').getByRole('listitem').first().waitFor();
      return page;
    },
  },
  {
    name: 'darurat',
    screen: 'siaran/:id',
    open: async ({ system, at }) => {
      const id = await system.broadcast({
        title: 'Menunggu harinya',
        schedule: { at: later(), leaveWindow: true },
      });
      const operator = await system.as('operator');
      await operator('POST', '/api/v1/emergency-stop', { reason: 'Teks yang keliru mungkin terkirim' });
      const page = await at('operator', `/siaran/${id}`);
      await button(page, 'Cabut penghentian').waitFor();
      await page.waitForSelector('[role=tab]');
      await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' });
      return page;
    },
  },
  {
    name: 'masuk-darurat',
    screen: null,
    open: async ({ console }) => {
      const page = await console.open();
      await page.goto('/');
      await page.getByRole('alert').waitFor();
      return page;
    },
  },
];

/** Sets up the required authenticator. */
async function enrol(page: Page): Promise<void> {
  const key = (await page.locator('pre').innerText()).replaceAll(' ', '');
  await page.getByLabel('Kode sekali pakai').fill(new TOTP({ secret: Secret.fromBase32(key) }).generate());
  await button(page, 'Pasang').click();
}
