import type { DataRequest, Held } from '#audience/rights';
import { addressHash, Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { testConfig } from '../../../../test/factories/database.js';
import { runningBroadcast } from '../../../../test/factories/ledger.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

let publisher: TestPublisher;
let dpo: Ask;
let keys: Keys;
beforeAll(async () => {
  publisher = await testPublisher();
  keys = new Keys(testConfig(publisher.db.url));
  dpo = await signIn(publisher.url, 'dpo');
});
afterAll(() => publisher.stop());
beforeEach(() => publisher.db.source.query('DELETE FROM rate_limits'));

const ROOT = '/api/v1/data-requests';
const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3600_000).toISOString();
const request = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  wants: 'access',
  way: 'letter',
  asker: 'Budi Santoso, surat 12/XI',
  receivedAt: hoursAgo(1),
  ...more,
});
async function opened(more: Record<string, unknown> = {}): Promise<DataRequest> {
  const { status, body } = await dpo<DataRequest>('POST', ROOT, request(more));
  expect(status).toBe(201);
  return body;
}
const shown = async (id: string): Promise<string | undefined> =>
  (await dpo<DataRequest>('GET', `${ROOT}/${id}`)).body.person?.id;
/** Acts that are possible without a person. */
const FOR_NOBODY = ['close', 'hand-over'];
/** An act on the person shown now, unless the body names another. */
const act = async <T = DataRequest>(id: string, what: string, body: Record<string, unknown> = {}) =>
  dpo<T>('POST', `${ROOT}/${id}/${what}`, {
    ...(what !== 'find' && { contactId: (await shown(id)) ?? (FOR_NOBODY.includes(what) ? null : '1') }),
    ...body,
  });
const takeBack = async (id: string, contactId?: string) =>
  dpo<DataRequest & { code: string }>(
    'DELETE',
    `${ROOT}/${id}/identity?contactId=${contactId ?? (await shown(id))}`,
  );
/** A person who received a message. */
async function citizen(): Promise<{ to: string; contactId: string; addressId: string }> {
  const { addresses, addressIds } = await runningBroadcast(publisher.db.source, keys, {
    channel: 'sms',
    states: ['delivered'],
  });
  const found = await row<{ id: string }>(
    publisher.db.source.manager,
    'SELECT contact_id AS id FROM addresses WHERE id = $1',
    [addressIds[0]],
  );
  return { to: addresses[0] ?? '', contactId: found?.id ?? '', addressId: addressIds[0] ?? '' };
}
/** A request with the person found and the identity checked. */
async function verified(to: string): Promise<string> {
  const { id } = await opened();
  expect((await act(id, 'find', { channel: 'sms', address: to })).status).toBe(200);
  expect((await act(id, 'identity', { check: 'identity-card' })).status).toBe(200);
  return id;
}
const trail = (subject: string): Promise<{ act: string; actor: string; detail: unknown }[]> =>
  rows(
    publisher.db.source.manager,
    'SELECT act, actor_id AS actor, detail FROM audit_entries WHERE subject = $1 ORDER BY id',
    [subject],
  );

describe('a data request', () => {
  it('is due three days after receipt, listed by deadline, and then overdue', async () => {
    const late = await opened({ receivedAt: hoursAgo(73) });
    const fresh = await opened({ receivedAt: hoursAgo(2) });
    const soon = await opened({ receivedAt: hoursAgo(70) });
    expect(Date.parse(String(soon.dueAt)) - Date.parse(String(soon.receivedAt))).toBe(72 * 3600_000);
    const { body } = await dpo<{ requests: DataRequest[] }>('GET', ROOT);
    const mine = body.requests.filter(({ id }) => [late, fresh, soon].some((one) => one.id === id));
    expect(mine.map(({ id }) => id)).toEqual([late.id, soon.id, fresh.id]);
    expect(mine.map(({ leftMs }) => Math.round(leftMs / 3600_000))).toEqual([-1, 2, 70]);
    const sealed = await rows<{ asker: Buffer }>(
      publisher.db.source.manager,
      'SELECT asker_ciphertext AS asker FROM data_requests',
    );
    expect(sealed.map(({ asker }) => asker.toString('latin1')).join()).not.toContain('Santoso');
  });

  it('is refused when invalid, with the faults, and takes no number then', async () => {
    const { id: before } = await opened();
    for (const [more, path] of [
      [{ receivedAt: new Date(Date.now() + 3600_000).toISOString() }, 'receivedAt'],
      [{ receivedAt: 'kemarin' }, 'receivedAt'],
      [{ wants: 'money' }, 'wants'],
      [{ asker: ' ' }, 'asker'],
      [{ asker: 'Siti R., NIK 3374 0112 3456 7890' }, 'asker'],
    ] as const) {
      const { status, body } = await dpo<{ faults: { path: string }[] }>('POST', ROOT, request(more));
      expect(body.faults.map((fault) => fault.path)).toEqual([path]);
      expect([400, 422]).toContain(status);
    }
    expect(Number((await opened()).id)).toBe(Number(before) + 1);
  });

  it('finds the person by a full address, shows it masked, and stores no search term', async () => {
    const { to, contactId } = await citizen();
    await publisher.db.source.query(`UPDATE contacts SET name = 'Ferdi Ginting' WHERE id = $1`, [contactId]);
    const { id } = await opened();
    const nobody = await act(id, 'find', { channel: 'sms', address: '0812 9999 0000' });
    expect(nobody.body).toMatchObject({ person: null, suppressed: null, state: 'open' });
    expect((await act(id, 'identity', { check: 'call-back' })).status).toBe(409);
    expect((await act(id, 'find', { channel: 'sms', address: 'siapa' })).status).toBe(422);
    const { body } = await act(id, 'find', { channel: 'sms', address: to.replace('+62', '0') });
    expect(body).toMatchObject({
      person: {
        name: 'Ferdi Ginting',
        namesDiffer: true,
        region: 'Aceh',
        messages: { sent: 1, waiting: 0, failed: 0, uncertain: 0, unsent: 0 },
        addresses: [{ channel: 'sms', state: 'active', address: expect.stringContaining('*****') }],
      },
    });
    expect(JSON.stringify(body)).not.toContain(to);
    expect(await trail(`request:${id}`)).toEqual(
      [
        { act: 'request.open', detail: { wants: 'access', way: 'letter' } },
        { act: 'request.find', detail: { channel: 'sms', found: null } },
        { act: 'request.find', detail: { channel: 'sms', found: contactId, nameShown: true } },
      ].map((entry) => ({ ...entry, actor: publisher.staff.people.dpo })),
    );
  });

  it('limits an officer’s look-ups in a row', async () => {
    const { id } = await opened();
    const answers = [];
    for (let n = 0; n < 31; n++)
      answers.push(await act(id, 'find', { channel: 'sms', address: `0812 7777 ${1000 + n}` }));
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(30).fill(200), 429]);
    expect(Number(answers.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('discloses and changes nothing before the identity is checked', async () => {
    const { to, contactId } = await citizen();
    const { id } = await opened();
    await act(id, 'find', { channel: 'sms', address: to });
    for (const what of ['export', 'restrict', 'lift', 'erase'])
      expect((await act(id, what)).status).toBe(409);
    for (const outcome of ['exported', 'erased', 'refused'])
      expect((await act(id, 'close', { outcome, reason: 'UU 27/2022 pasal 15' })).status).toBe(409);
    expect(await trail(`contact:${contactId}`)).toEqual([]);
  });

  it.each([
    [
      'id',
      [
        'Salinan data pribadi',
        'boleh menyimpan alamat',
        'KTP dilihat langsung',
        'Mengapa dan berapa lama',
        'dapat Anda minta sebagai berkas JSON',
        'Anda perbaiki sendiri lewat tautan preferensi',
      ],
    ],
    ['en', ['A copy of your personal data', 'may keep the address', 'identity card seen', 'Why it is kept']],
    ['ban', ['Salinan data pribadi', 'Bahasa pesan']],
  ] as const)(
    'is answered by a copy to read, for a citizen whose language is %s',
    async (language, parts) => {
      const { to, contactId, addressId } = await citizen();
      const { source } = publisher.db;
      await source.query(
        `INSERT INTO regions (code, kind, name, time_zone) VALUES ('91', 'province', 'Papua', 'Asia/Jayapura')
         ON CONFLICT DO NOTHING`,
      );
      await source.query(
        `UPDATE contacts SET language = $2, province_code = '91', region_code = '91' WHERE id = $1`,
        [contactId, language],
      );
      await source.query('DELETE FROM consents WHERE address_id = $1', [addressId]);
      await source.query(
        `INSERT INTO consents (address_id, source, wording, given_at) VALUES ($1, 'web', $2, '2026-11-02T20:30:00.123456Z')`,
        [addressId, `2026-1/${language === 'en' ? 'en' : 'id'}`],
      );
      const id = await verified(to);
      const { status, body } = await act<{ html: string }>(id, 'copy');
      expect(status).toBe(200);
      for (const part of [to, 'Papua', ...parts]) expect(body.html).toContain(part);
      // The clock of the region, in words.
      expect(body.html).toMatch(/3 (November|Nopember) 2026 (pukul|at) 05[.:]30 WIT/);
      expect(body.html).toContain(`<html lang="${language === 'en' ? 'en' : 'id'}">`);
      // One file, without a code of the machine-readable copy, and without anything fetched.
      expect(body.html).not.toMatch(/request\.\w|2026-1\/|identity-card|\d\dT\d\d:\d\d|<script|src=|href=/);
      expect((await dpo<DataRequest>('GET', `${ROOT}/${id}`)).body.done).toEqual(['exported']);
      expect((await trail(`contact:${contactId}`)).map((entry) => entry.act)).toEqual(['contact.access']);
    },
  );

  it('is answered by everything held, and then closed as that', async () => {
    const { to, contactId } = await citizen();
    const id = await verified(to);
    expect((await act(id, 'find', { channel: 'sms', address: to })).status).toBe(409);
    const { body } = await act<Held>(id, 'export');
    expect(body).toMatchObject({
      contact: { id: contactId },
      addresses: [{ to }],
      messages: [{ state: 'delivered', approvedBy: 'KPU Republik Indonesia' }],
      requests: [{ id, asker: 'Budi Santoso, surat 12/XI', identityCheck: 'identity-card' }],
    });
    expect(body.trail.map((entry) => [entry.act, entry.by])).toEqual([
      ['request.open', 'Kementerian'],
      ['request.find', 'Kementerian'],
      ['request.identity', 'Kementerian'],
      ['contact.access', 'Kementerian'],
    ]);
    // A file on the officer's device answers nobody: the other outcomes stay open.
    const made = await dpo<DataRequest>('GET', `${ROOT}/${id}`);
    expect(made.body).toMatchObject({
      done: ['exported'],
      outcomes: ['refused', 'taken-back'],
      handedOver: null,
    });
    expect((await act(id, 'close', { outcome: 'exported' })).status).toBe(409);
    const at = new Date().toISOString();
    expect((await act(id, 'hand-over', { how: 'in-person', at })).body).toMatchObject({
      handedOver: { how: 'in-person', at },
      outcomes: ['exported'],
    });
    expect((await trail(`request:${id}`)).at(-1)).toMatchObject({
      act: 'request.hand-over',
      detail: { how: 'in-person', at, found: contactId },
    });
    expect((await act(id, 'close', { outcome: 'exported' })).body).toMatchObject({
      state: 'closed',
      outcome: 'exported',
      handedOver: { how: 'in-person', at },
      identityCheck: 'identity-card',
    });
    expect((await act(id, 'close', { outcome: 'exported' })).status).toBe(409);
    const closed = await dpo<{ requests: DataRequest[] }>('GET', `${ROOT}?state=closed`);
    expect(closed.body.requests[0]).toMatchObject({ id });
  });

  it('hands over only a copy that was made, after the identity check and not in the future', async () => {
    const { to } = await citizen();
    const id = await verified(to);
    const code = async (body: Record<string, unknown>): Promise<unknown> =>
      (await act<{ code: string }>(id, 'hand-over', body)).body.code;
    const now = new Date().toISOString();
    expect(await code({ how: 'post', at: now })).toBe('copy-first');
    await act(id, 'export');
    expect(await code({ how: 'post', at: hoursAgo(2) })).toBe('handed-when');
    expect(await code({ how: 'post', at: hoursAgo(-1) })).toBe('handed-when');
    expect(await code({ how: 'post', at: now })).toBeUndefined();
  });

  it('gives to each person the trail of what concerned them, when it had found somebody else first', async () => {
    const [wrong, right] = [await citizen(), await citizen()];
    const id = await verified(wrong.to);
    await takeBack(id);
    await act(id, 'find', { channel: 'sms', address: '0812 9999 0001' });
    await act(id, 'find', { channel: 'sms', address: right.to });
    await act(id, 'identity', { check: 'call-back' });
    const copyOf = async (request: string) =>
      (await act<{ trail: { act: string; subject: string }[] }>(request, 'export')).body.trail
        .filter(({ subject }) => subject === `request:${id}`)
        .map((entry) => entry.act);
    expect(await copyOf(id)).toEqual(['request.open', 'request.find', 'request.identity']);
    expect(await copyOf(await verified(wrong.to))).toEqual([
      'request.find',
      'request.identity',
      'request.identity-back',
    ]);
  });

  it('names in no copy who had asked without proof, and keeps them when that person is erased', async () => {
    const { to } = await citizen();
    const { id: unproven } = await opened({ asker: 'Tri Halim, Jalan Melati 3' });
    await act(unproven, 'find', { channel: 'sms', address: to });
    const own = await verified(to);
    const { body } = await act<Held>(own, 'export');
    expect(JSON.stringify(body)).not.toContain('Tri Halim');
    expect(body.requests.map(({ id }) => id)).toEqual([own]);
    await act(own, 'hand-over', { how: 'in-person', at: new Date().toISOString() });
    await act(own, 'erase');
    const { body: left } = await dpo<DataRequest>('GET', `${ROOT}/${unproven}`);
    expect(left).toMatchObject({ state: 'open', asker: 'Tri Halim, Jalan Melati 3' });
  });

  it('takes an identity check back until a copy was made, and closes as not proven until then', async () => {
    const { to, contactId } = await citizen();
    const id = await verified(to);
    const back = () => takeBack(id);
    expect((await back()).body).toMatchObject({ state: 'open', identityCheck: null, mayTakeBack: false });
    expect((await trail(`request:${id}`)).at(-1)).toMatchObject({ act: 'request.identity-back' });
    expect((await back()).body.code).toBe('identity-first');
    await publisher.db.source.query(`UPDATE contacts SET name = 'Ferdi Ginting' WHERE id = $1`, [contactId]);
    expect((await act(id, 'identity', { check: 'call-back' })).body).toMatchObject({
      state: 'verified',
      mayTakeBack: true,
      outcomes: ['not-identified', 'refused', 'taken-back'],
    });
    expect((await trail(`request:${id}`)).at(-1)?.detail).toEqual({
      check: 'call-back',
      found: contactId,
      namesDiffer: true,
    });
    await act(id, 'restrict');
    expect((await back()).body.code).toBe('identity-used');
    await act(id, 'lift');
    expect((await act(id, 'close', { outcome: 'not-identified' })).body).toMatchObject({
      outcome: 'not-identified',
      identityCheck: null,
    });
    const other = await verified(to);
    await act(other, 'export');
    expect((await takeBack(other)).body.code).toBe('identity-used');
    expect((await act(other, 'close', { outcome: 'not-identified' })).status).toBe(409);
  });

  it('is not closed as nothing held while the person found exists', async () => {
    const { to } = await citizen();
    const { id } = await opened();
    const code = async (): Promise<unknown> =>
      (await act<{ code: string }>(id, 'close', { outcome: 'nothing-held' })).body.code;
    const found = await act(id, 'find', { channel: 'sms', address: to });
    expect(found.body.outcomes).toEqual(['not-identified', 'taken-back']);
    expect(await code()).toBe('held-still');
    await act(id, 'identity', { check: 'call-back' });
    expect(await code()).toBe('held-still');
    // The person erases themselves by a link of their own.
    const other = await opened();
    await act(other.id, 'find', { channel: 'sms', address: to });
    await act(other.id, 'identity', { check: 'call-back' });
    await act(other.id, 'erase');
    expect(await code()).toBeUndefined();
  });

  it('is refused only with a legal ground, which names nobody', async () => {
    const { to, contactId } = await citizen();
    const id = await verified(to);
    const refuse = (reason?: string) =>
      act<DataRequest & { faults: { path: string; code: string }[] }>(id, 'close', {
        outcome: 'refused',
        reason,
      });
    for (const [reason, code] of [
      [undefined, 'say-why'],
      [' ', 'say-why'],
      ['Pasal 15\nayat 1', 'one-line'],
      [`Pasal 15, jawab ke ${to}`, 'names-address'],
    ] as const)
      expect((await refuse(reason)).body.faults).toMatchObject([{ path: 'reason', code }]);
    const reason = 'UU 27/2022 pasal 15 ayat (1) huruf b';
    expect((await refuse(reason)).body).toMatchObject({ outcome: 'refused', reason });
    expect((await trail(`request:${id}`)).at(-1)?.detail).toEqual({
      outcome: 'refused',
      found: contactId,
      reason,
    });
  });

  it('lists the person’s other requests, whose askers an erasure deletes too', async () => {
    const { to } = await citizen();
    const other = await opened({ asker: 'Rudi Tanjung, telepon', wants: 'restriction' });
    await act(other.id, 'find', { channel: 'sms', address: to });
    await act(other.id, 'identity', { check: 'call-back' });
    const id = await verified(to);
    const { body } = await dpo<DataRequest>('GET', `${ROOT}/${id}`);
    expect(body.person?.others).toEqual([
      { id: other.id, wants: 'restriction', asker: 'Rudi Tanjung, telepon', state: 'verified' },
    ]);
  });

  it('refuses each act for somebody else than the person it points at now, and does nothing', async () => {
    const [before, now] = [await citizen(), await citizen()];
    const id = await verified(before.to);
    const seen = { contactId: before.contactId };
    await takeBack(id);
    await act(id, 'find', { channel: 'sms', address: now.to });
    const refusal = { code: 'other-person', params: { contact: now.contactId } };
    const refused = async (what: string, body: Record<string, unknown> = {}): Promise<void> =>
      expect(await act(id, what, { ...seen, ...body })).toMatchObject({ status: 409, body: refusal });
    await refused('identity', { check: 'call-back' });
    await refused('close', { outcome: 'not-identified' });
    await act(id, 'identity', { check: 'call-back' });
    for (const what of ['export', 'copy', 'restrict', 'lift', 'erase']) await refused(what);
    expect((await takeBack(id, before.contactId)).body).toMatchObject(refusal);
    await act(id, 'export');
    await refused('hand-over', { how: 'post', at: new Date().toISOString() });
    await refused('close', { outcome: 'refused', reason: 'UU 27/2022 pasal 15' });
    expect((await dpo('POST', `${ROOT}/${id}/erase`, {})).status).toBe(400);
    expect((await trail(`contact:${now.contactId}`)).map((entry) => entry.act)).toEqual(['contact.access']);
    expect(await trail(`contact:${before.contactId}`)).toEqual([]);
    expect((await dpo<DataRequest>('GET', `${ROOT}/${id}`)).body).toMatchObject({
      state: 'verified',
      done: ['exported'],
      handedOver: null,
      person: { id: now.contactId, restrictedAt: null },
    });
  });

  it('restricts and lifts', async () => {
    const { to, contactId } = await citizen();
    const id = await verified(to);
    const restricted = await act(id, 'restrict');
    expect(restricted.body.person?.restrictedAt).not.toBeNull();
    expect((await act(id, 'restrict')).status).toBe(409);
    expect((await act(id, 'lift')).body).toMatchObject({
      person: { restrictedAt: null },
      done: ['restricted', 'lifted'],
    });
    expect((await act(id, 'lift')).status).toBe(409);
    expect((await act(id, 'close', { outcome: 'restricted' })).status).toBe(409);
    expect((await act(id, 'close', { outcome: 'lifted' })).body).toMatchObject({ outcome: 'lifted' });
    expect((await trail(`contact:${contactId}`)).map((entry) => [entry.act, entry.detail])).toEqual([
      ['contact.restrict', { request: id }],
      ['contact.lift', { request: id }],
    ]);
  });

  it('erases the person, closes the request, and deletes the asker', async () => {
    const { to, contactId, addressId } = await citizen();
    const id = await verified(to);
    expect((await act(id, 'erase')).body).toMatchObject({
      state: 'closed',
      outcome: 'erased',
      asker: null,
      person: null,
      erasedContact: contactId,
    });
    expect((await act(id, 'erase')).status).toBe(409);
    const left = await row(
      publisher.db.source.manager,
      `SELECT (SELECT count(*)::int FROM contacts WHERE id = $1) AS contacts, (SELECT reason FROM suppressions WHERE hash = $2) AS suppressed,
         (SELECT state FROM deliveries WHERE address_id = $3) AS ledger`,
      [contactId, addressHash(keys, 'sms', to), addressId],
    );
    expect(left).toEqual({ contacts: 0, suppressed: 'erased', ledger: 'delivered' });
    const again = await opened();
    expect((await act(again.id, 'find', { channel: 'sms', address: to })).body).toMatchObject({
      person: null,
      suppressed: 'erased',
    });
    expect((await act(again.id, 'close', { outcome: 'nothing-held' })).body.outcome).toBe('nothing-held');
  });

  it('is open to the officer only', async () => {
    const { id } = await opened();
    const admin = await signIn(publisher.url, 'admin');
    expect((await admin('GET', `${ROOT}/${id}`)).status).toBe(403);
  });
});
