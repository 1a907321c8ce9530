import { rows } from '#platform/database';
import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { Budget } from '../flow-control/budget.js';
import { noteSlowDowns } from './slow-downs.js';

describe('a provider that slows its channel down', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(() => db.drop());

  const said = (): Promise<object[]> =>
    rows(db.source.manager, `SELECT act, subject, detail FROM audit_entries ORDER BY id`);
  const earlier = (seconds: number): Promise<unknown> =>
    db.source.query(
      `UPDATE budgets SET slowed_since = slowed_since - make_interval(secs => $1), slowed_until = slowed_until - make_interval(secs => $1)`,
      [seconds],
    );

  it('is recorded once when that begins and once when it has ended, whoever looks', async () => {
    const budget = new Budget(db.source, {
      name: 'telegram',
      channel: 'telegram',
      rate: 30,
      unit: 'messages',
    });
    await budget.open();
    await noteSlowDowns(db.source);
    expect(await said()).toEqual([]);
    await budget.slowDown(60_000, 'telegram 429');
    await Promise.all([noteSlowDowns(db.source), noteSlowDowns(db.source), noteSlowDowns(db.source)]);
    await noteSlowDowns(db.source);
    const began = { act: 'channel.slow', subject: 'channel:telegram', detail: { reason: 'telegram 429' } };
    expect(await said()).toEqual([began]);
    // A short silence ends nothing.
    await earlier(70);
    await noteSlowDowns(db.source);
    expect(await said()).toEqual([began]);
    await earlier(60);
    await Promise.all([noteSlowDowns(db.source), noteSlowDowns(db.source)]);
    await noteSlowDowns(db.source);
    expect(await said()).toEqual([
      began,
      {
        act: 'channel.steady',
        subject: 'channel:telegram',
        detail: { seconds: expect.any(Number) as number },
      },
    ]);
  });
});
