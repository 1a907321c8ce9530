import resolvers from 'node:dns';
import { button } from '../../factories/console.js';
import { row } from '#platform/database';
import { testDns } from '../../factories/dns.js';
import { makeLive } from '../../factories/languages.js';
import { signIn } from '../../factories/staff.js';
import type { TestSystem } from '../../factories/system.js';
import { later, type View } from './view.js';

/** Elections, templates, people, accounts, and the screens of their administrators. */
export const OFFICE: View[] = [
  {
    name: 'pemilihan',
    screen: 'pemilihan',
    open: async ({ at }) => {
      const page = await at('penulis', '/pemilihan');
      await page.waitForSelector('main li');
      return page;
    },
  },
  {
    name: 'pemilihan-baru',
    screen: 'pemilihan/baru',
    open: async ({ at }) => {
      const page = await at('kpu-nasional', '/pemilihan/baru');
      await page.getByLabel('Hari pemungutan suara').waitFor();
      return page;
    },
  },
  {
    name: 'pemilihan-ubah',
    screen: 'pemilihan/:id',
    whole: true,
    open: async ({ at }) => {
      const page = await at('kpu-nasional', '/pemilihan/pilkada-2024');
      await page.waitForSelector('fieldset');
      return page;
    },
  },
  {
    name: 'peserta',
    screen: 'pemilihan/:id/peserta',
    open: async ({ at }) => {
      const page = await at('kpu-nasional', '/pemilihan/pilkada-2024/peserta');
      await page.locator('main input').first().waitFor();
      return page;
    },
  },
  {
    name: 'tanpa-hak',
    screen: 'orang',
    open: async ({ at }) => {
      const page = await at('penulis', '/orang');
      await page.getByText('Layar ini bukan untuk peran Anda').waitFor();
      return page;
    },
  },
  {
    name: 'templat',
    screen: 'templat',
    open: async ({ system, at }) => {
      await template(system);
      const page = await at('kpu-nasional', '/templat');
      await page.waitForSelector('main li');
      return page;
    },
  },
  {
    name: 'bahasa',
    screen: 'templat/bahasa',
    open: async ({ at, system }) => {
      const { manager } = system.db.source;
      if (!(await row(manager, `SELECT FROM languages WHERE code = 'jv' AND state = 'approved'`)))
        await makeLive(manager, 'jv');
      const page = await at('penulis', '/templat/bahasa');
      await page.waitForSelector('main li');
      return page;
    },
  },
  {
    name: 'bahasa-satu',
    screen: 'templat/bahasa/:code',
    whole: true,
    open: async ({ at }) => {
      const page = await at('kpu-nasional', '/templat/bahasa/bug');
      await page.waitForSelector('form');
      return page;
    },
  },
  {
    name: 'templat-penulis',
    screen: 'templat',
    open: async ({ at }) => {
      const page = await at('penulis', '/templat');
      await page.getByRole('heading', { level: 2 }).nth(1).waitFor();
      return page;
    },
  },
  {
    name: 'templat-baru',
    screen: 'templat/baru',
    open: async ({ at }) => {
      const page = await at('penulis', '/templat/baru');
      await page.waitForSelector('main textarea');
      return page;
    },
  },
  {
    name: 'templat-ubah',
    screen: 'templat/:id',
    open: async ({ system, at }) => {
      const page = await at('kpu-aceh', `/templat/${await template(system)}`);
      await page.waitForSelector('main textarea');
      return page;
    },
  },
  {
    name: 'operasi',
    screen: 'operasi',
    whole: true,
    // Its cards in three states; no view after this one shows a broadcast.
    open: async ({ system, at }) => {
      const id = await system.broadcast({
        title: 'Lokasi TPS berubah',
        channels: ['email'],
        schedule: { at: later() },
      });
      await system.db.source.query(
        `UPDATE waves SET state = 'paused', resume_state = state, paused_by = 'brake', paused_at = siar_now(),
           brake = '{"channel": "email", "why": "sender", "code": "smtp 5.7.133", "copies": null, "of": null, "carrier": null}'
         WHERE broadcast_id = $1`,
        [id],
      );
      const operator = await system.as('operator');
      await operator('POST', '/api/v1/operations/channels/sms/pause', { reason: 'Tagihan diperiksa' });
      const page = await at('operator', '/operasi');
      await page.getByText('SMS dijeda sejak', { exact: false }).waitFor();
      await page.getByText(/^Surel:? direm otomatis/).waitFor();
      return page;
    },
  },
  {
    name: 'operasi-domain',
    screen: 'operasi/domain',
    whole: true,
    // A check in each state; its result is kept after the DNS server has gone.
    open: async ({ at }) => {
      const dns = await testDns({
        'TXT bounce.siar.go.id': ['v=spf1 mx ~all', 'v=spf1 include:_spf.kementerian.go.id -all'],
        'TXT siar.go.id': ['v=spf1 -all'],
        'TXT _dmarc.siar.go.id': ['v=DMARC1; p=none; rua=mailto:dmarc@siar.go.id'],
        'MX bounce.siar.go.id': [{ preference: 10, exchange: 'mx.siar.go.id' }],
        'A mx.siar.go.id': ['203.0.113.26'],
      });
      const kept = resolvers.getServers();
      resolvers.setServers([dns.server]);
      try {
        const page = await at('operator', '/operasi/domain');
        await page.getByText(/^Diperiksa .*: 1 salah, /).waitFor();
        return page;
      } finally {
        resolvers.setServers(kept);
        await dns.stop();
      }
    },
  },
  {
    name: 'audit',
    screen: 'audit',
    open: async ({ at }) => {
      const page = await at('auditor', '/audit');
      await page.waitForSelector('tbody tr');
      await button(page, 'Periksa seluruh rantai').click();
      await page.getByRole('status').getByText(/\d/).waitFor();
      return page;
    },
  },
  ...(['orang', 'undang'] as const).map((name): View => ({
    name,
    screen: 'orang',
    open: async ({ system, at }) => {
      // A person who waits for the second admin and cannot be appointed yet.
      const admin = await system.as('kpu-admin');
      const [kpu] = await system.db.source.query<{ id: string }[]>(
        `SELECT organisation_id AS id FROM people WHERE username = 'kpu-admin'`,
      );
      await admin('POST', '/api/v1/people', {
        organisationId: kpu?.id,
        username: `calon-${name}`,
        name: 'Rahmat Hidayat',
        roles: ['reviewer'],
      });
      const page = await at('kpu-admin', '/orang');
      await page
        .getByText(/Ia belum mengonfirmasi alamatnya sendiri/)
        .first()
        .waitFor();
      if (name === 'undang') {
        await button(page, 'Undang orang').click();
        await page.getByRole('dialog').getByRole('checkbox').first().waitFor();
      }
      return page;
    },
  })),
  {
    name: 'siaga',
    screen: 'siaga',
    open: async ({ system, at }) => {
      const admin = await system.as('kpu-admin');
      const { body } = await admin<{ people: { id: string; roles: string[] }[] }>('GET', '/api/v1/people');
      const reviewers = body.people.filter(({ roles }) => roles.includes('reviewer'));
      for (const [n, { id }] of reviewers.entries())
        await admin('PUT', `/api/v1/on-call/${id}/reviewer`, { tier: n + 1, position: 1 });
      const page = await at('kpu-admin', '/siaga');
      await page.waitForSelector('tbody tr');
      return page;
    },
  },
  {
    name: 'alamat',
    screen: 'alamat',
    open: async ({ at }) => {
      const page = await at('kpu-nasional', '/alamat');
      await page.waitForSelector('main section');
      return page;
    },
  },
  {
    name: 'akun',
    screen: 'akun',
    open: async ({ at }) => {
      const page = await at('auditor', '/akun');
      await page.waitForSelector('main li');
      return page;
    },
  },
  {
    name: 'tidak-ada',
    screen: '*',
    open: async ({ at }) => {
      const page = await at('auditor', '/tidak-ada');
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
  },
];

/** A correction template of KPU that awaits approval. @returns its id */
async function template(system: TestSystem): Promise<string> {
  const writer = await signIn(system.publishers[0]?.url ?? '', 'kpu-aceh');
  const { body } = await writer<{ id: string }>('POST', '/api/v1/templates', {
    title: 'Ralat tanggal pemungutan suara',
    contents: {
      email: { id: { subject: 'Ralat dari KPU', body: 'Halo {{name}}, tanggalnya {{polling_date}}.' } },
      sms: { id: { body: 'KPU meralat: {{polling_date}}.' } },
    },
  });
  return body.id;
}
