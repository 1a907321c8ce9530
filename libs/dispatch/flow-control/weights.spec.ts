import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { rows } from '#platform/database';
import { Weights } from './weights.js';

describe('the shares of accounts', () => {
  let db: TestDatabase;
  let weights: Weights;
  beforeAll(async () => {
    db = await testDatabase();
    weights = new Weights(db.source);
  });
  beforeEach(() =>
    db.source.query(
      `INSERT INTO budgets (account, channel) VALUES ('first', 'email'), ('second', 'email'), ('only', 'sms')`,
    ),
  );
  afterEach(async () => {
    await db.source.query('DELETE FROM budgets');
    await db.moveClock('0');
  });
  afterAll(() => db.drop());

  const set = (account: string, change: string): Promise<unknown> =>
    db.source.query(`UPDATE budgets SET ${change} WHERE account = $1`, [account]);
  const AWAY = `away_since = siar_now(), probe_at = siar_now(), away_reason = 'x'`;
  const BACK = `away_since = NULL, probe_at = NULL, failures = 0`;
  const now = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (
        await rows<{ account: string; weight: number }>(
          db.source.manager,
          'SELECT account, weight FROM budgets',
        )
      ).map(({ account, weight }) => [account, weight]),
    );
  const trail = (): Promise<unknown[]> =>
    rows(
      db.source.manager,
      `SELECT actor_id AS actor, subject, detail FROM audit_entries WHERE act = 'account.share' ORDER BY id`,
    );

  it('fall by a step when one asks to slow down, once for all publishers, with the reason in the trail', async () => {
    await set('first', `slowed_since = clock_timestamp(), slowed_until = clock_timestamp()`);
    await Promise.all([weights.round(), new Weights(db.source).round()]);
    await weights.round();
    expect(await now()).toEqual({ first: 0.5, second: 1, only: 1 });
    expect(await trail()).toEqual([
      {
        actor: null,
        subject: 'account:first',
        detail: { channel: 'email', from: 1, to: 0.5, reason: 'slow-down' },
      },
    ]);
  });

  it('fall to the least for one that is away, and come back in steps after a quiet time each', async () => {
    await set('first', AWAY);
    await weights.round();
    expect((await now())['first']).toBe(0.125);
    // It stays away: the quiet time begins with its return.
    await db.moveClock('10 minutes');
    await weights.round();
    await set('first', BACK);
    for (const [minutes, weight] of [
      [14, 0.125],
      [16, 0.25],
      [20, 0.25],
      [22, 0.5],
      [28, 1],
    ] as const) {
      await db.moveClock(`${minutes} minutes`);
      await weights.round();
      expect((await now())['first']).toBe(weight);
    }
    expect((await trail()).at(-1)).toMatchObject({ detail: { from: 0.5, to: 1, reason: 'quiet' } });
  });

  it('fall for one that answers much more slowly than the others that take messages', async () => {
    await set('first', 'answer_ms = 5000, answered_at = siar_now()');
    await weights.round();
    expect((await now())['first']).toBe(1);
    await set('second', 'answer_ms = 50, answered_at = siar_now()');
    await weights.round();
    expect(await now()).toMatchObject({ first: 0.5, second: 1 });
  });

  describe('by receipts', () => {
    beforeEach(() =>
      db.source.query(
        `INSERT INTO budgets (account, channel) VALUES ('quick', 'sms'), ('late', 'sms'), ('silent', 'sms')`,
      ),
    );
    afterEach(() => db.source.query('DELETE FROM message_ids'));

    /** Copies accepted three minutes ago, and the time until their receipts; null: there is none. */
    const accepted = (account: string, copies: number, reportedAfter: string | null): Promise<unknown> =>
      db.source.query(
        `INSERT INTO message_ids (account, id, broadcast_id, address_id, noted_at, reported_at)
         SELECT $1, coalesce($3, 'none') || n, 1, n, siar_now() - interval '3 minutes', siar_now() - interval '3 minutes' + $3::interval
         FROM generate_series(1, $2::int) AS n`,
        [account, copies, reportedAfter],
      );
    const sms = async (): Promise<unknown> => {
      const { quick, late, silent, only } = await now();
      return { quick, late, silent, only };
    };

    it("fall for one whose receipts come much later than the others', with the reason in the trail", async () => {
      await accepted('quick', 100, '4 seconds');
      await accepted('late', 100, '70 seconds');
      // Too few to judge by, and one that never reports.
      await accepted('only', 40, '100 seconds');
      await accepted('silent', 100, null);
      await weights.round();
      await weights.round();
      expect(await sms()).toEqual({ quick: 1, late: 0.5, silent: 1, only: 1 });
      expect((await trail()).at(-1)).toEqual({
        actor: null,
        subject: 'account:late',
        detail: { channel: 'sms', from: 1, to: 0.5, reason: 'slow-receipts' },
      });
    });

    it('fall for one that reported, and of which no receipt comes any more', async () => {
      await accepted('silent', 100, '4 seconds');
      await weights.round();
      await db.source.query('DELETE FROM message_ids');
      await db.moveClock('10 minutes');
      await accepted('quick', 100, '4 seconds');
      await accepted('silent', 100, null);
      await weights.round();
      expect(await sms()).toEqual({ quick: 1, late: 1, silent: 0.5, only: 1 });
    });

    it('stay where the copies are too new for their receipts, or long past', async () => {
      await accepted('quick', 100, '4 seconds');
      await accepted('late', 100, '70 seconds');
      for (const moved of ['-90 seconds', '4 minutes']) {
        await db.source.query('UPDATE message_ids SET noted_at = noted_at - $1::interval', [moved]);
        await weights.round();
      }
      expect(await sms()).toEqual({ quick: 1, late: 1, silent: 1, only: 1 });
    });
  });

  it('stay where a channel uses one account', async () => {
    await set('only', AWAY);
    await set('second', 'used = false');
    await set('first', AWAY);
    await weights.round();
    expect(await now()).toEqual({ first: 1, second: 1, only: 1 });
  });
});
