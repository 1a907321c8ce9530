import { button } from '../../factories/console.js';
import type { TestSystem } from '../../factories/system.js';
import { wasCorrected } from './correction.js';
import type { View } from './view.js';

/** A broadcast as a caller may read it out, with a wrong hour. */
const HEARD =
  'TPS buka pukul 05.00 sampai 13.00 waktu setempat. Bawalah KTP-el dan surat pemberitahuan. Periksa TPS Anda di https://cekdptonline.kpu.go.id.';

/** A person reached by a broadcast: their addresses, and the code in their message. */
async function reached(system: TestSystem): Promise<{ number: string; email: string; code: string }> {
  const id = await system.broadcast({ title: 'Bagi pemilih di Aceh', audience: { regions: ['11'] } });
  await system.until(
    id,
    ({ channels }) => (channels.sms?.accepted ?? 0) + (channels.email?.accepted ?? 0) > 1,
  );
  for (;;) {
    const [sms] = system.sandbox.inbox.list({ channel: 'sms' });
    const [mail] = system.sandbox.inbox.list({ channel: 'email' });
    if (!sms || !mail) continue;
    const { text } = await sms.arrival.open();
    return {
      number: sms.arrival.to,
      email: mail.arrival.to,
      code: /siar\.go\.id\/([2-9A-Z]{10})/.exec(text)?.[1] ?? '',
    };
  }
}

/** Screens about citizens and the data held about them. */
export const CITIZENS: View[] = [
  {
    name: 'kontak',
    screen: 'kontak',
    whole: true,
    open: async ({ at }) => {
      const page = await at('penulis', '/kontak');
      await page.waitForSelector('main tbody tr:nth-child(38)');
      return page;
    },
  },
  ...(['impor', 'impor-konfirmasi'] as const).map((name): View => ({
    name,
    screen: 'impor',
    whole: true,
    open: async ({ at }) => {
      const page = await at('penulis', '/impor');
      await page.locator('input[type=file]').setInputFiles({
        name: 'kontak-aceh.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          [
            'region,name,email,phone,consent_source,consent_date',
            'Aceh,Siti,siti@example.com,0812 1000 0001,formulir desa,2024-01-31',
            'Aceh,Cut Meutia,cut@example.com,,formulir desa,2024-01-31',
            'Aceh,Budi,bukan surel,,formulir desa,2024-01-31',
          ].join('\n'),
        ),
      });
      await page.getByLabel('Nama wilayah, tanpa kode').check();
      await button(page, 'Coba dulu').click();
      await page.getByText('1 baris ditolak', { exact: true }).waitFor();
      if (name === 'impor-konfirmasi') {
        await button(page, 'Impor').click();
        await page.getByRole('dialog').waitFor();
      }
      return page;
    },
  })),
  {
    name: 'tertahan',
    screen: 'tertahan',
    open: async ({ system, at }) => {
      const { number } = await reached(system);
      const page = await at('operator', '/tertahan');
      await page.getByLabel('Jenis').selectOption('sms');
      await page.getByRole('textbox', { name: 'Nomor ponsel' }).fill(number);
      await button(page, 'Cari').click();
      await page.getByText('Tujuan ini tidak tertahan.').waitFor();
      return page;
    },
  },
  {
    name: 'bantuan',
    screen: 'bantuan',
    open: async ({ system, at }) => {
      const { code } = await reached(system);
      const page = await at('bantuan', '/bantuan');
      await page.getByLabel('Kode pada pesan').fill(code);
      await button(page, 'Periksa').click();
      await page.getByText('KPU', { exact: true }).first().waitFor();
      return page;
    },
  },
  {
    name: 'bantuan-diralat',
    screen: 'bantuan',
    whole: true,
    open: async ({ system, at }) => {
      const author = await system.as('penulis');
      const { body } = await author<{ publicCode: string }>(
        'GET',
        `/api/v1/broadcasts/${await wasCorrected(system)}`,
      );
      const page = await at('bantuan', '/bantuan');
      await page.getByLabel('Kode pada pesan').fill(body.publicCode);
      await button(page, 'Periksa').click();
      await page.getByText('Bacakan ini: ralatnya, yang berlaku').waitFor();
      await page.getByText('Teks lama, yang keliru: hanya untuk mencocokkan').click();
      await page.getByLabel('Yang dibacakan penelepon').fill(HEARD);
      await button(page, 'Bandingkan').click();
      await page.locator('ins').first().waitFor();
      return page;
    },
  },
  ...(['permintaan', 'permintaan-buka'] as const).map((name): View => ({
    name,
    screen: 'permintaan',
    open: async ({ system, at }) => {
      const dpo = await system.as('dpo');
      for (const [wants, hours] of [
        ['access', 80],
        ['restriction', 71.5],
        ['erasure', 3],
      ] as const)
        await dpo('POST', '/api/v1/data-requests', {
          wants,
          way: 'counter',
          asker: 'Siti Rahma, loket KPU Kota Bandung, akan dijawab lewat surat tercatat',
          receivedAt: new Date(Date.now() - hours * 3600_000).toISOString(),
        });
      const page = await at('dpo', '/permintaan');
      await page.waitForSelector('main li');
      if (name === 'permintaan-buka') {
        await button(page, 'Buka permintaan').click();
        await page.getByRole('dialog').waitFor();
      }
      return page;
    },
  })),
  ...(['permintaan-cari', 'permintaan-satu'] as const).map((name): View => ({
    name,
    screen: 'permintaan/:id',
    whole: true,
    open: async ({ system, at }) => {
      const dpo = await system.as('dpo');
      const { body } = await dpo<{ id: string }>('POST', '/api/v1/data-requests', {
        wants: 'erasure',
        way: 'counter',
        asker: 'Siti Rahma, loket KPU Kota Bandung',
        receivedAt: new Date(Date.now() - 3600_000).toISOString(),
      });
      if (name === 'permintaan-satu') {
        const { email } = await reached(system);
        const found = await dpo<{ person: { id: string } }>('POST', `/api/v1/data-requests/${body.id}/find`, {
          channel: 'email',
          address: email,
        });
        const contactId = found.body.person.id;
        await dpo('POST', `/api/v1/data-requests/${body.id}/identity`, { check: 'call-back', contactId });
      }
      const page = await at('dpo', `/permintaan/${body.id}`);
      if (name === 'permintaan-satu') await button(page, 'Hapus data').waitFor();
      else await page.waitForSelector('main form');
      return page;
    },
  })),
];
