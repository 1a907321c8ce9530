import { forget } from '../../../test/factories/crowd.js';
import { tamper, type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { onTwoChannels } from '../../../test/factories/two-channels.js';
import { Keys } from '#platform/crypto';
import { KeptCounts, LargeReads } from '#platform/database/counts';
import { createLogger } from '#platform/logging';
import { Reports } from './report.js';

const reportsOf = ({ source }: TestDatabase): Reports =>
  new Reports(source, new KeptCounts(source, new LargeReads(source), createLogger('test', 'silent')));

/** Counts again: tampering changes copies without the counters of their waves. */
async function afresh<T>(db: TestDatabase, read: (reports: Reports) => Promise<T>): Promise<T> {
  await db.source.query('DELETE FROM kept_counts');
  return read(reportsOf(db));
}

describe('the report of a broadcast', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterEach(() => forget(db.source));
  afterAll(() => db.drop());

  it('counts whom a correction reached on no channel, and certainly will not reach', async () => {
    const keys = new Keys(testConfig(db.url));
    // Each person has the same state on e-mail and on SMS.
    const { id } = await onTwoChannels(db.source, keys, [
      'failed',
      'expired',
      'suppressed',
      'cancelled',
      'accepted',
      'unknown',
      'pending',
    ]);
    const original = await onTwoChannels(db.source, keys, ['accepted']);
    expect((await afresh(db, (reports) => reports.failures(id))).unreached).toBeNull();
    // Who may have it, and who still waits, is left out.
    const { gotNothing, gotNothingBy, uncertain } = await afresh(db, (reports) => reports.of(id));
    expect(gotNothing).toBe(4);
    expect(uncertain).toBe(1);
    // By their copy on the first channel, each person once.
    expect(gotNothingBy?.map(({ channel, state, people }) => [channel, state, people])).toEqual([
      ['email', 'cancelled', 1],
      ['email', 'expired', 1],
      ['email', 'failed', 1],
      ['email', 'suppressed', 1],
    ]);
    await tamper(db.source, `UPDATE broadcasts SET kind = 'correction', original_id = $2 WHERE id = $1`, [
      id,
      original.id,
    ]);
    expect((await afresh(db, (reports) => reports.failures(id))).unreached).toBe(4);
    await tamper(
      db.source,
      `UPDATE deliveries SET state = 'delivered' WHERE broadcast_id = $1 AND state = 'failed'
         AND wave_id IN (SELECT id FROM waves WHERE channel = 'sms')`,
      [id],
    );
    expect((await afresh(db, (reports) => reports.failures(id))).unreached).toBe(3);
    expect(await afresh(db, (reports) => reports.of(id))).toMatchObject({ unreached: 3, gotNothing: 3 });
    // Who got the original by SMS alone has no copy of a correction that goes out by e-mail.
    await tamper(
      db.source,
      `UPDATE deliveries SET state = 'failed' WHERE broadcast_id = $1 AND wave_id IN (SELECT id FROM waves WHERE channel = 'email')`,
      [original.id],
    );
    for (const table of ['deliveries', 'batches'])
      await tamper(
        db.source,
        `DELETE FROM ${table} WHERE wave_id IN (SELECT id FROM waves WHERE broadcast_id = $1 AND channel = 'sms')`,
        [id],
      );
    await tamper(db.source, `DELETE FROM waves WHERE broadcast_id = $1 AND channel = 'sms'`, [id]);
    expect((await afresh(db, (reports) => reports.of(id))).unreached).toBe(5);
    // The companion brings the text to one of them, and cannot to the others.
    const companion = await onTwoChannels(db.source, keys, ['failed']);
    await tamper(db.source, `UPDATE broadcasts SET kind = 'urgent', remainder_of_id = $2 WHERE id = $1`, [
      companion.id,
      id,
    ]);
    await tamper(
      db.source,
      `UPDATE deliveries SET contact_id = (SELECT contact_id FROM deliveries WHERE broadcast_id = $2 LIMIT 1) WHERE broadcast_id = $1`,
      [companion.id, original.id],
    );
    expect((await afresh(db, (reports) => reports.of(id))).unreached).toBe(5);
    await tamper(
      db.source,
      `UPDATE deliveries SET state = 'accepted' WHERE broadcast_id = $1 AND wave_id IN (SELECT id FROM waves WHERE channel = 'email')`,
      [companion.id],
    );
    expect((await afresh(db, (reports) => reports.of(id))).unreached).toBe(4);
    await tamper(
      db.source,
      `UPDATE deliveries SET contact_id = (SELECT contact_id FROM deliveries WHERE broadcast_id = $2 AND state = 'expired' LIMIT 1) WHERE broadcast_id = $1`,
      [companion.id, id],
    );
    expect((await afresh(db, (reports) => reports.failures(id))).unreached).toBe(4);
  });

  it('counts whom another channel can reach, of those that got nothing', async () => {
    const keys = new Keys(testConfig(db.url));
    const { id, addresses } = await onTwoChannels(db.source, keys, [
      'failed',
      'failed',
      'failed',
      'accepted',
    ]);
    const elsewhere = async () =>
      (await afresh(db, (reports) => reports.of(id))).gotNothingBy?.map((one) => [
        one.state,
        one.people,
        one.elsewhere,
      ]);
    expect(await elsewhere()).toEqual([['failed', 3, 0]]);
    // One copy a person, by e-mail alone: the SMS numbers are there still.
    await tamper(
      db.source,
      `DELETE FROM deliveries WHERE broadcast_id = $1 AND wave_id IN (SELECT id FROM waves WHERE channel = 'sms')`,
      [id],
    );
    expect(await elsewhere()).toEqual([['failed', 3, 3]]);
    // A dead number is no way, and somebody who is restricted is not written to.
    await tamper(
      db.source,
      `UPDATE addresses SET state = 'invalid' WHERE channel = 'sms' AND contact_id = (SELECT contact_id FROM addresses WHERE id = $1)`,
      [addresses[0]],
    );
    await tamper(
      db.source,
      `UPDATE contacts SET restricted_at = siar_now() WHERE id = (SELECT contact_id FROM addresses WHERE id = $1)`,
      [addresses[1]],
    );
    expect(await elsewhere()).toEqual([['failed', 3, 1]]);
    // As it was kept before this was counted.
    await db.source.query(
      `UPDATE kept_counts SET value = jsonb_set(value, '{gotNothingBy,0}', value->'gotNothingBy'->0 #- '{elsewhere}')`,
    );
    expect((await reportsOf(db).of(id)).gotNothingBy).toMatchObject([{ people: 3, elsewhere: null }]);
  });

  it('counts by hour and language, and compares with the last of the same kind', async () => {
    const keys = new Keys(testConfig(db.url));
    const before: string[] = [];
    for (const states of [['failed', 'accepted'], ['accepted'], ['delivered', 'accepted', 'failed']] as const)
      before.push((await onTwoChannels(db.source, keys, [...states])).id);
    const [urgent, older, newer] = before;
    await tamper(
      db.source,
      `UPDATE broadcasts SET state = 'completed', ended_at = siar_now() - make_interval(days => CASE id WHEN $1 THEN 1 WHEN $2 THEN 3 ELSE 2 END),
         kind = CASE id WHEN $1 THEN 'urgent' ELSE kind END WHERE id IN ($1, $2, $3)`,
      [urgent, older, newer],
    );
    const { id, waves, addresses } = await onTwoChannels(db.source, keys, [
      'accepted',
      'delivered',
      'failed',
    ]);
    await db.source.query(
      `UPDATE deliveries SET handed_at = timestamptz '2026-11-30 02:10Z' + CASE state WHEN 'accepted' THEN interval '0' ELSE interval '55 minutes' END
       WHERE broadcast_id = $1 AND wave_id = $2`,
      [id, waves[0]],
    );
    await db.source.query(
      `UPDATE contacts SET language = 'en' WHERE id = (SELECT contact_id FROM addresses WHERE id = $1)`,
      [addresses[0]],
    );
    const { hours, languages, outline, earlier } = await reportsOf(db).of(id);
    expect(hours).toEqual([
      { at: new Date('2026-11-30T02:00Z'), channel: 'email', reached: 1 },
      { at: new Date('2026-11-30T03:00Z'), channel: 'email', reached: 1 },
    ]);
    // Receipts counted copies before the worker wrote when it handed them over.
    await db.source.query(`UPDATE waves SET first_handover_at = '2026-11-30 04:20Z' WHERE id = $1`, [
      waves[1],
    ]);
    expect((await reportsOf(db).of(id)).hours).toEqual([
      ...hours,
      { at: new Date('2026-11-30T04:00Z'), channel: 'sms', reached: 2 },
    ]);
    await db.source.query(`UPDATE deliveries SET handed_at = '2026-11-30 05:10Z' WHERE wave_id = $1`, [
      waves[1],
    ]);
    await db.source.query(`UPDATE waves SET handed_at = '2026-11-30 05:10Z' WHERE id = $1`, [waves[1]]);
    expect((await reportsOf(db).of(id)).hours).toEqual([
      ...hours,
      { at: new Date('2026-11-30T05:00Z'), channel: 'sms', reached: 2 },
    ]);
    expect(languages).toEqual([
      { language: 'en', channel: 'email', reached: 1 },
      { language: 'en', channel: 'sms', reached: 1 },
      { language: 'id', channel: 'email', reached: 1 },
      { language: 'id', channel: 'sms', reached: 1 },
    ]);
    expect(outline).toMatchObject({ endedAt: null, messages: 6, reached: 4, delivered: 2, failed: 2 });
    expect(earlier.map(({ messages, failed }) => [messages, failed])).toEqual([
      [6, 2],
      [2, 0],
    ]);
  });

  it('counts by mailbox provider and operator, and erased addresses among the others', async () => {
    const keys = new Keys(testConfig(db.url));
    const { id, addresses } = await onTwoChannels(db.source, keys, [
      'accepted',
      'failed',
      'accepted',
      'unknown',
      'accepted',
      'suppressed',
    ]);
    await db.source.query(`UPDATE addresses SET class = '~1'`);
    for (const [n, name] of ['gmail', 'gmail', 'yahoo', 'gmail', 'gmail'].entries())
      await db.source.query('UPDATE addresses SET class = $2 WHERE id = $1', [addresses[n], name]);
    // The first person's copies stay in the ledger, by e-mail and by SMS.
    await db.source.query(
      'DELETE FROM contacts WHERE id = (SELECT contact_id FROM addresses WHERE id = $1)',
      addresses.slice(0, 1),
    );
    const { carriers, lines } = await reportsOf(db).of(id);
    expect(carriers).toMatchObject([
      { channel: 'email', carrier: 'gmail', targeted: 3, accepted: 1, failed: 1, unknown: 1, suppressed: 0 },
      { channel: 'email', carrier: 'yahoo', targeted: 1, accepted: 1, failed: 0, unknown: 0 },
      { channel: 'email', carrier: null, targeted: 2, accepted: 1, failed: 0, suppressed: 1 },
      { channel: 'sms', carrier: null, targeted: 6, accepted: 3, failed: 1, unknown: 1, suppressed: 1 },
    ]);
    for (const { channel, targeted } of lines)
      expect(carriers.reduce((sum, line) => sum + (line.channel === channel ? line.targeted : 0), 0)).toBe(
        targeted,
      );
  });
});
