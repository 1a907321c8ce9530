import { tamper, type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { makeStaff, type TestStaff } from '../../../test/factories/staff.js';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { listDeliveries } from '../reports/listing.js';
import { dueMonths, retireMonth } from './retiring.js';

describe('a month of the ledger that is past its term', () => {
  let db: TestDatabase;
  let staff: TestStaff;
  const KEPT = 60;
  const noPause = (): Promise<void> => Promise.reject(new Error('there was a wait'));
  beforeEach(async () => {
    db = await testDatabase();
    staff = await makeStaff(db.source, new Keys(testConfig(db.url)));
    for (const age of [62, 70])
      await db.source.query('SELECT ensure_ledger_partition(siar_now() - make_interval(months => $1))', [
        age,
      ]);
  });
  afterEach(() => db.drop());

  /** A broadcast that was drafted so many months ago, with a copy. */
  const broadcast = async (age: number, state: string, ended: number | null): Promise<string> => {
    // Without the triggers that ask for KPU's approval.
    await tamper(
      db.source,
      `INSERT INTO broadcasts (id, kind, state, title, draft, organisation_id, author_id, public_code, submission_no, approved_at, ended_at)
       VALUES (broadcast_id_at(siar_now() - make_interval(months => $1)), 'urgent', $2, 'x', '{"audience": {"regions": []}}', $3, $4, $5, 1, siar_now(),
         siar_now() - make_interval(months => $6))`,
      [age, state, staff.organisations.ministry, staff.people.penulis, `c${age}`, ended],
    );
    const made = await row<{ id: string }>(db.source.manager, 'SELECT id FROM broadcasts');
    await db.source.query(
      `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state) VALUES ($1, 1, 1, 1, 0, 'accepted')`,
      [made?.id],
    );
    return made?.id ?? '';
  };
  const due = async () =>
    (await dueMonths(db.source.manager, KEPT)).map(({ month, needs }) => ({ month, needs }));
  const months = async (): Promise<string[]> =>
    (
      await rows<{ m: string }>(
        db.source.manager,
        `SELECT DISTINCT to_char(siar_now() AT TIME ZONE 'UTC' - make_interval(months => age), 'YYYY-MM') AS m FROM unnest(ARRAY[62, 70]) AS age ORDER BY 1`,
      )
    ).map(({ m }) => m);

  it('goes, where all of its broadcasts have ended within the term, and its counts stay', async () => {
    const id = await broadcast(70, 'completed', 69);
    const [oldest = '', second = ''] = await months();
    expect(await due()).toEqual([
      { month: oldest, needs: [] },
      { month: second, needs: [] },
    ]);
    const [first] = await dueMonths(db.source.manager, KEPT);
    if (!first) throw new Error('no month is due');
    await retireMonth(db.source, first, KEPT, noPause);
    expect(await due()).toEqual([{ month: second, needs: [] }]);
    expect(await rows(db.source.manager, 'SELECT FROM broadcasts')).toHaveLength(1);
    expect(
      await row(
        db.source.manager,
        `SELECT subject, detail ->> 'keptMonths' AS kept FROM audit_entries WHERE act = 'ledger.retire'`,
      ),
    ).toEqual({ subject: `ledger:${oldest}`, kept: '60' });
    await expect(listDeliveries(db.source.manager, id, {}, 10)).rejects.toMatchObject({
      code: 'copies-not-kept',
    });
  });

  it.each([
    ['completed', 10, 'ended within the term'],
    ['approved', null, 'have not ended'],
  ] as const)('stays while a broadcast of it is %s and ended %s months ago', async (state, ended, why) => {
    const id = await broadcast(70, state, ended);
    const [oldest] = await dueMonths(db.source.manager, KEPT);
    expect(oldest?.needs).toEqual([`broadcasts that ${why}: ${id}`]);
    // Whoever decides by an older list is told.
    await expect(retireMonth(db.source, { ...oldest!, needs: [] }, KEPT, noPause)).rejects.toThrow(
      'still needed',
    );
    expect(await rows(db.source.manager, 'SELECT FROM deliveries')).toHaveLength(1);
  });

  it('waits for those who read the ledger, a little at a time, and changes nothing until they have ended', async () => {
    const [oldest] = await dueMonths(db.source.manager, KEPT);
    const reader = db.source.createQueryRunner();
    await reader.startTransaction();
    await reader.query('SELECT count(*) FROM deliveries');
    let waits = 0;
    await retireMonth(db.source, oldest!, KEPT, async () => {
      waits += 1;
      await reader.commitTransaction();
    });
    await reader.release();
    expect(waits).toBe(1);
  });
});
