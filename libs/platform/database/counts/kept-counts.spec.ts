import { QueryFailedError } from 'typeorm';
import { type TestDatabase, testDatabase } from '../../../../test/factories/database.js';
import { createLogger } from '../../logging/logging.js';
import { KeptCounts } from './kept-counts.js';
import { LargeReads } from './large-reads.js';

describe('kept counts', () => {
  let db: TestDatabase;
  let counts: KeptCounts;
  let counted = 0;
  const counting = { key: 'a', count: () => Promise.resolve({ n: ++counted }) };
  const other = (): KeptCounts =>
    new KeptCounts(db.source, new LargeReads(db.source), createLogger('test', 'silent'));
  /** As if the last count had taken so long, so long ago. */
  const took = (tookMs: number, agoMs: number): Promise<unknown> =>
    db.source.query(
      `UPDATE kept_counts SET took_ms = $1, counted_at = siar_now() - $2::float8 * interval '1 ms'`,
      [tookMs, agoMs],
    );
  beforeAll(async () => {
    db = await testDatabase();
  });
  beforeEach(async () => {
    await db.source.query('DELETE FROM kept_counts');
    counted = 0;
    counts = other();
  });
  afterAll(() => db.drop());

  const stored = async (): Promise<unknown> =>
    (await db.source.query<{ value: unknown }[]>('SELECT value FROM kept_counts'))[0]?.value;

  /** A large read that lasts until it is ended. */
  const underWay = async (reads: LargeReads): Promise<{ end: () => void; large: Promise<void> }> => {
    let end = (): void => undefined;
    let large = Promise.resolve();
    await new Promise<void>((begun) => {
      large = reads.run('large', () => {
        begun();
        return new Promise<void>((resolve) => (end = resolve));
      });
    });
    return { end: () => end(), large };
  };

  it('counts what is quick at each request', async () => {
    expect((await counts.of(counting)).value).toEqual({ n: 1 });
    expect((await counts.of(counting)).value).toEqual({ n: 2 });
  });

  it('gives a slow one as it was, to every program, and counts it again behind that', async () => {
    await counts.of(counting);
    await took(1_000, 19_000);
    expect((await counts.of(counting)).value).toEqual({ n: 1 });
    expect((await other().of(counting)).value).toEqual({ n: 1 });
    await took(1_000, 21_000);
    const again = await new Promise<unknown>((resolve) => {
      const count = (): Promise<{ n: number }> => Promise.resolve({ n: 9 }).finally(() => resolve('counted'));
      void counts.of({ ...counting, count }).then(({ value }) => expect(value).toEqual({ n: 1 }));
    });
    expect(again).toBe('counted');
  });

  it('lets what was quick not wait for large reads, and what has become slow wait among them', async () => {
    const reads = new LargeReads(db.source);
    counts = new KeptCounts(db.source, reads, createLogger('test', 'silent'));
    await counts.of(counting);
    const { end, large } = await underWay(reads);
    expect((await counts.of(counting)).value).toEqual({ n: 2 });
    const tooLong = new QueryFailedError('', [], Object.assign(new Error('too long'), { code: '57014' }));
    const order: string[] = [];
    const slow = counts.of({
      ...counting,
      count: () => {
        order.push('counted');
        return order.length === 1 ? Promise.reject(tooLong) : Promise.resolve({ n: 7 });
      },
    });
    // Long enough for a count that would not wait.
    while (order.length === 0) await stored();
    for (let turn = 0; turn < 5; turn++) await stored();
    order.push('large read ended');
    end();
    await large;
    expect((await slow).value).toEqual({ n: 7 });
    expect(order).toEqual(['counted', 'large read ended', 'counted']);
  });

  it('keeps nobody waiting for a long count who can do without, and has it for the next', async () => {
    const reads = new LargeReads(db.source);
    counts = new KeptCounts(db.source, reads, createLogger('test', 'silent'), 1);
    const { end, large } = await underWay(reads);
    expect(await counts.soon(counting)).toBeNull();
    expect(await counts.soon(counting)).toBeNull();
    expect(counted).toBe(0);
    end();
    await large;
    while ((await stored()) === undefined);
    await took(1_000, 0);
    const later = new KeptCounts(db.source, reads, createLogger('test', 'silent'), 60_000);
    expect((await later.soon(counting))?.value).toEqual({ n: 1 });
  });

  it('says that it counts when too many reads wait, and fails as the count does', async () => {
    const reads = new LargeReads(db.source);
    counts = new KeptCounts(db.source, reads, createLogger('test', 'silent'), 60_000);
    let end = (): void => undefined;
    const held = new Promise<void>((resolve) => (end = resolve));
    const large = Array.from({ length: 8 }, (_, at) => reads.run(`large ${at}`, () => held));
    expect(await counts.soon(counting)).toBeNull();
    end();
    await Promise.all(large);
    const wrong = counts.soon({ ...counting, count: () => Promise.reject(new Error('no such table')) });
    await expect(wrong).rejects.toThrow('no such table');
    expect((await counts.soon(counting))?.value).toEqual({ n: 1 });
  });

  it('counts nothing again whose sign is the same', async () => {
    const signed = { ...counting, sign: 'x' };
    await counts.of(signed);
    expect((await counts.of(signed)).value).toEqual({ n: 1 });
    await took(100_000, 10_000_000);
    await counts.refresh(signed);
    expect(await stored()).toEqual({ n: 1 });
    // One ms ago at least: a moment is kept in whole ms, and a count of the same ms is not a newer one.
    await took(100, 1);
    expect((await counts.of({ ...signed, sign: 'y' })).value).toEqual({ n: 2 });
    expect(await stored()).toEqual({ n: 2 });
  });

  it('refreshes what is older than a minute, and than twenty times its duration', async () => {
    await counts.refresh(counting);
    await counts.refresh(counting);
    await took(1, 59_000);
    await counts.refresh(counting);
    await took(10_000, 190_000);
    await counts.refresh(counting);
    expect(counted).toBe(1);
    await took(10_000, 201_000);
    await counts.refresh(counting);
    expect(await stored()).toEqual({ n: 2 });
  });

  it('never keeps an older count over a newer one', async () => {
    await counts.of({ ...counting, sign: 'x' });
    await took(1, -3600_000);
    expect((await counts.of({ ...counting, sign: 'y' })).value).toEqual({ n: 2 });
    expect(await stored()).toEqual({ n: 1 });
  });
});
