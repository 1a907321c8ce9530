import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { newCode, readCode, writeCode } from '#platform/crypto';
import { row, rows } from '#platform/database';
import type { FrozenDocument } from '#broadcasts/document';
import { tamper } from '../../../test/factories/database.js';
import { type TestGateway, testGateway } from '../../../test/factories/gateway.js';
import { type RunningBroadcast, runningBroadcast, type Wanted } from '../../../test/factories/ledger.js';
import { routesOf } from '../../../test/factories/routes.js';
import { startGateway } from '../gateway.js';

const SMS_CODE = 'ABCDEF2345';

const DOCUMENT: FrozenDocument = {
  format: 1,
  renderer: 1,
  broadcastId: '1',
  originalId: null,
  remainderOfId: null,
  correction: null,
  kind: 'ordinary',
  reach: 'preferred',
  title: 'Rahasia dalam judul',
  channels: ['email', 'sms'],
  contents: {
    email: {
      id: {
        subject: 'Hari pemungutan suara',
        text: 'Halo {{name}},\n\nTPS dibuka <pukul> 07.00 pada {{polling_date}}.',
      },
      en: { subject: 'Polling day', text: 'Hello {{name}}, polls open at 07:00 on {{polling_date}}.' },
    },
    sms: { id: { text: 'KPU: TPS di {{region}} buka 07.00. Cek/Stop {{verify_link}}' } },
  },
  nameless: { id: 'Bapak/Ibu', en: 'Sir/Madam' },
  audience: { regions: ['11'], languages: [], topics: [] },
  regions: [{ code: '11', name: 'Aceh', timeZone: 'Asia/Jakarta' }],
  schedule: { at: 'now', window: { from: '08:00', to: '20:00' } },
  election: {
    id: 'pemilu-2029',
    name: 'Pemilu 2029',
    quietFrom: '2029-02-11',
    quietTo: '2029-02-13',
    pollingDate: '2029-02-14',
    byRegion: {},
    words: {
      id: { '2029-02-14': 'Rabu, 14 Februari 2029' },
      en: { '2029-02-14': 'Wednesday, 14 February 2029' },
    },
  },
  neutral: true,
  smsOverride: { segments: 1, unicode: false },
  sender: {
    name: 'Siar',
    from: 'info@siar.go.id',
    ministry: 'Kementerian Uji',
    commission: 'Komisi Pemilihan Umum',
    organisation: { id: '1', name: 'Kementerian Uji' },
  },
  accountKinds: {},
  links: { domains: [], hosts: [] },
};

let site: TestGateway;
beforeAll(async () => {
  site = await testGateway({ SECURITY_CONTACT: 'mailto:csirt@contoh.go.id' });
});
afterAll(() => site.stop());

const broadcast = (more: Partial<Wanted> = {}): Promise<RunningBroadcast> =>
  runningBroadcast(site.db.source, site.keys, {
    channel: 'sms',
    states: ['accepted', 'accepted'],
    document: DOCUMENT,
    ...more,
  });
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(site.url + path, { headers, redirect: 'manual' });
const page = async (path: string): Promise<string> => (await get(path)).text();
/** Reads a cached page until it matches; returns it as it is after three seconds. */
const pageWhen = async (path: string, wanted: (text: string) => boolean): Promise<string> => {
  for (const end = performance.now() + 3_000; ; await sleep(50)) {
    const text = await page(path);
    if (wanted(text) || performance.now() > end) return text;
  }
};
const pageWith = (path: string, part: string): Promise<string> =>
  pageWhen(path, (text) => text.includes(part));
const addressState = async (id: string | undefined): Promise<string | undefined> =>
  (await row<{ state: string }>(site.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [id]))
    ?.state;

it('serves these routes, all of them public, and no other', () => {
  expect(routesOf(site.gateway.app).toSorted()).toEqual([
    'GET /',
    'GET /.well-known/security.txt',
    'GET /:code',
    'GET /broadcasts',
    'GET /broadcasts.atom',
    'GET /confirm/:token',
    'GET /health/live',
    'GET /health/ready',
    'GET /masih/:code',
    'GET /metrics',
    'GET /preferences',
    'GET /preferences/:token',
    'GET /preferences/:token/data',
    'GET /preferences/:token/data.json',
    'GET /preferences/:token/erase',
    'GET /recordings/:sha256',
    'GET /siar.css',
    'GET /tanda/:name',
    'GET /unsubscribe/:token',
    'GET /verify',
    'GET /verify/:code',
    'POST /',
    'POST /:code',
    'POST /confirm/:token',
    'POST /masih/:code',
    'POST /preferences',
    'POST /preferences/:token',
    'POST /preferences/:token/data',
    'POST /preferences/:token/erase',
    'POST /unsubscribe/:token',
    'POST /unsubscribe/:token/return',
    'POST /verify',
    'POST /webhooks/email/bounce',
    'POST /webhooks/telegram',
    'POST /webhooks/twilio/status',
  ]);
});

it('says where to report a vulnerability, in the form of RFC 9116', async () => {
  const answer = await get('/.well-known/security.txt');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain;/);
  const [contact, expires, ...rest] = (await answer.text()).split('\n');
  expect(contact).toBe('Contact: mailto:csirt@contoh.go.id');
  const days = (Date.parse(expires?.replace('Expires: ', '') ?? '') - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(30);
  expect(days).toBeLessThan(365);
  expect(rest.slice(0, 2)).toEqual([
    'Preferred-Languages: id, en',
    `Canonical: ${site.config.PUBLIC_URL}/.well-known/security.txt`,
  ]);
});

describe('the public page of a message', () => {
  it('gives its times on the clock of its regions, where they have one', async () => {
    const { publicCode } = await broadcast({
      document: { ...DOCUMENT, regions: [{ code: '91', name: 'Papua', timeZone: 'Asia/Jayapura' }] },
    });
    expect(await page(`/verify/${publicCode}`)).toMatch(/Jumat, 20 November 2026 pukul \d\d\.\d\d WIT</);
    expect(await page(`/verify/${publicCode}?bahasa=en`)).toMatch(/20 November 2026 at \d\d:\d\d WIT</);
  });

  it('shows every approved text as it was sent, the approving office, the time and the digest; never a person or the title', async () => {
    const { publicCode } = await broadcast();
    const answer = await get(`/verify/${publicCode.toLowerCase()}`);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-language')).toBe('id');
    for (const part of [
      'Halo (nama Anda),\n\nTPS dibuka &lt;pukul&gt; 07.00 pada Rabu, 14 Februari 2029.',
      'Hello (your name), polls open at 07:00 on Wednesday, 14 February 2029.',
      'Polling day',
      'KPU: TPS di (wilayah Anda) buka 07.00. Cek/Stop (alamat pendek)',
      'KPU Republik Indonesia',
      'Jumat, 20 November 2026',
      'WIB',
      publicCode,
      'Cocokkan setiap kata; kode saja bukan bukti.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toMatch(/[0-9a-f]{64}/);
    expect(text).not.toContain('Orang');
    expect(text).not.toContain('Rahasia');
    expect(text).not.toContain('Berhenti menerima SMS');
  });

  it('is the same, with the same headers, for the first reader and for later ones', async () => {
    const { publicCode } = await broadcast();
    const read = async (): Promise<[Record<string, string>, string]> => {
      const answer = await get(`/verify/${publicCode}`);
      const { date: _, ...headers } = Object.fromEntries(answer.headers);
      return [headers, await answer.text()];
    };
    const first = await read();
    expect(first[0]).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'strict-transport-security': expect.stringContaining('max-age=') as string,
      'x-content-type-options': 'nosniff',
    });
    expect(first[0]).not.toHaveProperty('x-powered-by');
    expect(await read()).toEqual(first);
  });

  it('is in English when the browser or the reader asks for it', async () => {
    const { publicCode } = await broadcast();
    const byBrowser = await get(`/verify/${publicCode}`, { 'accept-language': 'en-GB,en;q=0.9' });
    expect(await byBrowser.text()).toContain('Compare every word; the code alone is no proof.');
    expect(await page(`/verify/${publicCode}?bahasa=en`)).toContain('<html lang="en">');
    const both = await get(`/verify/${publicCode}?bahasa=id`, { 'accept-language': 'en' });
    expect(await both.text()).toContain('Cocokkan setiap kata');
  });

  const DOUBTED = 'Sedang diperiksa, jangan diteruskan.';
  it.each<[string, boolean, string]>([
    ['approved', false, 'Pengirimannya belum dimulai.'],
    ['running', false, 'Pengirimannya sedang berjalan.'],
    ['completed', false, 'Pengirimannya sudah selesai.'],
    ['paused', false, 'Pengirimannya sedang ditahan.'],
    ['paused', true, DOUBTED],
    // One part of it is paused for doubt, or expired after such a pause.
    ['running', true, DOUBTED],
    ['completed', true, DOUBTED],
    ['expired', true, DOUBTED],
    ['cancelled', true, 'Pengiriman pesan ini dihentikan'],
    ['withdrawn', false, 'Pesan ini ditarik kembali.'],
  ])('shows the standing of a message that is %s (in doubt: %s)', async (state, doubted, said) => {
    const { id, publicCode } = await broadcast({ state });
    await site.db.source.query(
      `UPDATE broadcasts SET doubted_at = CASE WHEN $2::boolean THEN siar_now() END,
         doubted_by = CASE WHEN $2::boolean THEN 'kpu' END WHERE id = $1`,
      [id, doubted],
    );
    expect(await page(`/verify/${publicCode}`)).toContain(said);
  });

  it.each([
    [
      'an emergency stop stands',
      `INSERT INTO emergency_stops (reason, stopped_by) SELECT 'uji', id FROM people LIMIT 1`,
      `UPDATE emergency_stops SET lifted_at = siar_now(), lifted_by = stopped_by, lift_note = ''`,
    ],
    [
      'each of its channels is paused',
      `INSERT INTO channel_pauses (channel, reason, paused_by)
       SELECT unnest(ARRAY['email', 'sms']), 'uji', id FROM people WHERE id = (SELECT min(id) FROM people)`,
      'UPDATE channel_pauses SET resumed_at = siar_now(), resumed_by = paused_by',
    ],
  ])('says that nothing is sent while %s', async (_why, stop, lift) => {
    const { publicCode } = await broadcast({ state: 'running' });
    await site.db.source.query(stop);
    const shown = await page(`/verify/${publicCode}`);
    expect(shown).toContain('Pengirimannya sedang ditahan.');
    expect(shown).not.toMatch(/sedang berjalan|darurat|uji\b/);
    await site.db.source.query(lift);
    const runs = 'Pengirimannya sedang berjalan.';
    expect(await pageWith(`/verify/${publicCode}`, runs)).toContain(runs);
  });

  it('quotes a text in a script that runs from right to left in its direction', async () => {
    const texts = { id: { text: 'TPS dibuka pukul 07.00' }, ace: { text: 'تڤس دبوك ڤوكول 07.00' } };
    const { publicCode } = await broadcast({
      document: { ...DOCUMENT, channels: ['sms'], contents: { sms: texts }, rightToLeft: ['ace'] },
    });
    const text = await page(`/verify/${publicCode}`);
    expect(text).toContain('<blockquote lang="ace" dir="rtl">');
    expect(text).toContain('<blockquote lang="id" dir="ltr">');
  });

  it('calls the text of a withdrawn message withdrawn, and offers nobody to share it', async () => {
    const { publicCode } = await broadcast({ state: 'withdrawn' });
    const [shown, english] = [
      await page(`/verify/${publicCode}`),
      await page(`/verify/${publicCode}?bahasa=en`),
    ];
    expect(shown).toContain('<h2>Teks yang ditarik kembali: jangan dipakai</h2>');
    expect(shown).not.toMatch(/Teks yang disahkan|Bagikan lewat WhatsApp/);
    expect(english).toContain('<h2>The withdrawn text: do not rely on it</h2>');
    expect(english).not.toMatch(/The approved text|Share on WhatsApp/);
  });

  it('calls the text of a cancelled correction withdrawn, as the page of what it corrects does', async () => {
    const original = await broadcast({ state: 'cancelled' });
    const correction = await broadcast({ state: 'cancelled' });
    await site.db.source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      correction.id,
      original.id,
    ]);
    const shown = await page(`/verify/${correction.publicCode}`);
    expect(shown).toContain('Pesan ini ditarik kembali. Jangan dipakai, jangan diteruskan.');
    expect(shown).toContain('<h2>Teks yang ditarik kembali: jangan dipakai</h2>');
    expect(shown).not.toMatch(/Teks yang disahkan|Bagikan lewat WhatsApp/);
  });

  it('invites nobody to share a message before its time', async () => {
    const { publicCode } = await broadcast({ state: 'approved' });
    const shown = await page(`/verify/${publicCode}`);
    expect(shown).toContain('<h2>Teks yang disahkan</h2>');
    expect(shown).not.toContain('Bagikan lewat WhatsApp');
  });

  it.each<[string, string[], string, string]>([
    ['nobody', ['expired', 'expired'], 'tidak ada yang menerimanya dari kami', 'nobody got it from us'],
    ['only some', ['expired', 'accepted'], 'sebagian penerima tidak mendapatkannya', 'did not get it'],
  ])('says when its time ran out, and that %s got it', async (_who, states, said, inEnglish) => {
    const { id, publicCode } = await broadcast({
      state: states.includes('accepted') ? 'completed' : 'expired',
      states,
    });
    await site.db.source.query(
      `UPDATE waves SET due_at = '2026-11-27T18:00Z', released_at = '2026-11-27T18:00Z', expires_at = '2026-11-27T19:00Z' WHERE broadcast_id = $1`,
      [id],
    );
    const [shown, english, list] = [
      await page(`/verify/${publicCode}`),
      await page(`/verify/${publicCode}?bahasa=en`),
      // The list is up to a second old.
      await pageWith('/broadcasts', said),
    ];
    expect(shown).toContain(said);
    expect(shown).toContain('28 November 2026 pukul 02.00 WIB');
    expect(english).toContain(inEnglish);
    expect(list).toContain(said);
    for (const text of [shown, english, list])
      expect(text).not.toMatch(/Pengirimannya sudah selesai|Sending is complete/);
    await site.db.source.query('UPDATE waves SET released_at = NULL WHERE broadcast_id = $1', [id]);
  });

  it('is in doubt while a correction is under review, also when all copies were sent', async () => {
    const { id, publicCode } = await broadcast({ state: 'completed' });
    const correction = await broadcast({ state: 'in_review', decision: null });
    await site.db.source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      correction.id,
      id,
    ]);
    expect(await page(`/verify/${publicCode}`)).toContain(DOUBTED);
    await site.db.source.query(`UPDATE broadcasts SET state = 'rejected' WHERE id = $1`, [correction.id]);
    const done = 'Pengirimannya sudah selesai.';
    expect(await pageWith(`/verify/${publicCode}`, done)).toContain(done);
  });

  it('links a corrected message to its correction, and back', async () => {
    const original = await broadcast({ state: 'paused' });
    const correction = await broadcast();
    await site.db.source.query(`UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      correction.id,
      original.id,
    ]);
    const shown = await page(`/verify/${original.publicCode}`);
    expect(shown).toContain('Pesan ini telah diralat.');
    expect(shown).toContain(`href="/verify/${correction.publicCode}?bahasa=id"`);
    expect(await page(`/verify/${correction.publicCode}`)).toContain(
      `href="/verify/${original.publicCode}?bahasa=id"`,
    );
    // One that is not approved yet stays private.
    await tamper(
      site.db.source,
      `UPDATE submissions SET decision = NULL, decided_by = NULL, decided_at = NULL WHERE broadcast_id = $1`,
      [correction.id],
    );
    const without = await pageWhen(
      `/verify/${original.publicCode}`,
      (text) => !text.includes(correction.publicCode),
    );
    expect(without).not.toContain(correction.publicCode);
  });

  it('links to the newest correction in force, from each message before it and from a remainder', async () => {
    const set = (id: string, columns: string): Promise<unknown> =>
      site.db.source.query(`UPDATE broadcasts SET ${columns} WHERE id = $1`, [id]);
    const newer = (text: string): string | undefined =>
      /href="\/verify\/(\w+)\?bahasa=id">Lihat ralatnya/.exec(text)?.[1];
    const pointsTo = async (
      from: { publicCode: string },
      to: { publicCode: string } | null,
    ): Promise<void> => {
      const text = await pageWhen(`/verify/${from.publicCode}`, (one) => newer(one) === to?.publicCode);
      expect(newer(text)).toBe(to?.publicCode);
    };
    const original = await broadcast({ state: 'cancelled' });
    const first = await broadcast({ state: 'completed' });
    const rest = await broadcast({ state: 'completed' });
    const second = await broadcast({ state: 'running' });
    await set(first.id, `kind = 'correction', original_id = ${original.id}`);
    await set(rest.id, `kind = 'urgent', remainder_of_id = ${first.id}`);
    await pointsTo(original, first);
    await pointsTo(rest, null);
    await set(second.id, `kind = 'correction', original_id = ${first.id}`);
    for (const before of [original, first, rest]) await pointsTo(before, second);
    await pointsTo(second, null);
    await set(second.id, `state = 'withdrawn'`);
    await pointsTo(original, first);
    // The withdrawn one has shown that the first is wrong.
    const withdrawn = `href="/verify/${second.publicCode}?bahasa=id">Lihat ralat itu`;
    expect(await pageWith(`/verify/${first.publicCode}`, withdrawn)).toContain(withdrawn);
    // A later correction may have stopped the one in between.
    await set(second.id, `state = 'completed'`);
    await set(first.id, `state = 'cancelled'`);
    await pointsTo(original, second);
  });

  it('calls a companion withdrawn like the correction whose text it carries, until KPU lifts the doubt', async () => {
    const correction = await broadcast({ state: 'completed' });
    const companion = await broadcast({ state: 'completed' });
    const set = (id: string, columns: string): Promise<unknown> =>
      site.db.source.query(`UPDATE broadcasts SET ${columns} WHERE id = $1`, [id]);
    await set(correction.id, `kind = 'correction', original_id = ${(await broadcast()).id}`);
    await set(companion.id, `kind = 'urgent', remainder_of_id = ${correction.id}`);
    const path = `/verify/${companion.publicCode}`;
    await pageWith(path, 'Pengirimannya sudah selesai.');
    await set(correction.id, `state = 'withdrawn'`);
    await set(companion.id, `doubted_at = siar_now(), doubted_by = 'correction'`);
    const withdrawn = 'Pesan ini ditarik kembali. Jangan dipakai, jangan diteruskan.';
    const shown = await pageWith(path, withdrawn);
    expect(shown).toContain(withdrawn);
    expect(shown).not.toMatch(/Teks yang disahkan|Bagikan lewat WhatsApp/);
    await set(companion.id, 'doubted_at = NULL, doubted_by = NULL');
    const done = 'Pengirimannya sudah selesai.';
    expect(await pageWith(path, done)).toContain(done);
  });

  describe('of a correction and its companion, which have one text', () => {
    const set = (id: string, columns: string): Promise<unknown> =>
      site.db.source.query(`UPDATE broadcasts SET ${columns}, updated_at = siar_now() WHERE id = $1`, [id]);
    const chain = async () => {
      const original = await broadcast({ state: 'cancelled' });
      const correction = await broadcast({ state: 'completed' });
      const companion = await broadcast({ state: 'completed' });
      await set(correction.id, `kind = 'correction', original_id = ${original.id}`);
      await set(companion.id, `kind = 'urgent', remainder_of_id = ${correction.id}`);
      return { original, correction, companion };
    };
    const pageOf = ({ publicCode }: RunningBroadcast, part: string): Promise<string> =>
      pageWith(`/verify/${publicCode}`, part);
    const linkTo = ({ publicCode }: RunningBroadcast, words: string): string =>
      `href="/verify/${publicCode}?bahasa=id">${words}`;
    const none = 'saat ini tidak ada teks yang berlaku';

    it('says of a withdrawn companion that its text holds as the correction, unless that is in doubt', async () => {
      const { correction, companion } = await chain();
      await set(companion.id, `state = 'withdrawn'`);
      const same = 'Teks yang sama berlaku sebagai ralat';
      const shown = await pageOf(companion, same);
      for (const part of [same, linkTo(correction, 'Lihat ralatnya'), '<h2>Yang berlaku: ralatnya</h2>'])
        expect(shown).toContain(part);
      expect(shown).not.toContain('tidak berlaku');
      await set(correction.id, `doubted_at = siar_now(), doubted_by = 'kpu'`);
      const doubted = await pageOf(companion, none);
      expect(doubted).toContain(none);
      expect(doubted).toContain(linkTo(correction, 'Lihat ralat itu'));
      expect(doubted).not.toContain('Yang berlaku: ralatnya');
    });

    it('says on all three that no text holds once the correction is taken back', async () => {
      const { original, correction, companion } = await chain();
      await set(correction.id, `state = 'cancelled'`);
      await set(companion.id, `doubted_at = siar_now(), doubted_by = 'correction'`);
      for (const one of [original, correction, companion]) expect(await pageOf(one, none)).toContain(none);
      expect(await pageOf(companion, none)).toContain(linkTo(correction, 'Lihat ralat itu'));
    });

    it('says on all three that the text of the companion holds once KPU found it right', async () => {
      const { original, correction, companion } = await chain();
      await set(correction.id, `state = 'cancelled'`);
      const again = 'ralat itulah yang berlaku';
      const shown = await pageOf(original, again);
      for (const part of [again, linkTo(companion, 'Lihat ralatnya'), '<h2>Yang berlaku: ralatnya</h2>'])
        expect(shown).toContain(part);
      const taken = await pageOf(correction, 'Teks yang sama berlaku sebagai ralat');
      expect(taken).toContain(linkTo(companion, 'Lihat ralatnya'));
      expect(await pageOf(companion, 'Teks di bawah telah disahkan.')).toContain('Teks yang disahkan');
      for (const text of [shown, taken]) expect(text).not.toContain('tidak ada teks yang berlaku');
    });

    it('leads from a correction that was taken back, and its companion, to the next one', async () => {
      const { original, correction, companion } = await chain();
      await set(correction.id, `state = 'withdrawn'`);
      await set(companion.id, `doubted_at = siar_now(), doubted_by = 'correction'`);
      const next = await broadcast({ state: 'running' });
      await set(next.id, `kind = 'correction', original_id = ${original.id}`);
      for (const one of [correction, companion]) {
        const shown = await pageOf(one, 'Yang berlaku adalah ralat yang lain.');
        expect(shown).toContain('Yang berlaku adalah ralat yang lain.');
        expect(shown).toContain(linkTo(next, 'Lihat ralatnya'));
      }
    });
  });

  it('says that no text holds, and offers none to share, while the correction of its correction is under review', async () => {
    const original = await broadcast({ state: 'completed' });
    const first = await broadcast({ state: 'completed' });
    const second = await broadcast({ state: 'in_review', decision: null });
    for (const [one, corrected] of [
      [first, original],
      [second, first],
    ] as const)
      await site.db.source.query(
        `UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`,
        [one.id, corrected.id],
      );
    const shown = await page(`/verify/${original.publicCode}`);
    expect(shown).toContain('Saat ini tidak ada teks yang berlaku: ralatnya sendiri belum dapat diandalkan.');
    expect(shown).toContain('<h2>Teks lama, sudah diralat: jangan dipakai</h2>');
    expect(shown).not.toMatch(/Yang berlaku adalah ralatnya|Teks yang disahkan|Bagikan lewat WhatsApp/);
  });

  it.each(['cancelled', 'completed'])(
    'is wrong after its approved correction was taken back, until the next one is approved (%s)',
    async (state) => {
      const original = await broadcast({ state });
      const first = await broadcast({ state: 'running' });
      const set = (id: string, columns: string): Promise<unknown> =>
        site.db.source.query(`UPDATE broadcasts SET ${columns}, updated_at = siar_now() WHERE id = $1`, [id]);
      await set(first.id, `kind = 'correction', original_id = ${original.id}`);
      const path = `/verify/${original.publicCode}`;
      await pageWith(path, 'Pesan ini telah diralat.');
      const wrong = 'Pesan ini keliru. Jangan dipakai, jangan diteruskan.';
      for (const takenBack of ['cancelled', 'withdrawn']) {
        await set(first.id, `state = '${takenBack}'`);
        const shown = await pageWith(path, wrong);
        expect(shown).toContain('Ralatnya ditarik kembali: saat ini tidak ada teks yang berlaku.');
        expect(shown).toContain('<h2>Teks lama: jangan dipakai</h2>');
        expect(shown).toContain(`/verify/${first.publicCode}?bahasa=id">Lihat ralat itu`);
        expect(shown).not.toMatch(/Teks yang disahkan|Bagikan lewat WhatsApp|dihentikan/);
      }
      const english = await page(`${path}?bahasa=en`);
      expect(english).toContain('This message is wrong. Do not rely on it, do not forward it.');
      expect(english).toContain('<h2>The old text: do not rely on it</h2>');
      await site.db.source.query('UPDATE waves SET released_at = siar_now() WHERE broadcast_id = $1', [
        original.id,
      ]);
      expect(await pageWith('/broadcasts', wrong)).toContain(wrong);
      const next = await broadcast({ state: 'in_review', decision: null });
      await set(next.id, `kind = 'correction', original_id = ${first.id}`);
      // The feed reads the same record: once it has this date, the page knows of the next correction.
      await site.db.source.query(`UPDATE broadcasts SET updated_at = '2030-01-01T00:00Z' WHERE id = $1`, [
        original.id,
      ]);
      const isRead = (feed: string): boolean =>
        feed.split('<entry').some((one) => one.includes(original.publicCode) && one.includes('>2030-01-01'));
      expect(isRead(await pageWhen('/broadcasts.atom', isRead))).toBe(true);
      expect(await page(path)).toContain(wrong);
      await set(next.id, `state = 'rejected'`);
      const approved = await broadcast({ state: 'running' });
      await set(approved.id, `kind = 'correction', original_id = ${first.id}`);
      expect(await pageWith(path, 'Pesan ini telah diralat.')).toContain(approved.publicCode);
    },
  );

  it('does not exist for an unapproved broadcast or an unknown code', async () => {
    const unapproved = await broadcast({
      decision: null,
      state: 'in_review',
      code: readCode('ZZZZZZZZZ9') ?? 0n,
    });
    for (const code of [unapproved.publicCode, 'ZZZZZZZZZ9', newCode(), 'x', '%3Cscript%3E']) {
      const answer = await get(`/verify/${code}`);
      expect(answer.status).toBe(404);
      const text = await answer.text();
      expect(text).toContain('Kode ini tidak dikenali');
      // A form with the previous input, and the link to paste a text.
      expect(text).toContain('action="/verify"');
      if (/^\w+$/.test(code)) expect(text).toContain(`value="${code}"`);
      expect(text).toContain('href="/verify?bahasa=id"');
      expect(text).not.toContain('TPS');
      expect(text).not.toContain('<script');
    }
  });

  it('is found by the code typed on the front page', async () => {
    const { publicCode } = await broadcast();
    for (const typed of [
      publicCode,
      ` ${publicCode.toLowerCase()} `,
      `siar.go.id/${publicCode}`,
      `${publicCode.slice(0, 5)} ${publicCode.slice(5)}`,
    ]) {
      const answer = await get(`/verify?kode=${encodeURIComponent(typed)}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `/verify/${publicCode}?bahasa=id`,
      ]);
    }
    const wrong = await get('/verify?kode=%22%3E%3Cb%3Esalah');
    const shown = await wrong.text();
    expect(wrong.status).toBe(422);
    expect(shown).toContain('Kode terdiri dari sepuluh huruf dan angka.');
    expect(shown).toContain('value="&quot;&gt;&lt;b&gt;salah"');
  });
});

describe('the short address in an SMS', () => {
  it('opens the same page, and lets its owner alone leave, at once, however often', async () => {
    const sent = await broadcast({ code: readCode(SMS_CODE) ?? 0n });
    for (const path of [`/${SMS_CODE}`, `/${SMS_CODE.toLowerCase()}`]) {
      const shown = await page(path);
      expect(shown).toContain('KPU: TPS di (wilayah Anda) buka 07.00.');
      expect(shown).toContain('Berhenti menerima SMS');
    }
    expect(await page(`/verify/${SMS_CODE}`)).toContain('KPU: TPS di');
    expect(await addressState(sent.addressIds[0])).toBe('active');
    for (let i = 0; i < 2; i++)
      expect((await fetch(`${site.url}/${SMS_CODE}`, { method: 'POST' })).status).toBe(200);
    expect(await addressState(sent.addressIds[0])).toBe('unsubscribed');
    expect(await addressState(sent.addressIds[1])).toBe('active');
  });

  it('lets nobody leave by a broadcast’s own code, nor by an unknown one', async () => {
    const sent = await broadcast();
    for (const code of [sent.publicCode, writeCode(1n)]) {
      expect((await fetch(`${site.url}/${code}`, { method: 'POST' })).status).toBe(404);
    }
    expect(await addressState(sent.addressIds[0])).toBe('active');
  });
});

describe('the unsubscribe link', () => {
  const linkOf = (sent: RunningBroadcast, index = 0): string =>
    `/unsubscribe/${site.keys.deliveryToken('unsubscribe', { broadcastId: sent.id, addressId: sent.addressIds[index] ?? '' })}`;

  it('shows a question and changes nothing when opened, as by link scanners', async () => {
    const sent = await broadcast({ channel: 'email' });
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await fetch(site.url + linkOf(sent), { method })).status).toBe(200);
    }
    expect(await page(linkOf(sent))).toContain('Berhenti menerima pesan lewat e-mail?');
    expect(await addressState(sent.addressIds[0])).toBe('active');
  });

  it.each([
    ['as a mail program posts it', new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })],
    [
      'as multipart',
      Object.entries({ 'List-Unsubscribe': 'One-Click' }).reduce(
        (form, [k, v]) => (form.set(k, v), form),
        new FormData(),
      ),
    ],
    ['without a body', null],
  ])('acts at once %s: no redirect, no cookie, idempotent', async (_, body) => {
    const sent = await broadcast({ channel: 'email' });
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(site.url + linkOf(sent), { method: 'POST', body, redirect: 'manual' });
      expect(answer.status).toBe(200);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(await addressState(sent.addressIds[0])).toBe('unsubscribed');
    expect(await addressState(sent.addressIds[1])).toBe('active');
  });

  it('answers the same for an address that was erased since', async () => {
    const sent = await broadcast({ channel: 'email' });
    await site.db.source.query('DELETE FROM addresses WHERE id = $1', [sent.addressIds[0]]);
    expect((await fetch(site.url + linkOf(sent), { method: 'POST' })).status).toBe(200);
  });

  it('is rejected when altered, or made for receipts', async () => {
    const sent = await broadcast({ channel: 'email' });
    const receipt = site.keys.deliveryToken('receipt', {
      broadcastId: sent.id,
      addressId: sent.addressIds[0] ?? '',
    });
    const altered = linkOf(sent).replace(`-${sent.addressIds[0]}-`, `-${sent.addressIds[1]}-`);
    for (const path of [altered, `/unsubscribe/${receipt}`, '/unsubscribe/x']) {
      for (const method of ['GET', 'POST'])
        expect((await fetch(site.url + path, { method })).status).toBe(404);
    }
    expect(await addressState(sent.addressIds[0])).toBe('active');
    expect(await addressState(sent.addressIds[1])).toBe('active');
  });
});

describe('every page', () => {
  it.each([
    ['id', 'Halaman ini tidak ada'],
    ['en', 'There is no such page'],
  ])(
    'is a page in %s for an unknown address, and a problem document for a program',
    async (language, title) => {
      const headers = { accept: 'text/html', 'accept-language': language };
      const page = await fetch(`${site.url}/tidak/ada/apa-apa`, { headers });
      expect([page.status, page.headers.get('content-language')]).toEqual([404, language]);
      expect(await page.text()).toContain(title);
      const problem = await fetch(`${site.url}/tidak/ada/apa-apa`);
      expect(await problem.json()).toMatchObject({ status: 404, code: 'no-such-path' });
    },
  );

  it('runs no script, sets no cookie, embeds no frame, and sends no referrer to other sites', async () => {
    const { headers } = await get('/');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';style-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.getSetCookie()).toEqual([]);
    expect((await get('/siar.css')).headers.get('content-type')).toContain('text/css');
  });

  it('rejects a large body', async () => {
    const send = (accept: string): Promise<Response> =>
      fetch(`${site.url}/unsubscribe/x?bahasa=en`, {
        method: 'POST',
        body: 'x'.repeat(2_000_000),
        headers: { accept },
      });
    const program = await send('application/json');
    expect([program.status, program.headers.get('content-type')]).toEqual([
      413,
      'application/problem+json; charset=utf-8',
    ]);
    const reader = await send('text/html,*/*;q=0.8');
    expect([reader.status, reader.headers.get('content-language')]).toEqual([413, 'en']);
    expect(await reader.text()).toContain('This is too long');
  });

  it('leaves no token, code or address in the log', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const other = await startGateway(site.config, logger);
    const token = site.keys.deliveryToken('unsubscribe', { broadcastId: '11', addressId: '22' });
    await fetch(`${other.url}/unsubscribe/${token}`);
    await fetch(`${other.url}/verify/${SMS_CODE}?kode=rahasia`);
    await fetch(`${other.url}/tidak/ada`);
    await other.stop();
    const log = lines.join('\n');
    expect(log).toContain('/unsubscribe/:token');
    expect(log).toContain('(none)');
    for (const secret of [token, SMS_CODE, 'rahasia', 'tidak/ada']) expect(log).not.toContain(secret);
  });

  it('shows the metrics only to requests with the token', async () => {
    expect((await get('/metrics')).status).toBe(403);
    expect((await get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(403);
    expect((await get('/health/live')).status).toBe(200);
    expect(await (await get('/health/ready')).json()).toEqual({ status: 'up' });
  });

  it('slows down the guessing of codes for one network, not for others, over all gateways', async () => {
    const other = await startGateway(site.config, pino({ level: 'silent' }));
    const guess = (code: string, ip = '203.0.113.7', url = site.url): Promise<Response> =>
      fetch(`${url}/${code}`, { headers: { 'x-forwarded-for': ip } });
    const counted = (): Promise<unknown[]> =>
      rows(site.db.source.manager, 'SELECT key, paid_until FROM network_limits ORDER BY key');
    const { publicCode } = await broadcast();
    const unread = await broadcast();
    const before = await counted();
    for (const code of [publicCode, unread.publicCode])
      expect((await guess(code, '203.0.113.8')).status).toBe(200);
    expect(await counted()).toEqual(before);

    const began = performance.now();
    let tried = 0;
    for (let last = 404; last !== 429; tried++)
      last = (await guess(newCode(), undefined, tried % 2 === 0 ? site.url : other.url)).status;
    expect(tried - 1).toBeGreaterThanOrEqual(20);
    expect(tried - 1).toBeLessThanOrEqual(20 + (performance.now() - began) / 3_000);
    // Simulates elapsed time: the test must not depend on its own speed.
    expect((await guess(newCode(), '203.0.113.9')).status).toBe(404);
    await site.db.source.query(`UPDATE network_limits SET paid_until = siar_now() + interval '2 minutes'`);
    const slowed = await guess(newCode(), '203.0.113.9', other.url);
    expect([slowed.status, Number(slowed.headers.get('retry-after')) > 55]).toEqual([429, true]);
    // Thousands share one carrier's address: a guessing neighbour does not block them.
    expect((await guess(unread.publicCode, undefined, other.url)).status).toBe(200);
    for (const url of [site.url, other.url])
      expect((await guess(newCode(), undefined, url)).status).toBe(429);
    await other.stop();
  });

  it('counts the guesses of a whole /48 together, however many networks it has', async () => {
    let wrong = 0;
    for (let n = 0; n < 5; n++) {
      const asked = Array.from({ length: 30 }, (_, m) =>
        get(`/${newCode()}`, { 'x-forwarded-for': `2001:db8:77:${(n * 256 + m).toString(16)}::1` }),
      );
      wrong += (await Promise.all(asked)).filter(({ status }) => status === 404).length;
    }
    // Four networks' burst, and what is refilled during the test.
    expect(wrong).toBeLessThan(110);
    expect((await get(`/${newCode()}`, { 'x-forwarded-for': '2001:db8:78:1::1' })).status).toBe(404);
  });

  it('answers only a few of many concurrent guesses', async () => {
    const ip = '203.0.113.20';
    const asked = Array.from({ length: 60 }, () => get(`/${newCode()}`, { 'x-forwarded-for': ip }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404).length).toBeLessThan(30);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(30);
  });
});
