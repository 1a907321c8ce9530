import fc from 'fast-check';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { ledgerStates, runningBroadcast } from '../../../test/factories/ledger.js';
import { Audience } from '#audience';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { type Drained, type IncomingReceipt, Receipts } from './receipts.js';
import { judge, type Verdict } from './receipts.rules.js';

const VERDICTS: Verdict[] = [
  'delivered',
  'failed',
  'soft',
  'dead',
  'opted_out',
  'complaint',
  'sender_at_fault',
];

describe('the inbox of receipts', () => {
  let db: TestDatabase;
  let keys: Keys;
  let receipts: Receipts;

  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    receipts = new Receipts(db.source, keys, new Audience(db.source), { SOFT_FAILURES: 3 });
  });
  afterAll(() => db.drop());

  const of = (
    broadcastId: string,
    addressId: string,
    verdict: Verdict,
    providerId = 'SM1',
  ): IncomingReceipt => ({
    channel: 'sms',
    token: keys.deliveryToken('receipt', { broadcastId, addressId }),
    verdict,
    reason: `test ${verdict}`,
    providerId,
  });
  const give = async (...given: IncomingReceipt[]): Promise<void> => {
    for (const receipt of given) expect(await receipts.receive(receipt)).toBe(true);
  };
  const drainAll = async (): Promise<Drained> => {
    const sum: Drained = { taken: 0, withoutDelivery: 0, toJudge: [] };
    for (;;) {
      const drained = await receipts.drain();
      if (drained.taken === 0) return sum;
      sum.taken += drained.taken;
      sum.withoutDelivery += drained.withoutDelivery;
      sum.toJudge.push(...drained.toJudge);
    }
  };
  const counters = (waveId: string): Promise<Record<string, number> | undefined> =>
    row<Record<string, number>>(
      db.source.manager,
      `SELECT targeted, ${DELIVERY_STATES.join(', ')} FROM waves WHERE id = $1`,
      [waveId],
    );
  const addressState = async (addressId: string | undefined): Promise<string | undefined> =>
    (
      await row<{ state: string }>(db.source.manager, 'SELECT state FROM addresses WHERE id = $1', [
        addressId,
      ])
    )?.state;

  it('changes nothing when one channel reports under the token of another', async () => {
    const sent = await runningBroadcast(db.source, keys, { channel: 'sms', states: ['accepted'] });
    const [addressId = ''] = sent.addressIds;
    await give({ ...of(sent.id, addressId, 'sender_at_fault'), channel: 'email' });
    expect(await drainAll()).toMatchObject({ taken: 1, toJudge: [] });
    expect(await counters(sent.waveId)).toMatchObject({ accepted: 1, failed: 0 });
  });

  it('updates deliveries and counters together, and suppresses addresses', async () => {
    const sent = await runningBroadcast(db.source, keys, {
      channel: 'sms',
      states: ['accepted', 'claimed', 'accepted', 'delivered', 'accepted', 'pending'],
    });
    const [arrived = '', early = '', dead = '', complained = '', left = '', again = ''] = sent.addressIds;
    await give(
      of(sent.id, arrived, 'delivered'),
      of(sent.id, early, 'delivered'),
      of(sent.id, dead, 'dead'),
      of(sent.id, complained, 'complaint'),
      of(sent.id, left, 'opted_out'),
      of(sent.id, again, 'delivered'),
    );
    expect(await drainAll()).toMatchObject({
      taken: 6,
      withoutDelivery: 0,
      toJudge: [{ broadcastId: sent.id, channel: 'sms' }],
    });
    expect(await ledgerStates(db.source, sent.id)).toEqual({
      [arrived]: 'delivered',
      [early]: 'delivered',
      [dead]: 'failed',
      [complained]: 'delivered',
      [left]: 'failed',
      [again]: 'delivered',
    });
    expect(await counters(sent.waveId)).toMatchObject({
      targeted: 6,
      delivered: 4,
      failed: 2,
      accepted: 0,
      claimed: 0,
      pending: 0,
    });
    expect(await addressState(arrived)).toBe('active');
    expect(await addressState(dead)).toBe('invalid');
    expect(await addressState(complained)).toBe('unsubscribed');
    expect(await addressState(left)).toBe('unsubscribed');
    const why = await rows<{ reason: string; detail: string }>(
      db.source.manager,
      `SELECT s.reason, s.detail FROM suppressions s JOIN addresses a USING (channel, hash) WHERE a.id = ANY ($1::bigint[]) ORDER BY a.id`,
      [sent.addressIds],
    );
    expect(why).toEqual([
      { reason: 'dead-address', detail: 'test dead' },
      { reason: 'complaint', detail: 'test complaint' },
      { reason: 'provider-opt-out', detail: 'test opted_out' },
    ]);
  });

  describe('of soft failures', () => {
    /** Sends `count` broadcasts to one person, the earliest first; each copy was handed over. */
    const inARow = async (count: number): Promise<{ addressId: string; broadcasts: string[] }> => {
      const sent = [];
      for (let n = 0; n < count; n++)
        sent.push(await runningBroadcast(db.source, keys, { channel: 'sms', states: ['accepted'] }));
      const addressId = sent[0]?.addressIds[0] ?? '';
      for (const { id } of sent)
        await db.source.query('UPDATE deliveries SET address_id = $2 WHERE broadcast_id = $1', [
          id,
          addressId,
        ]);
      return { addressId, broadcasts: sent.map(({ id }) => id) };
    };
    const suppressed = (addressId: string) =>
      row<{ reason: string; detail: string }>(
        db.source.manager,
        'SELECT s.reason, s.detail FROM suppressions s JOIN addresses a USING (channel, hash) WHERE a.id = $1',
        [addressId],
      );

    it('suppresses after the configured number in a row, counts each copy once, and keeps the consent', async () => {
      const { addressId, broadcasts } = await inARow(3);
      for (const [at, id] of broadcasts.entries()) {
        expect(await suppressed(addressId)).toBeUndefined();
        await give(of(id, addressId, 'soft'), of(id, addressId, 'soft', 'SM2'));
        await drainAll();
        expect(await addressState(addressId)).toBe(at < 2 ? 'active' : 'invalid');
      }
      expect(await suppressed(addressId)).toEqual({ reason: 'soft-failures', detail: 'test soft' });
      const consent = await row(
        db.source.manager,
        'SELECT 1 FROM consents WHERE address_id = $1 AND withdrawn_at IS NULL',
        [addressId],
      );
      expect(consent).toBeDefined();
    });

    it('restarts the count after an arrival, and ignores failures that are not about the person', async () => {
      const { addressId, broadcasts } = await inARow(7);
      const said = ['soft', 'soft', 'delivered', 'soft', 'soft', 'failed', 'soft'] as const;
      const states: (string | undefined)[] = [];
      for (const [at, id] of broadcasts.entries()) {
        await give(of(id, addressId, said[at] ?? 'soft'));
        await drainAll();
        states.push(await addressState(addressId));
      }
      expect(states).toEqual([...Array<string>(6).fill('active'), 'invalid']);
    });
  });

  it('keeps one row of a repeated receipt', async () => {
    const sent = await runningBroadcast(db.source, keys, { channel: 'sms', states: ['accepted'] });
    const receipt = of(sent.id, sent.addressIds[0] ?? '', 'delivered');
    await give(receipt, receipt, { ...receipt, token: receipt.token.toUpperCase() });
    expect((await drainAll()).taken).toBe(1);
    await give(receipt);
    expect((await drainAll()).taken).toBe(0);
  });

  it('stores nothing under a token that is not ours or has another purpose', async () => {
    const ref = { broadcastId: '1', addressId: '2' };
    const unsubscribe = keys.deliveryToken('unsubscribe', ref);
    for (const token of ['', 'x', `1-2-${'0'.repeat(32)}`, unsubscribe, `n-1-${'0'.repeat(32)}`]) {
      expect(await receipts.receive({ ...of('1', '2', 'delivered'), token })).toBe(false);
    }
    expect((await drainAll()).taken).toBe(0);
  });

  it('counts receipts of unknown deliveries, and continues', async () => {
    const sent = await runningBroadcast(db.source, keys, { channel: 'sms', states: ['accepted'] });
    await give(
      of(sent.id, '999999999', 'dead'),
      of('7', '8', 'delivered'),
      of(sent.id, sent.addressIds[0] ?? '', 'delivered'),
    );
    expect(await drainAll()).toMatchObject({ taken: 3, withoutDelivery: 2, toJudge: [] });
    expect(await counters(sent.waveId)).toMatchObject({ delivered: 1 });
  });

  it('names each broadcast whose sender was refused, and does not suppress the citizen', async () => {
    const sent = await runningBroadcast(db.source, keys, {
      channel: 'sms',
      states: ['accepted', 'accepted'],
    });
    await give(...sent.addressIds.map((addressId) => of(sent.id, addressId, 'sender_at_fault')));
    expect((await drainAll()).toJudge).toEqual([{ broadcastId: sent.id, channel: 'sms' }]);
    const signs = await rows(
      db.source.manager,
      'SELECT address_id AS "addressId", sign, class, late, reason FROM brake_signs WHERE broadcast_id = $1 ORDER BY 1',
      [sent.id],
    );
    expect(signs).toEqual(
      sent.addressIds.map((addressId) => ({
        addressId,
        sign: 'fault',
        class: 'telkomsel',
        late: true,
        reason: 'test sender_at_fault',
      })),
    );
    expect(await counters(sent.waveId)).toMatchObject({ failed: 2 });
    expect(await addressState(sent.addressIds[0])).toBe('active');
  });

  it('updates a completed wave, which stays completed', async () => {
    const sent = await runningBroadcast(db.source, keys, { channel: 'sms', states: ['accepted'] });
    await db.source.query(`UPDATE waves SET state = 'completed', ended_at = siar_now() WHERE id = $1`, [
      sent.waveId,
    ]);
    await give(of(sent.id, sent.addressIds[0] ?? '', 'failed'));
    await drainAll();
    const wave = await row(db.source.manager, 'SELECT state, accepted, failed FROM waves WHERE id = $1', [
      sent.waveId,
    ]);
    expect(wave).toEqual({ state: 'completed', accepted: 0, failed: 1 });
  });

  it('settles notices too', async () => {
    const notice = await row<{ id: string }>(
      db.source.manager,
      `INSERT INTO notices (kind, channel, to_ciphertext, to_hash, message_ciphertext, key_id, state, expires_at)
       VALUES ('test', 'sms', '', '', '', 'k1', 'accepted', siar_now() + interval '1 hour') RETURNING id`,
    );
    await give({ ...of('1', '1', 'failed'), token: keys.noticeToken(notice?.id ?? '') });
    expect(await drainAll()).toMatchObject({ taken: 1, withoutDelivery: 0, toJudge: [] });
    const after = await row(db.source.manager, 'SELECT state, reason FROM notices WHERE id = $1', [
      notice?.id,
    ]);
    expect(after).toEqual({ state: 'failed', reason: 'test failed' });
  });

  it('follows the rules in any order, with several publishers draining and counters that always add up', async () => {
    const story = fc.record({
      states: fc.array(fc.constantFrom(...DELIVERY_STATES), { minLength: 3, maxLength: 12 }),
      said: fc.array(
        fc.record({
          who: fc.nat(11),
          verdict: fc.constantFrom(...VERDICTS),
          message: fc.constantFrom('SM1', 'SM2'),
        }),
        { minLength: 1, maxLength: 40 },
      ),
      publishers: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(story, async ({ states, said, publishers }) => {
        const broadcasts = [
          await runningBroadcast(db.source, keys, { channel: 'sms', states }),
          await runningBroadcast(db.source, keys, { channel: 'sms', states: states.toReversed() }),
        ];
        const all = said.flatMap(({ who, verdict, message }) =>
          broadcasts.map((sent) => of(sent.id, sent.addressIds[who % states.length] ?? '', verdict, message)),
        );
        // Each receipt is given twice, from two sides at once, while the drains run.
        const feeding = Promise.all([give(...all), give(...all.toReversed())]);
        await Promise.all(Array.from({ length: publishers }, drainAll));
        await feeding;
        await drainAll();

        for (const [index, sent] of broadcasts.entries()) {
          const began = index === 0 ? states : states.toReversed();
          const expected = sent.addressIds.map((addressId, i) => {
            const mine = said.filter(({ who }) => who % states.length === i);
            const at = new Date();
            const facts = mine.map(({ verdict }) => ({ verdict, reason: '', receivedAt: at }));
            return [
              addressId,
              judge({ channel: 'sms', state: began[i] as DeliveryState, handedAt: at }, facts).state,
            ];
          });
          const found = await ledgerStates(db.source, sent.id);
          expect(found).toEqual(Object.fromEntries(expected));
          const sums = Object.fromEntries(
            DELIVERY_STATES.map((state) => [
              state,
              Object.values(found).filter((one) => one === state).length,
            ]),
          );
          expect(await counters(sent.waveId)).toEqual({ targeted: states.length, ...sums });
        }
      }),
      { numRuns: 15 },
    );
  });
});
