import { button, textField } from '../../factories/console.js';
import type { TestSystem } from '../../factories/system.js';
import { correction } from './correction.js';
import { inDays, inJakarta, later, type View } from './view.js';

const TITLE = 'Pengingat hari pemungutan suara';

/** Creates one item of each kind that home shows, once. */
async function busyDay(system: TestSystem): Promise<void> {
  const hours = (some: number): string => inJakarta(some * 3600).slice(0, 13) + ':00';
  const operator = await system.as('operator');
  await system.drafted({ title: 'Cara pindah memilih (DPTb)', kind: 'ordinary', channels: ['sms'] });
  await system.submitted({
    title: 'Lokasi TPS berubah',
    audience: { regions: ['11'] },
    schedule: { at: later() },
  });
  await system.broadcast({
    title: 'Pengingat besok pagi',
    schedule: { at: hours(9), leaveWindow: true },
  });
  const paused = await system.broadcast({
    title: 'Layanan pemilih disabilitas',
    channels: ['email'],
    schedule: { at: hours(16), leaveWindow: true },
  });
  await operator('POST', `/api/v1/broadcasts/${paused}/pause`, { reason: 'Menunggu kepastian KPU' });
}

/** Home, and the screens where broadcasts are written. */
export const COMPOSING: View[] = [
  {
    name: 'beranda',
    screen: '/',
    whole: true,
    open: async ({ system, at }) => {
      await busyDay(system);
      const running = await system.broadcast({ title: 'Jam buka TPS' });
      await system.until(running, ({ total }) => total.accepted > 5);
      const page = await at('penulis', '/');
      await page.waitForSelector('.strip-mark');
      return page;
    },
  },
  {
    name: 'cari',
    screen: null,
    open: async ({ at }) => {
      const page = await at('penulis', '/');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('option').first().waitFor();
      return page;
    },
  },
  {
    name: 'pintasan',
    screen: null,
    open: async ({ at }) => {
      const page = await at('penulis', '/');
      await page.waitForSelector('h1:focus');
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByRole('cell', { name: 'Tulis siaran baru' }).waitFor();
      return page;
    },
  },
  {
    name: 'tampilan',
    screen: null,
    open: async ({ at }) => {
      const page = await at('penulis', '/');
      await page.getByRole('button', { name: 'Tampilan' }).click();
      await page.getByRole('dialog').getByRole('radio', { name: 'Gelap' }).waitFor();
      return page;
    },
  },
  {
    name: 'tulis-baru',
    screen: 'tulis/:id?',
    open: async ({ at }) => {
      const page = await at('penulis', '/tulis');
      await page.getByRole('textbox', { name: 'Judul', exact: true }).waitFor();
      return page;
    },
  },
  {
    name: 'tulis-templat',
    screen: 'tulis/:id?',
    open: async ({ system, at }) => {
      const author = await system.as('penulis');
      for (const [title, body] of [
        ['Cek DPT', 'KPU: Periksa nama Anda di cekdptonline.kpu.go.id'],
        ['Jam buka TPS', 'KPU: TPS di {{region}} buka 07.00 waktu setempat'],
      ])
        await author('POST', '/api/v1/templates', {
          kind: 'ordinary',
          title,
          contents: { sms: { id: { body } } },
        });
      const page = await at('penulis', '/tulis');
      await button(page, 'Pilih templat').click();
      const dialog = page.getByRole('dialog', { name: 'Pilih templat' });
      await dialog.getByRole('radio', { name: /^Cek DPT/ }).check();
      await dialog
        .getByRole('region', { name: 'Isi templat' })
        .getByText(/Periksa nama Anda/)
        .waitFor();
      return page;
    },
  },
  {
    name: 'tulis-ditolak',
    screen: 'tulis/:id?',
    open: async ({ system, at }) => {
      const id = await system.submitted({ title: TITLE, schedule: { at: later(), leaveWindow: true } });
      const reviewer = await system.as('kpu-nasional');
      const quote = '07.00-13.00';
      const { body } = await reviewer<{
        submission: { document: { contents: { sms: { id: { text: string } } } } };
      }>('GET', `/api/v1/broadcasts/${id}`);
      const start = body.submission.document.contents.sms.id.text.indexOf(quote);
      await reviewer('POST', `/api/v1/broadcasts/${id}/hold`, {});
      await reviewer('POST', `/api/v1/broadcasts/${id}/reject`, {
        reason: 'Jam buka perlu zonanya.',
        passages: [
          { channel: 'sms', language: 'id', field: 'text', quote, start, reason: 'Tulis zona waktunya.' },
        ],
      });
      const page = await at('penulis', `/tulis/${id}`);
      await page
        .getByRole('alert')
        .getByRole('button', { name: /^SMS · Indonesia: “/ })
        .click();
      return page;
    },
  },
  {
    name: 'tulis',
    screen: 'tulis/:id?',
    whole: true,
    open: async ({ system, at }) => {
      const id = await system.drafted({
        title: TITLE,
        schedule: { at: `${inDays(5)}T09:00`, expires: `${inDays(5)}T09:02` },
      });
      const page = await at('penulis', `/tulis/${id}#teks`);
      await page.getByText('kepada Siti Rahayu').waitFor();
      await page.getByRole('rowheader', { name: 'WIT', exact: true }).waitFor();
      return page;
    },
  },
  {
    name: 'tulis-wilayah',
    screen: 'tulis/:id?',
    open: async ({ system, at }) => {
      const page = await at('penulis', `/tulis/${await system.drafted({ title: TITLE })}#sasaran`);
      await page.getByRole('button', { name: 'Ubah wilayah' }).click();
      await page.getByRole('tab', { name: 'Daftar sampai kabupaten/kota' }).click();
      const tree = page.getByRole('tree');
      await tree.getByRole('treeitem', { name: /^Aceh/ }).focus();
      await page.keyboard.press('ArrowRight');
      return page;
    },
  },
  {
    name: 'tulis-tanggal',
    screen: 'tulis/:id?',
    open: async ({ system, at }) => {
      const id = await system.drafted({ title: TITLE, schedule: { at: later() } });
      const page = await at('penulis', `/tulis/${id}#jadwal`);
      await page.getByRole('textbox', { name: 'Tanggal dan jam' }).click();
      await page.getByRole('button', { name: /^15 / }).first().waitFor();
      return page;
    },
  },
  {
    name: 'tulis-variabel',
    screen: 'tulis/:id?',
    open: async ({ system, at }) => {
      const page = await at('penulis', `/tulis/${await system.drafted({ title: TITLE })}#teks`);
      await (await textField(page, 'SMS')).fill('KPU: {{nama}} dan {{');
      await page.getByRole('option').first().waitFor();
      return page;
    },
  },
  {
    name: 'tulis-komentar',
    screen: 'tulis/:id?',
    whole: true,
    open: async ({ system, at }) => {
      const id = await system.submitted({ title: TITLE, schedule: { at: later(), leaveWindow: true } });
      const reviewer = await system.as('kpu-nasional');
      const comments = `/api/v1/broadcasts/${id}/comments`;
      const quote = '07.00-13.00';
      const { body } = await reviewer<{
        submission: { document: { contents: { sms: { id: { text: string } } } } };
      }>('GET', `/api/v1/broadcasts/${id}`);
      const start = body.submission.document.contents.sms.id.text.indexOf(quote);
      const passage = { of: 'submission', channel: 'sms', language: 'id', field: 'text', quote, start };
      const words = 'Di Papua dan Bali juga pukul itu? Sebaiknya tertulis “waktu setempat”.';
      const made = await reviewer<{ threads: [{ id: string }] }>('POST', comments, {
        part: 'texts',
        words,
        passage,
      });
      const author = await system.as('penulis');
      await author('POST', `${comments}/${made.body.threads[0].id}/answers`, {
        words: 'Ya, di setiap zona. Saya tambahkan.',
      });
      await reviewer('POST', comments, { part: 'schedule', words: 'Terlalu dekat dengan masa tenang?' });
      await reviewer('POST', `/api/v1/broadcasts/${id}/presence`);
      const page = await at('penulis', `/tulis/${id}#teks`);
      await textField(page, 'SMS');
      await page.getByText('juga di sini').waitFor();
      await button(page, /^1 komentar: Isi pesan – SMS/).click();
      return page;
    },
  },
  {
    name: 'tulis-dua-penulis',
    screen: 'tulis/:id?',
    open: async ({ system, at }) => {
      const id = await system.drafted({ title: TITLE });
      const page = await at('penulis', `/tulis/${id}`);
      await page.getByText('kepada Siti Rahayu').waitFor();
      const other = await system.as('penulis');
      const { body } = await other<{ version: number }>('GET', `/api/v1/broadcasts/${id}`);
      await other('PATCH', `/api/v1/broadcasts/${id}`, {
        version: body.version,
        title: 'Pengingat: besok hari pemungutan suara',
      });
      await page.getByRole('textbox', { name: 'Judul', exact: true }).fill('Pengingat bagi semua pemilih');
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
      return page;
    },
  },
  {
    name: 'tulis-ralat',
    screen: 'tulis/:id?',
    whole: true,
    open: async ({ system, at }) => {
      const page = await at('penulis', `/tulis/${await correction(system)}`);
      await page
        .getByText(/UU 27\/2022/)
        .first()
        .waitFor();
      await page.getByText('kepada Siti Rahayu').waitFor();
      return page;
    },
  },
];
