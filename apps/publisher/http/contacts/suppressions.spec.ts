import type { FoundAddress } from '#audience/suppressions';
import { Keys } from '#platform/crypto';
import { row } from '#platform/database';
import { testConfig } from '../../../../test/factories/database.js';
import { runningBroadcast } from '../../../../test/factories/ledger.js';
import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

const CSV = { 'content-type': 'text/csv; charset=utf-8' };
const at = (path = ''): string => `/api/v1/suppressions${path}`;
const nobody = { state: null, suppression: null, history: [] };

describe('suppressions over HTTP', () => {
  let publisher: TestPublisher;
  let operator: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    operator = await signIn(publisher.url, 'operator');
  });
  afterAll(() => publisher.stop());
  // Each act counts as a look-up.
  beforeEach(() => publisher.db.source.query('DELETE FROM rate_limits'));

  /** A person who gets e-mail. */
  const subscriber = async (): Promise<{ channel: 'email'; to: string; id: string }> => {
    const keys = new Keys(testConfig(publisher.db.url));
    const sent = await runningBroadcast(publisher.db.source, keys, {
      channel: 'email',
      states: ['accepted'],
    });
    return { channel: 'email', to: sent.addresses[0] ?? '', id: sent.addressIds[0] ?? '' };
  };
  const suppress = async (id: string, reason: string, state: string): Promise<void> => {
    await publisher.db.source.query(
      `INSERT INTO suppressions (channel, hash, reason, detail) SELECT channel, hash, $2, 'smtp 5.1.1' FROM addresses WHERE id = $1`,
      [id, reason],
    );
    await publisher.db.source.query('UPDATE addresses SET state = $2 WHERE id = $1', [id, state]);
    if (state === 'unsubscribed')
      await publisher.db.source.query('UPDATE consents SET withdrawn_at = siar_now() WHERE address_id = $1', [
        id,
      ]);
  };
  const find = async (address: object): Promise<FoundAddress> =>
    (await operator<FoundAddress>('POST', at('/search'), address)).body;
  const stateOf = async (id: string) =>
    (
      await row<{ state: string }>(publisher.db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
        id,
      ])
    )?.state;

  it('are found by exact address in any spelling, with the reason, and lifted if the address was at fault', async () => {
    const { channel, to, id } = await subscriber();
    await suppress(id, 'dead-address', 'invalid');
    const found = await operator<FoundAddress>('POST', at('/search'), {
      channel,
      to: ` ${to.toUpperCase()}`,
    });
    expect(found.body).toMatchObject({
      state: 'invalid',
      suppression: {
        reason: 'dead-address',
        detail: 'smtp 5.1.1',
        lifting: 'writes-again',
        mustHaveAsked: false,
      },
      history: [],
    });
    const reason = 'Pemilik menelepon: kotak surat dibuka lagi';
    const lifted = await operator('POST', at('/lift'), { channel, to, reason });
    expect(lifted.body).toEqual({ effect: 'writes-again' });
    expect(await find({ channel, to })).toMatchObject({
      state: 'active',
      suppression: null,
      history: [{ act: 'suppression.lift', actor: 'Operator', reason }],
    });
    expect((await operator('POST', at('/lift'), { channel, to, reason })).status).toBe(404);
    const part = await operator<FoundAddress>('POST', at('/search'), { channel, to: `x${to}` });
    expect(part.body).toEqual(nobody);
  });

  it.each(['left', 'provider-opt-out', 'erased'])(
    'by a person’s own decision (%s) are not lifted by staff',
    async (reason) => {
      const { channel, to, id } = await subscriber();
      await suppress(id, reason, 'unsubscribed');
      const { body } = await operator<FoundAddress>('POST', at('/search'), { channel, to });
      expect(body.suppression).toMatchObject({ reason, lifting: 'refused' });
      const refused = await operator('POST', at('/lift'), {
        channel,
        to,
        reason: 'Diminta atasan',
        ownerAsked: true,
      });
      expect({ status: refused.status, title: refused.body['title'] }).toEqual({
        status: 409,
        title: expect.stringContaining('signing up again') as string,
      });
      expect(await stateOf(id)).toBe('unsubscribed');
    },
  );

  it('after a complaint are lifted only at the owner’s request, and still nothing is sent there', async () => {
    const { channel, to, id } = await subscriber();
    await suppress(id, 'complaint', 'unsubscribed');
    const reason = 'Pemilik meminta lewat surat';
    expect((await operator('POST', at('/lift'), { channel, to, reason })).status).toBe(422);
    const { body } = await operator('POST', at('/lift'), {
      channel,
      to,
      reason,
      ownerAsked: true,
    });
    expect(body).toEqual({ effect: 'own-return' });
    expect(await find({ channel, to })).toMatchObject({
      state: 'unsubscribed',
      suppression: { reason: 'left', lifting: 'refused' },
    });
    const author = await signIn(publisher.url, 'penulis');
    const again = await author<{ skipped: number }>(
      'POST',
      '/api/v1/contacts/import',
      `region,email,consent_source,consent_date\nAceh,${to},formulir,2020-01-31\n`,
      CSV,
    );
    expect(again.body).toMatchObject({ rows: 1, skipped: 1, added: 0, updated: 0 });
    expect(await stateOf(id)).toBe('unsubscribed');
  });

  it('are added by staff, for addresses held or not, and taken back', async () => {
    const { channel, to, id } = await subscriber();
    const unheld = { channel: 'sms', to: '0812 9999 0001' };
    for (const address of [{ channel, to }, unheld]) {
      const added = await operator('POST', at(), { ...address, reason: 'Surat pengadilan 12' });
      expect(added.status).toBe(204);
      expect(await find(address)).toMatchObject({
        suppression: { reason: 'staff' },
        history: [{ act: 'suppression.add', actor: 'Operator', reason: 'Surat pengadilan 12' }],
      });
      expect((await operator('POST', at(), { ...address, reason: 'Sekali lagi' })).status).toBe(409);
    }
    expect(await stateOf(id)).toBe('invalid');
    const author = await signIn(publisher.url, 'penulis');
    const file = 'region,phone,consent_source,consent_date\nAceh,+62 812-9999-0001,formulir,2024-01-31\n';
    const skipped = await author<{ skipped: number }>('POST', '/api/v1/contacts/import', file, CSV);
    expect(skipped.body).toMatchObject({ rows: 1, skipped: 1 });
    const back = await operator('POST', at('/lift'), { ...unheld, reason: 'Dicabut pengadilan' });
    expect(back.body).toEqual({ effect: 'waits' });
    expect(await find(unheld)).toMatchObject({ state: null, suppression: null });
    await operator('POST', at('/lift'), { channel, to, reason: 'Dicabut pengadilan' });
    expect(await stateOf(id)).toBe('active');
  });

  it('remain for a person who left since, when the one added by staff is lifted', async () => {
    const { channel, to, id } = await subscriber();
    await operator('POST', at(), { channel, to, reason: 'Surat pengadilan 13' });
    await publisher.db.source.query(`UPDATE addresses SET state = 'unsubscribed' WHERE id = $1`, [id]);
    await publisher.db.source.query('UPDATE consents SET withdrawn_at = siar_now() WHERE address_id = $1', [
      id,
    ]);
    const { body } = await operator('POST', at('/lift'), { channel, to, reason: 'Dicabut' });
    expect(body).toEqual({ effect: 'own-return' });
    expect(await find({ channel, to })).toMatchObject({
      state: 'unsubscribed',
      suppression: { reason: 'left' },
    });
  });

  it('refuse an invalid address, and a reason that contains one, without repeating it', async () => {
    const wrong = await operator('POST', at('/search'), { channel: 'sms', to: 'rahasia-siti' });
    const named = await operator('POST', at(), {
      channel: 'sms',
      to: '081299990002',
      reason: 'siti@example.id minta',
    });
    expect([wrong.status, named.status]).toEqual([422, 422]);
    expect(JSON.stringify([wrong.body, named.body])).not.toMatch(/rahasia|siti@example\.id minta/);
  });

  it('leave ids in the trail, and no address, hash or part of one', async () => {
    const { channel, to, id } = await subscriber();
    await operator('POST', at('/search'), { channel, to });
    const entries: { subject: string; detail: unknown }[] = await publisher.db.source.query(
      `SELECT subject, detail FROM audit_entries WHERE act LIKE 'suppression.%' ORDER BY id`,
    );
    expect(entries.at(-1)).toEqual({ subject: `address:${id}`, detail: { channel, suppressed: null } });
    const text = JSON.stringify(entries);
    expect(text).not.toMatch(/contoh\.id|62812|9999/);
    for (const { subject } of entries) expect(subject).toMatch(/^(address|suppression):(\d+|none)$/);
  });

  it('cannot be enumerated: after many look-ups a person must wait', async () => {
    await publisher.db.source.query('DELETE FROM rate_limits');
    const looks = [];
    for (let n = 0; n < 31; n++)
      looks.push(
        (await operator('POST', at('/search'), { channel: 'email', to: `tebak${n}@example.id` })).status,
      );
    expect(looks).toEqual([...Array<number>(30).fill(200), 429]);
    const other = await operator('POST', at('/search'), { channel: 'email', to: 'tebak@example.id' });
    expect(Number(other.headers.get('retry-after'))).toBeGreaterThan(0);
    await publisher.db.source.query('DELETE FROM rate_limits');
  });
});
