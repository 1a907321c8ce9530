import { loadReferenceData } from '#audience';
import type { Held } from '#audience/rights';
import { addressHash } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { heldPage } from './held-page.js';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { runningBroadcast } from '../../../test/factories/ledger.js';
import { sentTo } from '../../../test/factories/notices.js';

let site: TestGateway;
beforeAll(async () => {
  site = await testGateway();
  await site.db.source.transaction((tx) => loadReferenceData(tx));
});
afterAll(() => site.stop());
beforeEach(() => site.db.source.query('DELETE FROM rate_limits'));

const post = (path: string, fields: Record<string, string> = {}): Promise<Response> =>
  fetch(site.url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const text = async (path: string): Promise<string> => (await fetch(site.url + path)).text();

/** A recipient of a broadcast, with a preferences link. */
async function citizen(): Promise<{ to: string; link: string; contactId: string; publicCode: string }> {
  const { addresses, publicCode, addressIds } = await runningBroadcast(site.db.source, site.keys, {
    channel: 'email',
    states: ['accepted'],
  });
  const to = addresses[0] ?? '';
  const contact = await row<{ id: string }>(
    site.db.source.manager,
    `UPDATE contacts SET name = 'Budi <Santoso>' WHERE id = (SELECT contact_id FROM addresses WHERE id = $1) RETURNING id`,
    [addressIds[0]],
  );
  await post('/preferences', { alamat: to });
  const [notice] = await sentTo(site.db.source, site.keys, to);
  const link = /(\/preferences\/[\w-]{22})\b/.exec(notice?.text ?? '')?.[1] ?? 'no link';
  return { to, link, contactId: contact?.id ?? '', publicCode };
}
const acts = async (contactId: string): Promise<string[]> =>
  (
    await rows<{ act: string }>(
      site.db.source.manager,
      'SELECT act FROM audit_entries WHERE subject = $1 ORDER BY id',
      [`contact:${contactId}`],
    )
  ).map(({ act }) => act);

describe("a person's data, by their link", () => {
  it('is shown on a page and served as a file, with its sources, messages and approving office; each read is recorded', async () => {
    const { to, link, contactId, publicCode } = await citizen();
    const page = await text(`${link}/data`);
    for (const part of [
      to,
      'Budi &lt;Santoso&gt;',
      `/verify/${publicCode}`,
      'Disahkan KPU Republik Indonesia',
      'diterima penyedia',
    ])
      expect(page).toContain(part);
    expect(page).not.toMatch(/<script|Orang peninjau/);
    expect(await text(`${link}/data?bahasa=en`)).toContain('Approved by KPU Republik Indonesia');

    const file = await fetch(`${site.url}${link}/data.json`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="siar-data.json"');
    expect(file.headers.get('cache-control')).toBe('no-store');
    const held = (await file.json()) as Held & { ministry: string };
    expect(held).toMatchObject({
      ministry: site.config.MINISTRY_NAME,
      contact: { id: contactId, name: 'Budi <Santoso>', regionCode: '11', restrictedAt: null },
      addresses: [
        { channel: 'email', to, state: 'active', consents: [{ source: 'test', withdrawnAt: null }] },
      ],
      messages: [{ publicCode, channel: 'email', state: 'accepted', approvedBy: 'KPU Republik Indonesia' }],
      notices: [{ kind: 'preferences', state: 'pending' }],
      links: [{}],
    });
    expect(held.trail.map(({ act }) => act)).toEqual(['contact.access', 'contact.access', 'contact.access']);
    expect(await acts(contactId)).toEqual(['contact.access', 'contact.access', 'contact.access']);
    expect(await text(link)).toContain(`href="${link}/data?bahasa=id"`);
  });

  it('includes the state of each sign-up, and the source of each consent', async () => {
    const { to, link } = await citizen();
    const held = (await (await fetch(`${site.url}${link}/data.json`)).json()) as Held;
    const [address] = held.addresses;
    if (!address) throw new Error('They have no address.');
    const asked = (id: string, channel: 'email' | 'telegram', where: string | null) => ({
      id,
      channel,
      to: where,
      regionCode: '11',
      language: 'id',
      topics: [],
      preferredChannel: 'email' as const,
      wording: '2026-1',
      wrongCodes: 0,
      expiresAt: '2027-01-01T00:00:00Z',
      confirmedAt: null,
    });
    const chat = {
      ...address,
      channel: 'telegram' as const,
      to: '123',
      consents: address.consents.map((consent) => ({ ...consent, source: 'web' })),
    };
    const { body } = heldPage(
      {
        token: 't',
        names: { ministry: 'M', commission: 'K', sender: 'S' },
        held: {
          ...held,
          addresses: [address, chat],
          confirmations: [
            asked('1', 'email', to),
            asked('2', 'telegram', null),
            asked('3', 'email', 'baru@example.com'),
            asked('4', 'email', 'baru@example.com'),
          ],
        },
      },
      'id',
    );
    const lines = body.markup.split('<li>').map((line) => line.split('</li>')[0]);
    expect(lines.filter((line) => /mail .*:|Telegram:/.test(line ?? ''))).toEqual([
      `E-mail ${to}: tidak menunggu konfirmasi lagi: alamat ini sudah terdaftar`,
      'Telegram: tidak menunggu konfirmasi lagi: alamat ini sudah terdaftar',
      'E-mail baru@example.com: diganti oleh pendaftaran yang lebih baru',
      expect.stringMatching(/^E-mail baru@example.com: menunggu konfirmasi sampai /) as string,
    ]);
    expect(body.markup).toContain('(cara: halaman pendaftaran, dikonfirmasi di Telegram)');
  });

  it('lets them correct their name, and names the fault of an invalid one', async () => {
    const { link, contactId } = await citizen();
    const saved = await post(`${link}/data`, { nama: '  Budi S.  ' });
    expect(saved.status).toBe(200);
    expect(await saved.text()).toMatch(/Tersimpan\.[\s\S]*value="Budi S\."/);
    expect(await acts(contactId)).toEqual(['contact.change']);
    for (const nama of ['=HYPERLINK("x")', '3201 0101 0190 0001', 'B'.repeat(201)]) {
      const refused = await post(`${link}/data`, { nama });
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('Nama ini tidak dapat dipakai');
    }
    expect((await post(`${link}/data`, { nama: '' })).status).toBe(200);
    const [name] = await rows(site.db.source.manager, 'SELECT name FROM contacts WHERE id = $1', [contactId]);
    expect(name).toEqual({ name: '' });
  });

  it('is erased only by a press of the button, after the page described the effect; then the link is invalid', async () => {
    const { to, link, contactId } = await citizen();
    const asked = await text(`${link}/erase`);
    for (const part of ['1 alamat (E-mail)', '1 kiriman tetap terhitung', 'tidak dapat diurungkan'])
      expect(asked).toContain(part);
    expect(await acts(contactId)).toEqual([]);
    const done = await post(`${link}/erase`);
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('Data Anda sudah dihapus');
    expect(await acts(contactId)).toEqual(['contact.erase']);
    const kept = await row(
      site.db.source.manager,
      `SELECT (SELECT count(*)::int FROM contacts WHERE id = $1) AS contacts,
         (SELECT count(*)::int FROM addresses WHERE hash = $2) AS addresses,
         (SELECT count(*)::int FROM notices WHERE to_hash = $2) AS notices,
         (SELECT reason FROM suppressions WHERE hash = $2) AS suppressed,
         (SELECT count(*)::int FROM rate_limits WHERE key = $3) AS limits,
         (SELECT state FROM deliveries WHERE contact_id = $1) AS ledger`,
      [contactId, addressHash(site.keys, 'email', to), site.keys.hash('limit address', `email ${to}`)],
    );
    expect(kept).toEqual({
      contacts: 0,
      addresses: 0,
      notices: 0,
      suppressed: 'erased',
      limits: 0,
      ledger: 'accepted',
    });
    for (const again of [await post(`${link}/erase`), await fetch(`${site.url}${link}/data`)])
      expect(again.status).toBe(404);
  });

  it('has limited reads and changes per link, but erasure and leaving are always possible', async () => {
    const { link, contactId } = await citizen();
    let read = 0;
    const began = performance.now();
    while ((await fetch(`${site.url}${link}/data.json`)).ok) read++;
    expect(read).toBeGreaterThanOrEqual(30);
    expect(read).toBeLessThanOrEqual(30 + (performance.now() - began) / 60_000);
    expect(await acts(contactId)).toHaveLength(read);
    const refused = [
      await post(link, { wilayah: 'Kota Bandung', isi: 'id', utama: 'email' }),
      await post(`${link}/data`, { nama: 'Budi S.' }),
    ];
    for (const { status, headers } of refused)
      expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await post(`${link}/erase`)).status).toBe(200);
  });

  it('is not accessible with another token', async () => {
    for (const path of ['data', 'data.json', 'erase'])
      for (const token of ['A'.repeat(22), 'x', '%00'])
        expect((await fetch(`${site.url}/preferences/${token}/${path}`)).status).toBe(404);
    expect((await post(`/preferences/${'A'.repeat(22)}/data`, { nama: 'Siapa' })).status).toBe(404);
    expect((await post(`/preferences/${'A'.repeat(22)}/erase`)).status).toBe(404);
  });
});
