import type { INestApplicationContext } from '@nestjs/common';
import { consume } from '../../../test/factories/consumer.js';
import { approvedFor, type CrowdWave, forget } from '../../../test/factories/crowd.js';
import {
  queueBackends,
  type TestDatabase,
  testConfig,
  testDatabase,
} from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { rows } from '#platform/database';
import { type Job, Queues } from '#queue';
import { Emergency } from '../control/emergency.js';
import { QueueFeeder } from './queue-feeder.js';

describe.each(queueBackends())('the feed, with queues on $name', ({ url }) => {
  let db: TestDatabase;
  let apps: INestApplicationContext[];

  beforeAll(async () => {
    db = await testDatabase();
    const queue = url();
    const config = testConfig(db.url, queue ? { QUEUE_URL: queue } : {});
    apps = [await deliveryProgram(config), await deliveryProgram(config)];
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    for (const app of apps) await app.close();
    await db.drop();
  });
  const feed = (n = 0): QueueFeeder => apps[n]?.get(QueueFeeder) as QueueFeeder;

  /** Creates a broadcast whose waves have `batches` waiting batches each; returns the waves' ids. */
  const waiting = async (batches: number, waves: CrowdWave[]): Promise<string[]> => {
    const made = await approvedFor(db.source, waves);
    await db.source.query(
      `INSERT INTO batches (wave_id, no, size) SELECT w, no, 1 FROM unnest($1::bigint[]) AS w, generate_series(0, $2::int - 1) AS no`,
      [made.waves, batches],
    );
    await db.source.query(
      'UPDATE waves SET targeted = $2, pending = $2, fanned_out_at = siar_now() WHERE id = ANY ($1)',
      [made.waves, batches],
    );
    return made.waves;
  };
  /** The batches in the order in which workers take them, as `wave/no`, where `wave` is the index in the list. */
  const taken = async (waves: string[], n: number): Promise<string[]> => {
    const queues = apps[0]?.get(Queues);
    if (!queues) throw new Error('a program was started');
    const order: string[] = [];
    let enough: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (enough = resolve));
    const consumer = consume(queues, 'email', 1, async (job: Job) => {
      if (job.name !== 'send' || !waves.includes(job.waveId)) return;
      order.push(`${waves.indexOf(job.waveId)}/${job.batchNo}`);
      if (order.length === n) enough();
    });
    await done;
    await consumer.close();
    return order;
  };
  const queued = async (): Promise<number> =>
    (await rows(db.source.manager, `SELECT FROM batches WHERE state = 'queued'`)).length;

  it('orders by kind, then expiry, then due time, and alternates among equals', async () => {
    const [correction = ''] = await waiting(1, [{ priority: 2, expires: 900, due: -1 }]);
    const [urgent = ''] = await waiting(1, [{ priority: 3, expires: 900, due: -1 }]);
    const equals = await waiting(2, [
      { regionCode: '11', expires: 900, due: -5 },
      { regionCode: '51', expires: 900, due: -5 },
    ]);
    // Equal instants must be equal to the microsecond.
    await db.source.query(
      `UPDATE waves SET (due_at, expires_at) = (SELECT due_at, expires_at FROM waves WHERE id = $1) WHERE id = $2`,
      equals,
    );
    const [late = ''] = await waiting(1, [{ expires: 1000, due: -60 }]);
    const [soon = ''] = await waiting(1, [{ expires: 100, due: -1 }]);
    expect(await feed().top('email')).toBe(8);
    const waves = [correction, urgent, soon, ...equals, late];
    expect(await taken(waves, 8)).toEqual(['0/0', '1/0', '2/0', '3/0', '4/0', '3/1', '4/1', '5/0']);
  });

  it('drains corrections wave by wave, in the order of the plan: WIT, WITA, WIB', async () => {
    const waves = await waiting(2, [
      { regionCode: '91', priority: 2 },
      { regionCode: '51', priority: 2 },
      { regionCode: '11', priority: 2 },
    ]);
    await db.source.query(
      `UPDATE waves SET (due_at, expires_at) = (SELECT due_at, expires_at FROM waves WHERE id = $1) WHERE id = ANY ($2)`,
      [waves[0], waves],
    );
    await feed().top('email');
    expect(await taken(waves, 6)).toEqual(['0/0', '0/1', '1/0', '1/1', '2/0', '2/1']);
  });

  it('keeps the queue short, however many processes feed it, and refills it when half of it is gone', async () => {
    const [wave = ''] = await waiting(300, [{}]);
    const fed = await Promise.all([0, 1, 0, 1, 0, 1].map((n) => feed(n).top('email')));
    expect(fed.reduce((sum, n) => sum + n, 0)).toBe(64);
    expect(await queued()).toBe(64);
    await db.source.query(
      `UPDATE batches SET state = 'done' WHERE wave_id = $1 AND no < 31 AND state = 'queued'`,
      [wave],
    );
    expect(await feed().top('email')).toBe(0);
    await db.source.query(`UPDATE batches SET state = 'done' WHERE wave_id = $1 AND no = 31`, [wave]);
    expect(await feed().top('email')).toBe(32);
  });

  it('lets urgent batches into a queue full of less urgent ones, but not the reverse', async () => {
    await waiting(100, [{}]);
    expect(await feed().top('email')).toBe(64);
    await waiting(3, [{ priority: 3 }]);
    const corrections = await waiting(70, [{ priority: 2 }]);
    expect(await feed().top('email')).toBe(64);
    await db.source.query(
      `UPDATE batches SET state = 'done' WHERE state = 'queued' AND wave_id <> ALL ($1)`,
      [corrections],
    );
    expect(await feed().top('email')).toBe(0);
  });

  it('keeps room for others beside a route that is slow, and feeds none whose accounts are away', async () => {
    const [wave = ''] = await waiting(100, [{}]);
    await db.source.query(
      `UPDATE batches SET route = CASE no % 3 WHEN 0 THEN 'gmail' WHEN 1 THEN 'yahoo' ELSE '' END;
       UPDATE waves SET routes = '{gmail,yahoo}';
       INSERT INTO budgets (account, channel, routes, rested_at, rested_by, rest_reason) VALUES
         ('everybody', 'email', '{}', siar_now(), (SELECT min(id) FROM people), 'uji'), ('gmail', 'email', '{gmail}', NULL, NULL, NULL)`,
    );
    const routes = (): Promise<{ route: string; n: number }[]> =>
      rows(
        db.source.manager,
        `SELECT route, count(*)::int AS n FROM batches WHERE state = 'queued' GROUP BY 1 ORDER BY 1`,
      );
    expect(await feed().top('email')).toBe(8);
    expect(await routes()).toEqual([{ route: 'gmail', n: 8 }]);
    await db.source.query(`UPDATE budgets SET rested_at = NULL, rested_by = NULL, rest_reason = NULL`);
    await feed().top('email');
    // The slow one has its room still full, whatever the others drain.
    for (let round = 0; round < 3; round++) {
      await db.source.query(`UPDATE batches SET state = 'done' WHERE state = 'queued' AND route <> 'gmail'`);
      await feed().top('email');
    }
    const left = await rows<{ route: string }>(
      db.source.manager,
      `SELECT DISTINCT route FROM batches WHERE wave_id = $1 AND state <> 'done' ORDER BY 1`,
      [wave],
    );
    expect(left).toEqual([{ route: 'gmail' }, { route: 'yahoo' }]);
    expect(await routes()).toEqual([
      { route: 'gmail', n: 8 },
      { route: 'yahoo', n: 8 },
    ]);
    await db.source.query('DELETE FROM budgets');
  });

  it('queues nothing during an emergency stop', async () => {
    const [waves, emergency] = [await waiting(2, [{}]), apps[0]?.get(Emergency) as Emergency];
    const [operator] = await rows<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1');
    await emergency.stop(operator?.id ?? '', 'uji');
    expect(await feed().top('email')).toBe(0);
    await emergency.lift(operator?.id ?? '', 'aman');
    expect(await feed().top('email')).toBe(2);
    expect(await taken(waves, 2)).toEqual(['0/0', '0/1']);
  });

  it('queues nothing of a channel whose provider is away', async () => {
    const waves = await waiting(2, [{}]);
    await db.source.query(
      `INSERT INTO budgets (account, channel, away_since, probe_at) VALUES ('email', 'email', siar_now(), siar_now())
       ON CONFLICT (account) DO UPDATE SET away_since = siar_now(), probe_at = siar_now()`,
    );
    expect(await feed().top('email')).toBe(0);
    await db.source.query('UPDATE budgets SET away_since = NULL, probe_at = NULL');
    expect(await feed().top('email')).toBe(2);
    expect(await taken(waves, 2)).toEqual(['0/0', '0/1']);
  });

  it('sees what became ready while it was running', async () => {
    await waiting(1, [{}]);
    const first = feed().top('email');
    await waiting(1, [{}]);
    expect([await first, await feed().top('email')].reduce((sum, n) => sum + n, 0)).toBe(2);
  });

  it.each([
    ['not due', `UPDATE waves SET state = 'prepared' WHERE id = ANY ($1)`],
    ['paused', `UPDATE waves SET state = 'paused', resume_state = 'released' WHERE id = ANY ($1)`],
    [
      'past its expiry',
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = ANY ($1)`,
    ],
    ['outside its window', `UPDATE waves SET window_from = '00:00', window_to = '00:00' WHERE id = ANY ($1)`],
    [
      'of a paused broadcast',
      `UPDATE broadcasts SET state = 'paused' WHERE id IN (SELECT broadcast_id FROM waves WHERE id = ANY ($1))`,
    ],
    [
      'waiting for a retry',
      `UPDATE batches SET not_before = siar_now() + interval '1 min' WHERE wave_id = ANY ($1)`,
    ],
    ['on another channel', `UPDATE waves SET channel = 'sms' WHERE id = ANY ($1)`],
  ])('feeds nothing that is %s', async (_, sql) => {
    const waves = await waiting(2, [{}]);
    await db.source.query(sql, [waves]);
    expect(await feed().top('email')).toBe(0);
    expect(await queued()).toBe(0);
  });
});
