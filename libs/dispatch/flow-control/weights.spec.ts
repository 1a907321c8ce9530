import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { rows } from '#platform';
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

  it('stay where a channel uses one account', async () => {
    await set('only', AWAY);
    await set('second', 'used = false');
    await set('first', AWAY);
    await weights.round();
    expect(await now()).toEqual({ first: 1, second: 1, only: 1 });
  });
});
