import { approvedFor, changesOfLedger, crowd, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import type { ChannelName } from '#channels';
import { Keys } from '#platform/crypto';
import { rows } from '#platform/database';
import { Problem } from '#platform/http';
import { DELIVERY_STATES, type DeliveryState } from '#contract';
import { countDeliveries, type DeliveryFilter, listDeliveries, listGotNothing } from './listing.js';

describe('the list of deliveries', () => {
  let db: TestDatabase;
  let keys: Keys;
  let id: string;
  let waves: { id: string; channel: ChannelName; region: string }[];

  beforeAll(async () => {
    db = await testDatabase();
    keys = new Keys(testConfig(db.url));
    ({ id, waves } = await mixed());
  });
  afterAll(async () => {
    await forget(db.source);
    await db.drop();
  });

  /** Four waves of three batches. Each batch has all states, except one state that only one batch has. */
  const mixed = async (): Promise<{ id: string; waves: typeof waves }> => {
    const where = [
      { channel: 'email', regionCode: '11.01' },
      { channel: 'sms', regionCode: '11.01' },
      { channel: 'email', regionCode: '51' },
      { channel: 'sms', regionCode: '51' },
    ] as const;
    const approved = await approvedFor(db.source, [...where]);
    const { addresses, contacts } = await crowd(
      db.source,
      keys,
      Array.from({ length: 60 }, () => ({
        regionCode: '11.01',
        on: { email: 'active' as const, sms: 'active' as const },
      })),
    );
    for (const [n, waveId] of approved.waves.entries()) {
      const channel = where[n]?.channel ?? 'email';
      const half = n < 2 ? [0, 30] : [30, 60];
      // Reversed, so that the order of ids is not that of batches.
      const mine = addresses.slice(...half).toReversed();
      const states = mine.map((_, k): DeliveryState => {
        if (k >= 20) return n === 0 ? 'accepted' : 'pending';
        return DELIVERY_STATES[k % DELIVERY_STATES.length] ?? 'pending';
      });
      await db.source.query(
        `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state)
         SELECT $1, address, $2, contact, (n - 1) / 10, state FROM unnest($3::bigint[], $4::bigint[], $5::text[]) WITH ORDINALITY AS d(address, contact, state, n)`,
        [
          approved.id,
          waveId,
          mine.map((one) => one[channel] ?? ''),
          contacts.slice(...half).toReversed(),
          states,
        ],
      );
      await db.source.query(
        `INSERT INTO batches (wave_id, no, size, state) SELECT d.wave_id, d.batch_no, count(*), CASE WHEN bool_or(d.state = 'pending') THEN 'waiting' ELSE 'done' END
         FROM deliveries d WHERE d.wave_id = $1 GROUP BY 1, 2`,
        [waveId],
      );
      await db.source.query(
        `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
         SELECT $1::bigint, wave_id, batch_no, 'email', 'w', siar_now() + interval '1 h' FROM deliveries d, generate_series(1, 2) WHERE d.wave_id = $2 AND d.state = 'claimed'`,
        [approved.id, waveId],
      );
      const count = (one: DeliveryState): number => states.filter((other) => other === one).length;
      await db.source.query(
        `UPDATE waves SET targeted = $2, ${DELIVERY_STATES.map((one, i) => `${one} = $${i + 3}`).join(', ')} WHERE id = $1`,
        [waveId, states.length, ...DELIVERY_STATES.map(count)],
      );
    }
    return {
      id: approved.id,
      waves: approved.waves.map((waveId, n) => ({
        id: waveId,
        channel: where[n]?.channel ?? 'email',
        region: where[n]?.regionCode ?? '',
      })),
    };
  };

  /** The expected list, as a plain query. */
  const wanted = async ({ channel, state, region }: DeliveryFilter): Promise<string[]> => {
    const all = await rows<{ wave: string; address: string; state: string }>(
      db.source.manager,
      `SELECT wave_id AS wave, address_id AS address, state FROM deliveries WHERE broadcast_id = $1 ORDER BY wave_id, batch_no, address_id`,
      [id],
    );
    return all
      .filter((one) => {
        const wave = waves.find((other) => other.id === one.wave);
        return (
          (channel === undefined || wave?.channel === channel) &&
          (region === undefined || wave?.region === region || wave?.region.startsWith(`${region}.`)) &&
          (state === undefined || one.state === state)
        );
      })
      .map(({ address }) => address);
  };

  const paged = async (where: DeliveryFilter, limit: number): Promise<string[]> => {
    const found: string[] = [];
    for (let after = where.after; ;) {
      const page = await listDeliveries(db.source.manager, id, { ...where, after }, limit);
      found.push(...page.map(({ addressId }) => addressId));
      if (page.length < limit) return found;
      after = page.at(-1)?.addressId;
    }
  };

  it.each([undefined, ...DELIVERY_STATES])(
    'holds exactly those in state %s, by channel and region, for any page length',
    async (state) => {
      for (const channel of [undefined, 'email', 'sms', 'telegram'] as const) {
        for (const region of [undefined, '11', '11.01', '51', '1', '%']) {
          const where = { channel, state, region };
          const all = await wanted(where);
          expect(await countDeliveries(db.source.manager, id, where)).toEqual({
            total: all.length,
            atLeast: false,
          });
          for (const limit of [1, 3, 10, 1000]) expect(await paged(where, limit)).toEqual(all);
        }
      }
    },
  );

  it('continues after a delivery that does not match the filter', async () => {
    const [first = ''] = await wanted({ state: 'accepted' });
    const everything = await wanted({});
    const failed = await wanted({ state: 'failed' });
    const behind = everything.slice(everything.indexOf(first) + 1).filter((one) => failed.includes(one));
    const found = await listDeliveries(db.source.manager, id, { state: 'failed', after: first }, 1000);
    expect(found.map(({ addressId }) => addressId)).toEqual(behind);
  });

  it('refuses to continue after a delivery of another broadcast', async () => {
    const strange = listDeliveries(db.source.manager, id, { after: '999999999' }, 10);
    await expect(strange).rejects.toThrow(Problem);
    await expect(strange).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('adds no cost to ordinary outcomes: they stay HOT', async () => {
    const before = await changesOfLedger(db.source);
    await db.source.transaction(async (tx) => {
      for (const state of ['claimed', 'accepted', 'delivered'])
        await tx.query(
          `UPDATE deliveries SET state = $2 WHERE broadcast_id = $1 AND address_id = (SELECT min(address_id) FROM deliveries WHERE broadcast_id = $1 AND exception IS NULL)`,
          [id, state],
        );
      await tx.query('SELECT pg_stat_force_next_flush()');
    });
    const after = await changesOfLedger(db.source);
    expect([after.all - before.all, after.hot - before.hot]).toEqual([3, 3]);
  });

  /** The same of people that got nothing: all their copies in the ledger are lost. */
  const nothing = async (where: DeliveryFilter): Promise<string[]> => {
    const lost = await rows<{ address: string }>(
      db.source.manager,
      `SELECT address_id AS address FROM deliveries WHERE broadcast_id = $1 AND contact_id IN (
         SELECT contact_id FROM deliveries WHERE broadcast_id = $1 GROUP BY contact_id
         HAVING bool_and(state IN ('failed', 'suppressed', 'expired', 'cancelled')))`,
      [id],
    );
    const theirs = new Set(lost.map(({ address }) => address));
    return (await wanted(where)).filter((address) => theirs.has(address));
  };

  const pagedNothing = async (where: DeliveryFilter, limit: number, lookedAt: number): Promise<string[]> => {
    const found: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await listGotNothing(db.source.manager, id, { ...where, after }, limit, lookedAt);
      found.push(...page.found.map(({ addressId }) => addressId));
      if (page.after === null) return found;
      after = page.after;
    }
  };

  it('holds exactly the copies of people that got nothing, however many it looks at for a page', async () => {
    // One of the lost copies' people got the other, and one got it on an address that was deleted since.
    const [first = '', second = ''] = (await wanted({ state: 'failed', channel: 'email' })).slice(0, 2);
    await db.source.transaction(async (tx) => {
      const other = `SELECT d.address_id FROM deliveries d JOIN deliveries o USING (broadcast_id, contact_id)
        WHERE d.broadcast_id = $1 AND o.address_id = $2 AND d.address_id <> o.address_id`;
      for (const one of [first, second])
        await tx.query(
          `WITH got AS (
             UPDATE deliveries SET state = 'delivered' WHERE broadcast_id = $1 AND address_id = (${other}) RETURNING wave_id)
           UPDATE waves SET failed = failed - 1, delivered = delivered + 1 WHERE id = (SELECT wave_id FROM got)`,
          [id, one],
        );
      await tx.query(
        `INSERT INTO deleted_recipients (broadcast_id, channel, hash, address_id, erased)
         SELECT $1, channel, hash, id, false FROM addresses WHERE id = (${other})`,
        [id, second],
      );
      await tx.query(`DELETE FROM addresses WHERE id = (${other})`, [id, second]);
    });
    const all = await nothing({});
    expect(all.length).toBeGreaterThan(8);
    expect(all).not.toContain(first);
    expect(all).not.toContain(second);
    for (const where of [{}, { channel: 'sms' }, { state: 'failed' }, { region: '51' }] as const) {
      const theirs = await nothing(where);
      expect(await countDeliveries(db.source.manager, id, { ...where, gotNothing: 'yes' })).toEqual({
        total: theirs.length,
        atLeast: false,
      });
      for (const lookedAt of [1, 3, 1000])
        for (const limit of [1, 3, 100]) expect(await pagedNothing(where, limit, lookedAt)).toEqual(theirs);
    }
    expect(await pagedNothing({ state: 'delivered' }, 10, 10)).toEqual([]);
  });
});
