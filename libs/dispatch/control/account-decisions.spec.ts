import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff } from '../../../test/factories/staff.js';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { AccountDecisions } from './account-decisions.js';

describe('an account', () => {
  let db: TestDatabase;
  let rests: AccountDecisions;
  let operator: string;
  beforeAll(async () => {
    db = await testDatabase();
    rests = new AccountDecisions(db.source);
    operator = (await makeStaff(db.source, new Keys(testConfig(db.url)))).people.operator;
  });
  afterEach(() => db.source.query('DELETE FROM budgets'));
  afterAll(() => db.drop());

  const accounts = (...names: string[]): Promise<unknown> =>
    db.source.query(
      `INSERT INTO budgets (account, channel) SELECT name, 'email' FROM unnest($1::text[]) AS name`,
      [names],
    );
  const away = (name: string): Promise<unknown> =>
    db.source.query(
      `UPDATE budgets SET away_since = siar_now(), away_reason = 'smtp ECONNREFUSED', probe_at = siar_now() WHERE account = $1`,
      [name],
    );
  const rest = (name: string): Promise<void> => rests.rest(name, 'pemeliharaan', operator);
  const refusal = (code: string): object => expect.objectContaining({ code }) as object;
  const resting = async (): Promise<string[]> =>
    (
      await rows<{ account: string }>(
        db.source.manager,
        'SELECT account FROM budgets WHERE rested_at IS NOT NULL ORDER BY 1',
      )
    ).map(({ account }) => account);

  it('rests and returns, and the trail says who, why and how long', async () => {
    await accounts('first', 'second');
    await rest('first');
    expect(await resting()).toEqual(['first']);
    await expect(rest('first')).rejects.toEqual(refusal('account-rests'));
    await rests.return('first', operator);
    await expect(rests.return('first', operator)).rejects.toEqual(refusal('account-not-resting'));
    expect(await resting()).toEqual([]);
    expect(
      await rows(
        db.source.manager,
        `SELECT act, actor_id AS actor, detail FROM audit_entries WHERE subject = 'account:first' ORDER BY id`,
      ),
    ).toEqual([
      { act: 'account.rest', actor: operator, detail: { channel: 'email', reason: 'pemeliharaan' } },
      {
        act: 'account.return',
        actor: operator,
        detail: { channel: 'email', seconds: expect.any(Number) as number },
      },
    ]);
  });

  it('does not rest when no other one would take copies', async () => {
    await accounts('first', 'second', 'third');
    await away('second');
    await rest('third');
    await expect(rest('first')).rejects.toEqual(refusal('last-account'));
    // It takes nothing either way, and the other is left.
    await rest('second');
    await expect(rest('first')).rejects.toEqual(refusal('last-account'));
    expect(await resting()).toEqual(['second', 'third']);
  });

  it('rests while it is away itself, as long as another one is left', async () => {
    await accounts('first', 'second');
    await away('first');
    await away('second');
    await rest('first');
    await expect(rest('second')).rejects.toEqual(refusal('last-account'));
  });

  it('does not rest together with the last other one, at the same instant', async () => {
    await accounts('first', 'second');
    const ends = await Promise.allSettled([rest('first'), rest('second')]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(ends).toContainEqual({ status: 'rejected', reason: refusal('last-account') });
    expect(await resting()).toHaveLength(1);
  });

  it('is unknown where the settings of the workers do not name it', async () => {
    await accounts('first', 'second');
    await db.source.query(`UPDATE budgets SET used = false WHERE account = 'second'`);
    await expect(rest('second')).rejects.toEqual(refusal('no-such-account'));
    await expect(rest('third')).rejects.toEqual(refusal('no-such-account'));
    // It is no replacement either.
    await expect(rest('first')).rejects.toEqual(refusal('last-account'));
  });

  it('is preferred instead of another one', async () => {
    await accounts('first', 'second');
    await rests.prefer('first', 'lebih murah', operator);
    await rests.prefer('second', 'lebih cepat', operator);
    await expect(rests.prefer('second', 'lagi', operator)).rejects.toEqual(refusal('account-preferred'));
    await expect(rests.unprefer('first', operator)).rejects.toEqual(refusal('account-not-preferred'));
    expect(await rows(db.source.manager, 'SELECT account FROM budgets WHERE preferred')).toEqual([
      { account: 'second' },
    ]);
    await rests.unprefer('second', operator);
    expect(await row(db.source.manager, 'SELECT FROM budgets WHERE preferred')).toBeUndefined();
    expect(
      await rows(
        db.source.manager,
        `SELECT act, detail FROM audit_entries WHERE subject = 'account:second' AND act LIKE '%prefer' ORDER BY id`,
      ),
    ).toEqual([
      {
        act: 'account.prefer',
        detail: { channel: 'email', reason: 'lebih cepat', instead: 'first' },
      },
      { act: 'account.unprefer', detail: { channel: 'email' } },
    ]);
  });

  it('that rests alarms nobody, and the channel is away once all the others are', async () => {
    await accounts('first', 'second');
    await rest('first');
    await away('first');
    const channelAway = (): Promise<unknown> =>
      row(
        db.source.manager,
        `SELECT provider_away('email') AS fed, (SELECT reason FROM providers_away) AS reason`,
      );
    expect(await channelAway()).toEqual({ fed: false, reason: null });
    expect(await row(db.source.manager, 'SELECT FROM providers_away')).toBeUndefined();
    await away('second');
    expect(await channelAway()).toEqual({ fed: true, reason: 'smtp ECONNREFUSED' });
  });

  it('that rests is not counted in what its channel takes', async () => {
    await accounts('first', 'second', 'third');
    await db.source.query(`UPDATE budgets SET rate_per_second = 100 WHERE account <> 'third'`);
    const rate = (): Promise<unknown> =>
      row(db.source.manager, 'SELECT rate_per_second AS rate FROM channel_limits');
    expect(await rate()).toEqual({ rate: null });
    await rest('third');
    expect(await rate()).toEqual({ rate: 200 });
    await rest('second');
    expect(await rate()).toEqual({ rate: 100 });
  });
});
