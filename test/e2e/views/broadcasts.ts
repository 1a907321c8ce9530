import { DEMO_TEXTS } from '../../../apps/standalone/demo-texts.js';
import { button } from '../../factories/console.js';
import type { TestSystem } from '../../factories/system.js';
import { correction, wasCorrected, WRONG } from './correction.js';
import { inJakarta, later, type Setting, type View } from './view.js';

const TITLE = 'Pengingat hari pemungutan suara';

/** Screens of the review, by KPU and by those who submit. */
export const DECIDED: View[] = [
  {
    name: 'ajukan-ralat',
    screen: 'siaran/:id',
    open: async ({ system, at }) => {
      const page = await at('penulis', `/siaran/${await correction(system)}`);
      await button(page, 'Ajukan ke KPU').click();
      await page.getByRole('dialog').getByRole('radiogroup').first().waitFor();
      return page;
    },
  },
  {
    name: 'tinjauan',
    screen: 'tinjau',
    open: async ({ system, at }) => {
      await system.submitted({ title: TITLE, schedule: { at: inJakarta(30 * 3600), leaveWindow: true } });
      const page = await at('kpu-nasional', '/tinjau');
      await page.waitForSelector('main li');
      return page;
    },
  },
  {
    name: 'tinjau',
    screen: 'tinjau/:id',
    whole: true,
    open: async ({ system, at }) => {
      const id = await system.submitted({
        title: TITLE,
        contents: { ...DEMO_TEXTS, sms: { ...DEMO_TEXTS.sms, id: { body: WRONG } } },
        schedule: { at: inJakarta(30 * 3600), leaveWindow: true },
      });
      const page = await at('kpu-nasional', `/tinjau/${id}`);
      await page.waitForSelector('mark.marked');
      await button(page, 'Kembalikan untuk diperbaiki').waitFor();
      return page;
    },
  },
  {
    name: 'sahkan',
    screen: 'tinjau/:id',
    open: async ({ system, at }) => {
      const id = await system.submitted({ title: TITLE, schedule: { at: later(), leaveWindow: true } });
      const page = await at('kpu-nasional', `/tinjau/${id}`);
      await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
      const open = page.locator('input[data-mark=open]');
      for (let left = await open.count(); left > 0; left = await open.count()) await open.first().check();
      await button(page, 'Sahkan').click();
      await page.waitForSelector('[role=dialog] pre');
      return page;
    },
  },
  {
    name: 'seri',
    screen: 'seri/:id',
    whole: true,
    open: async ({ system, at }) => {
      const page = await at('kpu-nasional', `/seri/${await reminders(system)}`);
      await page.getByText(/Anda yang memegang tinjauan ini/).waitFor();
      await page.waitForSelector('ins');
      return page;
    },
  },
  {
    name: 'ralat',
    screen: 'siaran/:id',
    whole: true,
    open: async ({ system, at }) => {
      const id = await correction(system);
      const author = await system.as('penulis');
      await author('POST', `/api/v1/broadcasts/${id}/submit`, { confirmLocalHours: true, unreached: true });
      const page = await at('kpu-nasional', `/siaran/${id}`);
      await page.getByText('SMS · ').first().click();
      await page.waitForSelector('ins');
      return page;
    },
  },
  {
    name: 'siaga-siaran',
    screen: 'siaran/:id',
    open: async ({ system, at }) => {
      const id = await system.submitted({
        title: 'Ralat jam buka TPS di Aceh',
        audience: { regions: ['11'] },
      });
      const page = await at('kpu-nasional', `/siaran/${id}`);
      await button(page, 'Saya tangani').waitFor();
      return page;
    },
  },
];

/** Screens of watching, stopping and reporting. */
export const WATCHED: View[] = [
  {
    name: 'daftar',
    screen: 'siaran',
    open: async ({ at }) => {
      const page = await at('penulis', '/siaran?search=TPS&sort=sent&channel=sms');
      await page.locator('main tbody mark').first().waitFor();
      await button(page, 'Penyaring lain').click();
      await page.getByLabel('Dikirim sejak').waitFor();
      return page;
    },
  },
  {
    name: 'daftar-hapus',
    screen: 'siaran',
    open: async ({ system, at }) => {
      for (const title of ['Undangan sosialisasi', 'Jadwal debat']) await system.drafted({ title });
      const page = await at('penulis', '/siaran');
      await page.getByLabel('Pilih semua yang tampil').check();
      await page.getByRole('button', { name: /^Hapus \d+ draf$/ }).click();
      await page.getByRole('dialog').getByText('Jadwal debat').waitFor();
      return page;
    },
  },
  ...(['kalender', 'kalender-pekan', 'kalender-hari', 'kalender-daftar', 'kalender-pindah'] as const).map(
    (name): View => ({
      name,
      screen: 'kalender',
      open: async ({ system, at }) => {
        await planned(system);
        const view = {
          kalender: 'month',
          'kalender-pekan': 'week',
          'kalender-hari': 'day',
          'kalender-daftar': 'list',
        };
        const shown = name === 'kalender-pindah' ? 'month' : view[name];
        const page = await at('penulis', `/kalender?view=${shown}&date=2029-02-12`);
        const draft = page.getByRole('button', { name: /^09\.00 Cara pindah memilih, Draf/ }).first();
        if (name === 'kalender-daftar')
          await page
            .getByRole('button', { name: /^Pindahkan…/ })
            .first()
            .waitFor();
        else await draft.waitFor();
        if (name === 'kalender-pindah') {
          await draft.press('ArrowDown');
          await draft.press('Enter');
          await page
            .getByRole('dialog')
            .getByText(/masa tenang|orang yang sama dalam satu jam/i)
            .first()
            .waitFor();
        } else await page.getByText(/persen belum memuatnya/).waitFor({ state: 'detached' });
        return page;
      },
    }),
  ),
  {
    name: 'perjalanan',
    screen: 'siaran/:id',
    whole: true,
    open: async ({ system, at }) => {
      const id = await system.broadcast({ title: 'Pengingat, seluruh provinsi' });
      await system.until(id, ({ total }) => total.accepted + total.delivered > 200);
      const page = await at('operator', `/siaran/${id}`);
      await page.locator('[data-province="32"]').click();
      await page.waitForSelector('tfoot', { state: 'attached' });
      await page.waitForSelector('[role=tab]');
      return page;
    },
  },
  {
    name: 'dinding',
    screen: 'siaran/:id',
    open: async (setting) => {
      const { system, past, at } = setting;
      await finished(setting);
      // Its own copies within two hours, and a pause.
      await system.db.source.query(
        `INSERT INTO throughput SELECT b.id, c, date_trunc('minute', m), m, taken * (least(n, 60) + greatest(0, n - 75)) / 105, 0, 0, 9
         FROM broadcasts b CROSS JOIN generate_series(1, 119) n
           CROSS JOIN LATERAL (SELECT b.ended_at - make_interval(mins => 120 - n) AS m) x
           CROSS JOIN LATERAL (SELECT channel AS c, sum(accepted + delivered)::int AS taken FROM waves
             WHERE broadcast_id = b.id AND channel <> 'telegram' GROUP BY 1) v
         WHERE b.id = $1 ON CONFLICT DO NOTHING`,
        [past],
      );
      const page = await at('operator', `/siaran/${past}`);
      await page.getByText('Layar dinding').click();
      await page.locator('.recharts-area-curve').first().waitFor();
      await page.getByText('Keluar dari layar dinding').waitFor();
      return page;
    },
  },
  {
    name: 'jeda',
    screen: 'siaran/:id',
    open: async ({ system, at }) => {
      const id = await system.broadcast({
        title: 'Menunggu harinya',
        schedule: { at: later(), leaveWindow: true },
      });
      const page = await at('operator', `/siaran/${id}`);
      await button(page, 'Jeda').click();
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
      return page;
    },
  },
  {
    name: 'siaran',
    screen: 'siaran/:id',
    whole: true,
    open: async (setting) => {
      const page = await setting.at('penulis', `${await finished(setting)}`);
      await page.waitForSelector('tfoot', { state: 'attached' });
      await page.waitForSelector('[role=tab]');
      return page;
    },
  },
  {
    name: 'laporan',
    screen: 'siaran/:id/laporan',
    whole: true,
    open: async (setting) => {
      const page = await setting.at('operator', `${await finished(setting)}/laporan`);
      await page.waitForSelector('tfoot', { state: 'attached' });
      return page;
    },
  },
  ...(['tidak-pasti', 'kirim-ulang'] as const).map((name): View => ({
    name,
    screen: 'siaran/:id',
    open: async ({ system, past, at }) => {
      // The fault hits whatever is sent first: let the other broadcast finish.
      await system.until(past, ({ state }) => state === 'completed', 90);
      system.sandbox.faults.order({ channel: 'email', kind: 'reset', at: 'after', share: 1, count: 9 });
      const id = await system.broadcast({ title: 'Pengingat', audience: { regions: ['31', '32', '51'] } });
      await system.until(id, ({ state, total }) => state === 'completed' && total.unknown > 0);
      const page = await at('operator', `/siaran/${id}`);
      const resend = button(page, 'Kirim ulang yang tidak pasti');
      if (name === 'tidak-pasti') await resend.scrollIntoViewIfNeeded();
      else await resend.click();
      await page
        .locator(name === 'tidak-pasti' ? 'main' : '[role=dialog]')
        .getByText('Surel: 9 pesan')
        .waitFor();
      return page;
    },
  })),
  {
    name: 'diralat',
    screen: 'siaran/:id',
    whole: true,
    open: async ({ system, at }) => {
      const page = await at('penulis', `/siaran/${await wasCorrected(system)}`);
      await page.getByRole('note').first().waitFor();
      await page.waitForSelector('[role=tab]');
      return page;
    },
  },
  {
    name: 'diralat-salin',
    screen: 'siaran/:id',
    open: async ({ system, at }) => {
      const page = await at('penulis', `/siaran/${await wasCorrected(system)}`);
      await button(page, 'Lainnya').click();
      await page.getByRole('menuitem', { name: 'Salin menjadi siaran baru' }).click();
      await page.getByRole('dialog').getByText('08.00-13.00').first().waitFor();
      return page;
    },
  },
  {
    name: 'diralat-laporan',
    screen: 'siaran/:id/laporan',
    open: async ({ system, at }) => {
      const page = await at('penulis', `/siaran/${await wasCorrected(system)}/laporan`);
      await page.waitForSelector('tfoot', { state: 'attached' });
      return page;
    },
  },
  {
    name: 'diralat-cari',
    screen: 'siaran',
    open: async ({ system, at }) => {
      await wasCorrected(system);
      const page = await at('penulis', '/siaran');
      await page.waitForSelector('main tbody tr');
      await page.keyboard.press('Control+K');
      await page.getByRole('dialog').getByRole('searchbox').fill('jam buka');
      await page.getByRole('option').filter({ hasText: 'Diralat oleh' }).first().waitFor();
      return page;
    },
  },
  {
    name: 'kiriman',
    screen: 'siaran/:id/kiriman',
    open: async (setting) => {
      const page = await setting.at('penulis', `${await finished(setting)}/kiriman`);
      await page.waitForSelector('tbody tr');
      return page;
    },
  },
  {
    name: 'kiriman-dpo',
    screen: 'siaran/:id/kiriman',
    open: async (setting) => {
      const page = await setting.at('dpo', `${await finished(setting)}/kiriman`);
      await page
        .getByRole('button', { name: /^Lihat tujuan/ })
        .first()
        .click();
      await page
        .getByRole('dialog')
        .getByText(/permintaan terbuka|Permintaan data/)
        .first()
        .waitFor();
      return page;
    },
  },
];

const filled = new WeakSet<Setting['system']>();

/** Fills some days before a polling day, once. */
async function planned(system: Setting['system']): Promise<void> {
  if (filled.has(system)) return;
  filled.add(system);
  const on = (at: string, more: Record<string, unknown> = {}) => ({
    kind: 'ordinary',
    electionId: 'pemilu-2029',
    schedule: { at },
    neutral: true,
    ...more,
  });
  await system.drafted({ title: 'Cara pindah memilih', ...on('2029-02-05T09:00') });
  await system.drafted({ title: 'Cek nama di daftar pemilih', ...on('2029-02-05T09:30') });
  await system.drafted({ title: 'Cara pindah memilih, susulan', ...on('2029-02-12T09:00') });
  await system.drafted({ title: 'Cara pindah memilih', ...on('2029-02-12T09:00') });
  await system.submitted({ title: 'Bawa KTP-el ke TPS', ...on('2029-02-12T10:00', { channels: ['sms'] }) });
  await system.broadcast({ title: 'Besok TPS buka pukul 07.00', ...on('2029-02-13T09:00') });
  await system.broadcast({ title: 'Hari ini TPS buka', ...on('2029-02-14T08:00') });
}

/** The URL of a broadcast that has ended. */
async function finished({ system, past }: Setting): Promise<string> {
  await system.until(past, ({ state }) => state === 'completed', 90);
  return `/siaran/${past}`;
}

/** Submits a series of two reminders, of which the later one says "besok". @returns its id */
async function reminders(system: TestSystem): Promise<string> {
  const author = await system.as('penulis');
  const id = await system.drafted({
    title: TITLE,
    kind: 'ordinary',
    channels: ['email', 'sms'],
    contents: { email: DEMO_TEXTS.email, sms: { id: { body: 'KPU: cek lokasi TPS Anda di kpu.go.id.' } } },
    electionId: 'pemilu-2029',
    neutral: true,
  });
  const days = [7, 1].map((daysBefore) => ({ daysBefore, at: '09:00' }));
  const { body: made } = await author<{ id: string; members: { id: string; version: number }[] }>(
    'POST',
    `/api/v1/broadcasts/${id}/series`,
    { version: 1, reminders: days },
  );
  const [first, last] = made.members;
  const text = 'KPU: besok hari pemungutan suara. Cek lokasi TPS Anda di kpu.go.id.';
  await author('PATCH', `/api/v1/broadcasts/${last?.id}`, {
    version: last?.version,
    contents: { email: DEMO_TEXTS.email, sms: { id: { body: text } } },
  });
  const submitted = await author<{ title?: string }>('POST', `/api/v1/series/${made.id}/submit`, {
    members: [first, { ...last, version: 2 }].map((one) => ({ id: one?.id, version: one?.version })),
  });
  if (submitted.status !== 200) throw new Error(JSON.stringify(submitted.body));
  return made.id;
}
