import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { record } from '#audit';
import { PlatformModule } from '#platform';
import { row, rows, type Tx } from '#platform/database';
import { createLogger } from '#platform/logging';
import { type Job, jobName, QueueModule, Queues } from '#queue';
import {
  queueBackends,
  type TestDatabase,
  testConfig,
  testDatabase,
} from '../../../test/factories/database.js';
import { approvedBroadcast, standing, trail } from '../../../test/factories/waves.js';
import { Emergency } from '../control/emergency.js';
import { holdsStamp } from '../control/hindrances.js';
import { planWaves } from '#planning';
import { WavesModule } from './waves.module.js';
import { Waves } from './waves.js';

const CHANNELS = ['email', 'telegram', 'sms'];
const STOP = { by: 'operator', reason: 'uji' } as const;
/** Columns of a wave with a completed fan-out that found no recipient. */
const FANNED_OUT = { fan_out_enqueued_at: '2026-01-01', fanned_out_at: '2026-01-01' };
const RELEASED = { ...FANNED_OUT, state: 'released', released_at: '2026-01-01' };

@Module({})
class Program {}

describe.each(queueBackends())('waves, with queues on $name', ({ url }) => {
  let db: TestDatabase;
  let apps: INestApplicationContext[];
  let waves: Waves;

  beforeAll(async () => {
    db = await testDatabase();
    const queue = url();
    const config = testConfig(db.url, queue ? { QUEUE_URL: queue } : {});
    const logger = createLogger('test', 'silent');
    const publisher = (): Promise<INestApplicationContext> =>
      NestFactory.createApplicationContext(
        {
          module: Program,
          imports: [
            PlatformModule.forRoot(config, logger),
            QueueModule.forRoot(config, logger, CHANNELS),
            WavesModule,
          ],
        },
        { logger: false },
      );
    apps = [await publisher(), await publisher(), await publisher()];
    waves = publishers()[0] as Waves;
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await db.drop();
  });

  const publishers = (): Waves[] => apps.map((app) => app.get(Waves));
  const queues = (): Queues => apps[0]?.get(Queues) as Queues;
  const fanOut = (waveId: string): Job => ({ name: 'fan-out', waveId });
  /** The ids of these waves that have a fan-out job in a queue. */
  const queuedFanOuts = async (of: string[]): Promise<string[]> => {
    const live = await Promise.all(CHANNELS.map((channel) => queues().live(channel, of.map(fanOut))));
    return of.filter((waveId) => live.some((names) => names.has(jobName(fanOut(waveId))))).sort();
  };
  const touch = (sql: string, parameters: unknown[]): Promise<unknown> => db.source.query(sql, parameters);

  it('are inserted in the order of the plan, with all planned values', async () => {
    const { id } = await approvedBroadcast(db.source, []);
    const { waves: planned } = planWaves({
      schedule: { at: '2027-12-01T09:00:05', window: { from: '09:00', to: '17:30' } },
      kind: 'urgent',
      channels: ['sms', 'email'],
      regions: [
        { code: '11', name: 'ACEH', timeZone: 'Asia/Jakarta' },
        { code: '91', name: 'PAPUA', timeZone: 'Asia/Jayapura' },
      ],
      now: new Date('2027-01-01T00:00:00Z'),
      budgets: {},
    });
    await db.source.transaction((tx) => waves.insert(tx, id, planned));
    const written = await waves.ofBroadcast(db.source.manager, id);
    expect(written.map(({ regionCode, channel }) => `${regionCode} ${channel}`)).toEqual([
      '91 sms',
      '91 email',
      '11 sms',
      '11 email',
    ]);
    expect(written[0]).toMatchObject({
      ...planned[0],
      state: 'planned',
      regionName: 'PAPUA',
      targeted: 0,
      pending: 0,
      releasedAt: null,
    });
    const ids = written.map((wave) => Number(wave.id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('are fanned out 15 minutes ahead and released when due, once each, by any number of publishers', async () => {
    const due = Array.from({ length: 3 }, (_, i) =>
      CHANNELS.map((channel) => ({ channel, regionCode: ['11', '51', '91'][i] ?? '', due: -1 })),
    );
    const made = await Promise.all([
      ...Array.from({ length: 8 }, () => approvedBroadcast(db.source, due.flat())),
      approvedBroadcast(db.source, [{ due: 14 }, { due: 16, regionCode: '51' }]),
    ]);
    const soon = made.pop();
    const ticks = await Promise.all(
      [...publishers(), ...publishers()].map((publisher) => publisher.release()),
    );
    // A publisher that meets a lock leaves the wave to the next tick.
    ticks.push(await waves.release());
    expect(ticks.reduce((sum, tick) => sum + tick.prepared, 0)).toBe(8 * 9 + 1);
    expect(ticks.reduce((sum, tick) => sum + tick.released, 0)).toBe(8 * 9);
    expect(new Set(ticks.flatMap((tick) => tick.channels))).toEqual(new Set(CHANNELS));
    const expected = [...made.flatMap((one) => one.waves), soon?.waves[0] ?? ''];
    expect(await queuedFanOuts([...expected, soon?.waves[1] ?? ''])).toEqual(expected.sort());
    for (const { id } of made) {
      expect(await standing(db.source, id)).toEqual(['running', ...Array<string>(9).fill('released')]);
      expect((await trail(db.source, id)).map(({ act }) => act)).toEqual(['broadcast.run']);
    }
    expect(await standing(db.source, soon?.id ?? '')).toEqual(['approved', 'planned', 'planned']);
  });

  it('stay unchanged while their broadcast is not approved', async () => {
    const withdrawn = await approvedBroadcast(db.source, [{ due: -1 }], 'in_review');
    expect(await waves.release()).toMatchObject({ prepared: 0, released: 0 });
    expect(await standing(db.source, withdrawn.id)).toEqual(['in_review', 'planned']);
  });

  it('are queued again after a publisher dies between claiming and queueing, and not while the job exists', async () => {
    const { id, waves: ids } = await approvedBroadcast(db.source, [{ due: -1 }, { due: -1, channel: 'sms' }]);
    const away = Object.create(queues(), {
      enqueue: { value: () => Promise.reject(new Error('the queue is away')) },
    }) as Queues;
    const dying = new Waves(db.source, away, testConfig(db.url));
    await expect(dying.release()).rejects.toThrow('the queue is away');
    // The release itself is committed.
    expect(await standing(db.source, id)).toEqual(['running', 'released', 'released']);
    expect(await queuedFanOuts(ids)).toEqual([]);
    expect(await waves.release()).toMatchObject({ prepared: 0 });

    const aMinuteLater = `UPDATE waves SET fan_out_enqueued_at = fan_out_enqueued_at - interval '61 seconds' WHERE id = ANY ($1)`;
    await touch(aMinuteLater, [ids]);
    const ticks = await Promise.all(publishers().map((publisher) => publisher.release()));
    expect(ticks.reduce((sum, tick) => sum + tick.prepared, 0)).toBe(2);
    expect(await queuedFanOuts(ids)).toEqual([...ids].sort());

    await touch(aMinuteLater, [ids]);
    expect(await waves.release()).toMatchObject({ prepared: 0 });
    expect(await queuedFanOuts(ids)).toEqual([...ids].sort());
  });

  it('return when the next ones are due, without late or paused ones', async () => {
    await approvedBroadcast(db.source, [
      { due: -1 },
      { due: 1, channel: 'sms', more: { state: 'paused', resume_state: 'planned' } },
      { due: 2, channel: 'telegram' },
    ]);
    const { nextInMs } = await waves.release();
    expect(nextInMs).toBeGreaterThan(60_000);
    expect(nextInMs).toBeLessThanOrEqual(120_000);
  });

  it('are due at once when they fall due while others are being released', async () => {
    const { waves: ids } = await approvedBroadcast(db.source, [{ due: -1 }, { due: 1, regionCode: '51' }]);
    const next = ids[1] ?? '';
    await touch(`UPDATE waves SET due_at = siar_now() + interval '300 ms' WHERE id = $1`, [next]);
    // The release has looked for due waves when it records what it found.
    const released = await db.source.transaction(async (tx) => {
      await tx.query('LOCK TABLE audit_entries IN SHARE MODE');
      const releasing = waves.release();
      const isDue = (): Promise<unknown> =>
        row(tx, 'SELECT FROM waves WHERE id = $1 AND due_at <= siar_now()', [next]);
      while (!(await isDue()));
      return { releasing };
    });
    expect(await released.releasing).toMatchObject({ nextInMs: 0 });
    await waves.release();
    expect(await rows(db.source.manager, 'SELECT state FROM waves WHERE id = $1', [next])).toEqual([
      { state: 'released' },
    ]);
  });

  it('go out late after an outage while their expiry allows, else expire with an audit entry', async () => {
    const { id } = await approvedBroadcast(db.source, [
      { due: -300, expires: 10 },
      {
        due: -300,
        expires: -1,
        channel: 'sms',
        more: { ...FANNED_OUT, state: 'prepared', targeted: 3, pending: 3 },
      },
      { due: -300, expires: -1, channel: 'telegram', more: { state: 'paused', resume_state: 'planned' } },
    ]);
    expect(await waves.release()).toMatchObject({ released: 1, expired: 2 });
    expect(await standing(db.source, id)).toEqual(['running', 'released', 'expired', 'expired']);
    const said = (await trail(db.source, id))
      .filter(({ act }) => act === 'wave.expire')
      .map(({ detail }) => detail);
    expect(said).toHaveLength(2);
    expect(said).toContainEqual({
      reason: expect.stringContaining('missed by an outage'),
      parts: [{ channel: 'sms', regions: ['11'] }],
    });
    expect(said).toContainEqual({
      reason: expect.stringContaining('paused'),
      parts: [{ channel: 'telegram', regions: ['11'] }],
    });
    expect(await waves.release()).toMatchObject({ released: 0, expired: 0 });
  });

  it('end a broadcast when all have ended and every copy is settled: completed, expired or cancelled', async () => {
    const done = await approvedBroadcast(
      db.source,
      [
        { due: -5, more: { ...RELEASED, targeted: 3, delivered: 2, unknown: 1 } },
        { due: -5, channel: 'sms', more: { state: 'cancelled' } },
        {
          due: -5,
          expires: -1,
          channel: 'telegram',
          more: { ...RELEASED, targeted: 2, accepted: 1, expired: 1 },
        },
      ],
      'running',
    );
    const late = await approvedBroadcast(
      db.source,
      [
        { due: -5, expires: -1, more: { ...RELEASED, targeted: 2, expired: 2 } },
        { due: -5, expires: -1, channel: 'sms', more: { state: 'released', released_at: '2026-01-01' } },
        {
          due: -5,
          expires: -1,
          channel: 'telegram',
          more: { ...RELEASED, state: 'paused', resume_state: 'released', targeted: 1, expired: 1 },
        },
        { due: -5, regionCode: '51', more: RELEASED },
      ],
      'running',
    );
    const stopped = await approvedBroadcast(db.source, [{ due: 5, more: { state: 'cancelled' } }]);
    const busy = await approvedBroadcast(
      db.source,
      [
        { due: -5, more: { ...RELEASED, targeted: 2, pending: 1, claimed: 1 } },
        { due: -5, channel: 'sms', more: { ...FANNED_OUT, state: 'cancelled', targeted: 1, claimed: 1 } },
        { due: -5, expires: -1, channel: 'telegram', more: { ...RELEASED, targeted: 1, pending: 1 } },
      ],
      'running',
    );
    const paused = { ...RELEASED, state: 'paused', resume_state: 'released', targeted: 1, failed: 1 };
    const braked = await approvedBroadcast(
      db.source,
      [
        { due: -5, more: { ...paused, paused_by: 'brake' } },
        { due: -5, channel: 'sms', more: { ...paused, paused_by: 'operator' } },
        { due: -5, channel: 'telegram', more: { ...paused, paused_by: 'brake', doubted: true } },
        { due: -5, regionCode: '51', more: { ...paused, paused_by: 'brake', targeted: 2, pending: 1 } },
      ],
      'paused',
    );
    await Promise.all(publishers().map((publisher) => publisher.release()));
    await waves.release();
    // A brake that holds nothing has nothing to be released.
    expect(await standing(db.source, braked.id)).toEqual([
      'paused',
      'completed',
      'paused',
      'paused',
      'paused',
    ]);
    expect(await standing(db.source, done.id)).toEqual(['completed', 'completed', 'cancelled', 'completed']);
    // A wave without recipients does not complete a broadcast that reached nobody.
    expect(await standing(db.source, late.id)).toEqual([
      'expired',
      'expired',
      'expired',
      'expired',
      'completed',
    ]);
    expect(await standing(db.source, stopped.id)).toEqual(['cancelled', 'cancelled']);
    expect(await standing(db.source, busy.id)).toEqual(['running', 'released', 'cancelled', 'released']);
    expect((await trail(db.source, done.id)).map(({ act }) => act)).toEqual(['broadcast.complete']);
    expect((await trail(db.source, stopped.id)).map(({ act }) => act)).toEqual(['broadcast.cancel']);
    expect((await trail(db.source, busy.id)).length).toBe(0);
  });

  it('end no earlier than their last hand-over that was written, nor does the broadcast', async () => {
    const handed = new Date(Date.now() + 60_000);
    const { id } = await approvedBroadcast(
      db.source,
      [
        {
          due: -5,
          more: { ...RELEASED, targeted: 1, accepted: 1, handed_at: handed.toISOString() },
        },
      ],
      'running',
    );
    await waves.release();
    expect(
      await rows(
        db.source.manager,
        `SELECT b.state, w.ended_at AS wave, b.ended_at AS broadcast FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id WHERE b.id = $1`,
        [id],
      ),
    ).toEqual([{ state: 'completed', wave: handed, broadcast: handed }]);
  });

  it('are neither released nor fanned out while an emergency stop stands, and expire all the same', async () => {
    const emergency = apps[0]?.get(Emergency) as Emergency;
    const { id, waves: ids } = await approvedBroadcast(db.source, [
      { due: -1 },
      { due: -30, expires: 20, channel: 'sms' },
      { due: -1, channel: 'telegram', more: { state: 'paused', resume_state: 'planned' } },
    ]);
    const operator =
      (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
    const before = await emergency.held();
    const stopped = await emergency.stop(operator, 'uji');
    expect(stopped.held).toEqual(before);
    expect(before).toMatchObject({ broadcasts: expect.any(Number), waves: expect.any(Number) });
    await expect(emergency.stop(operator, 'lagi')).rejects.toMatchObject({
      kind: 'conflict',
      extra: { standing: { reason: 'uji', by: { id: operator } } },
    });
    // The second wave expires during the stop.
    await touch(`UPDATE waves SET expires_at = siar_now() WHERE id = $1`, [ids[1]]);
    for (const publisher of publishers())
      expect(await publisher.release()).toMatchObject({ released: 0, prepared: 0 });
    expect(await standing(db.source, id)).toEqual(['approved', 'planned', 'expired', 'paused']);
    expect((await trail(db.source, id)).at(-1)?.detail).toMatchObject({
      reason: 'an emergency stop stood until its expiry had passed',
    });
    await emergency.lift(operator, 'aman');
    await expect(emergency.lift(operator, 'aman')).rejects.toMatchObject({ kind: 'conflict' });
    expect(await waves.release()).toMatchObject({ released: 1, prepared: 1 });
    expect(await standing(db.source, id)).toEqual(['running', 'released', 'expired', 'paused']);
    const acts = await rows<{ act: string; detail: Record<string, unknown> }>(
      db.source.manager,
      `SELECT act, detail FROM audit_entries WHERE subject LIKE 'emergency-stop:%' ORDER BY id`,
    );
    expect(acts.map(({ act }) => act)).toEqual(['emergency.stop', 'emergency.held', 'emergency.lift']);
    expect(acts.map(({ detail }) => detail)).toEqual([
      { reason: 'uji' },
      JSON.parse(JSON.stringify({ ...before, onPausedChannels: undefined })),
      expect.objectContaining({ note: 'aman', waves: before.waves - 1 }),
    ]);
  });

  describe('during a stop', () => {
    const sending = {
      ...RELEASED,
      targeted: 10,
      pending: 4,
      claimed: 1,
      accepted: 3,
      delivered: 1,
      unknown: 1,
    };

    it('can be paused as a whole, with the counts of sent, stopped, unknown and expiring copies, and resumed', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        [
          { due: -5, expires: 60, more: sending },
          { due: -5, expires: 60, channel: 'sms', more: sending },
          { due: 30, expires: 90, channel: 'telegram', more: { expected: 3 } },
          {
            due: -60,
            expires: 60,
            regionCode: '51',
            more: { ...RELEASED, state: 'completed', targeted: 2, accepted: 2 },
          },
        ],
        'running',
      );
      const paused = await db.source.transaction((tx) => waves.pause(tx, id, {}, STOP));
      expect(paused).toMatchObject({ waves: 3, sent: 10, stopped: 8, inHand: 2, unknown: 2 });
      expect(paused.expiring.map(({ waves: count, messages }) => ({ count, messages }))).toEqual([
        { count: 2, messages: 8 },
        { count: 1, messages: 3 },
      ]);
      expect(await standing(db.source, id)).toEqual(['paused', 'paused', 'paused', 'paused', 'completed']);
      expect(
        await row(db.source.manager, 'SELECT pause_reason, paused_by FROM broadcasts WHERE id = $1', [id]),
      ).toEqual({
        pause_reason: 'uji',
        paused_by: 'operator',
      });
      expect(await db.source.transaction((tx) => waves.pause(tx, id, {}, STOP))).toMatchObject({ waves: 0 });
      expect(await waves.release()).toMatchObject({ released: 0, prepared: 0 });

      const operator =
        (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      const resumed = await db.source.transaction((tx) => waves.resume(tx, id, {}, operator));
      expect(resumed).toMatchObject({ waves: 3, stopped: 8, later: { messages: 3 } });
      expect(resumed.later?.from.getTime()).toBeGreaterThan(Date.now());
      expect(await standing(db.source, id)).toEqual([
        'running',
        'released',
        'released',
        'planned',
        'completed',
      ]);
      expect((await trail(db.source, id)).map(({ act }) => act)).toEqual([
        'broadcast.pause',
        'broadcast.resume',
      ]);
    });

    it('can be paused by channel and by region, a province with its regencies, while the rest continues', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        [
          { due: -5, more: sending },
          { due: -5, regionCode: '11.01', more: sending },
          { due: -5, channel: 'sms', more: sending },
          { due: -5, regionCode: '51', more: sending },
        ],
        'running',
      );
      const region = await db.source.transaction((tx) =>
        waves.pause(tx, id, { regionCode: '11', channel: 'email' }, STOP),
      );
      expect(region).toMatchObject({ waves: 2, stopped: 8 });
      expect(await standing(db.source, id)).toEqual(['running', 'paused', 'paused', 'released', 'released']);
      await db.source.transaction((tx) => waves.pause(tx, id, { channel: 'sms' }, STOP));
      expect((await standing(db.source, id))[0]).toBe('running');
      // No active wave is left.
      await db.source.transaction((tx) => waves.pause(tx, id, { regionCode: '51' }, STOP));
      expect((await standing(db.source, id))[0]).toBe('paused');
      const author =
        (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      await db.source.transaction((tx) => waves.resume(tx, id, { channel: 'sms' }, author));
      expect(await standing(db.source, id)).toEqual(['running', 'paused', 'paused', 'released', 'paused']);
      // Of the whole, only paused waves are resumed.
      const rest = await db.source.transaction((tx) => waves.resume(tx, id, {}, author));
      expect(rest).toMatchObject({ waves: 3, stopped: 12 });
    });

    it('stay paused where they are in doubt, when something else is resumed with them', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        [
          { due: -5, channel: 'sms', more: sending },
          { due: -5, channel: 'sms', regionCode: '51', more: sending },
          { due: -5, channel: 'email', regionCode: '51', more: sending },
        ],
        'running',
      );
      const inOne = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.source.transaction(work);
      const by = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      const pauses = (): Promise<unknown[]> =>
        rows(
          db.source.manager,
          `SELECT channel, region_code AS region, state, doubted, paused_by AS by, pause_reason AS reason, brake IS NULL AS released
           FROM waves WHERE broadcast_id = $1 AND state = 'paused' ORDER BY id`,
          [id],
        );
      await inOne((tx) =>
        waves.pause(tx, id, { channel: 'sms' }, { ...STOP, by: 'operator', reason: 'pengirim' }),
      );
      const about = { ...STOP, by: 'author' as const, reason: 'tanggal', doubt: true };
      expect(await inOne((tx) => waves.pause(tx, id, { regionCode: '51' }, about))).toMatchObject({
        waves: 1,
        stopped: 4,
        unlisted: 0,
        expiring: [{ waves: 1, messages: 4 }],
        pausedBefore: { stopped: 4, unlisted: 0 },
        doubted: true,
        alsoDoubted: 4,
      });
      expect(await inOne((tx) => waves.resume(tx, id, { channel: 'sms' }, by))).toMatchObject({
        waves: 1,
        stopped: 4,
        inDoubt: 4,
        doubtCleared: false,
      });
      const doubted = {
        region: '51',
        state: 'paused',
        doubted: true,
        by: 'author',
        reason: 'tanggal',
        released: true,
      };
      expect(await pauses()).toEqual([
        { channel: 'sms', ...doubted },
        { channel: 'email', ...doubted },
      ]);
      // The whole too, with its brake released, unless the operator says that the doubt is over.
      await db.source.query(
        `UPDATE waves SET paused_by = 'brake', brake = '{"channel": "sms", "why": "key", "code": null, "carrier": null}'
         WHERE broadcast_id = $1 AND channel = 'sms' AND state = 'paused'`,
        [id],
      );
      expect(await inOne((tx) => waves.resume(tx, id, {}, by))).toMatchObject({
        waves: 0,
        inDoubt: 8,
        brakeReleased: true,
      });
      expect(await pauses()).toEqual([
        { channel: 'sms', ...doubted },
        { channel: 'email', ...doubted },
      ]);
      // Nothing but the doubt is left of the part: whoever resumes it now means the doubt.
      expect(await inOne((tx) => waves.resume(tx, id, { regionCode: '51' }, by))).toMatchObject({
        waves: 2,
        inDoubt: 0,
        doubtCleared: true,
      });
    });

    it('go on where one pauser’s pauses are resumed, and stay where another’s are', async () => {
      const paused = { state: 'paused', paused_at: new Date().toISOString(), resume_state: 'released' };
      const { id } = await approvedBroadcast(
        db.source,
        [
          { due: -5, more: { ...paused, paused_by: 'operator' } },
          { due: -5, regionCode: '51', more: { ...paused, paused_by: 'brake' } },
          { due: -5, channel: 'sms', more: { ...paused, paused_by: 'author', doubted: 'true' } },
        ],
        'paused',
      );
      const by = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      const inOne = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.source.transaction(work);
      const left = () =>
        rows(
          db.source.manager,
          `SELECT paused_by AS by FROM waves WHERE broadcast_id = $1 AND state = 'paused' ORDER BY id`,
          [id],
        );
      expect(await inOne((tx) => waves.resume(tx, id, {}, by, { pausedBy: 'operator' }))).toMatchObject({
        waves: 1,
        brakeReleased: false,
      });
      expect(await left()).toEqual([{ by: 'brake' }, { by: 'author' }]);
      expect(await inOne((tx) => waves.resume(tx, id, {}, by, { pausedBy: 'brake' }))).toMatchObject({
        waves: 1,
        brakeReleased: true,
        doubtCleared: false,
      });
      expect(await left()).toEqual([{ by: 'author' }]);
      await inOne((tx) => waves.withdraw(tx, id));
    });

    it('keep the reason of each doubt when a part with something else is resumed', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        ['11', '11.01', '51'].map((regionCode) => ({ due: -5, channel: 'sms', regionCode, more: sending })),
        'running',
      );
      const by = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      const inOne = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.source.transaction(work);
      for (const [regionCode, doubt] of [
        ['11.01', true],
        ['51', true],
        ['11', false],
      ] as const)
        await inOne((tx) =>
          waves.pause(
            tx,
            id,
            { regionCode },
            { ...STOP, by: 'author', reason: `keliru ${regionCode}`, doubt },
          ),
        );
      await inOne((tx) => waves.resume(tx, id, { channel: 'sms' }, by));
      const left = await rows<{ reason: string }>(
        db.source.manager,
        `SELECT pause_reason AS reason FROM waves WHERE broadcast_id = $1 AND state = 'paused' ORDER BY region_code`,
        [id],
      );
      expect(left.map(({ reason }) => reason)).toEqual(['keliru 11.01', 'keliru 51']);
    });

    it('stay paused for a doubt of KPU when their brake is released', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        [{ due: -5, channel: 'sms', more: sending }],
        'running',
      );
      const by = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      const inOne = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.source.transaction(work);
      const brake = { channel: 'sms', why: 'key', code: 'twilio 20003', carrier: null };
      await db.source.query(
        `UPDATE waves SET resume_state = state, state = 'paused', paused_by = 'brake', paused_at = siar_now(), pause_reason = 'key', brake = $2
         WHERE broadcast_id = $1`,
        [id, brake],
      );
      await inOne((tx) =>
        waves.pause(tx, id, { regionCode: '11' }, { ...STOP, by: 'kpu', reason: 'jam keliru', doubt: true }),
      );
      expect(await inOne((tx) => waves.resume(tx, id, { channel: 'sms' }, by))).toMatchObject({ waves: 0 });
      expect(await standing(db.source, id)).toEqual(['paused', 'paused']);
      await expect(inOne((tx) => waves.resume(tx, id, { channel: 'sms' }, by))).rejects.toMatchObject({
        code: 'doubt-by-kpu',
      });
    });

    it('keep the doubt cast on each when their brake is released', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        ['11', '51'].map((regionCode) => ({ due: -5, channel: 'sms', regionCode, more: sending })),
        'running',
      );
      const by = (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      await db.source.query(
        `UPDATE waves SET resume_state = state, state = 'paused', paused_by = 'brake', paused_at = siar_now(), pause_reason = 'key', brake = $2
         WHERE broadcast_id = $1`,
        [id, { channel: 'sms', why: 'key', code: 'twilio 20003', carrier: null }],
      );
      for (const [regionCode, who] of [
        ['11', 'author'],
        ['51', 'kpu'],
      ] as const)
        await db.source.transaction((tx) =>
          waves.pause(
            tx,
            id,
            { regionCode },
            { ...STOP, by: who, reason: `keliru ${regionCode}`, doubt: true },
          ),
        );
      await db.source.transaction((tx) => waves.resume(tx, id, {}, by));
      expect(
        await rows(
          db.source.manager,
          `SELECT paused_by AS by, pause_reason AS reason FROM waves WHERE broadcast_id = $1 ORDER BY region_code`,
          [id],
        ),
      ).toEqual([
        { by: 'author', reason: 'keliru 11' },
        { by: 'kpu', reason: 'keliru 51' },
      ]);
    });

    it('cannot be resumed after their expiry, and are fanned out again when that was not done', async () => {
      const { id, waves: ids } = await approvedBroadcast(
        db.source,
        [
          { due: -60, expires: -1, more: { state: 'paused', resume_state: 'planned' } },
          {
            due: -60,
            channel: 'sms',
            more: {
              state: 'paused',
              resume_state: 'released',
              released_at: '2026-01-01',
              fan_out_enqueued_at: '2026-01-01',
            },
          },
        ],
        'paused',
      );
      const author =
        (await row<{ id: string }>(db.source.manager, 'SELECT id FROM people LIMIT 1'))?.id ?? '';
      expect(await db.source.transaction((tx) => waves.resume(tx, id, {}, author))).toMatchObject({
        waves: 1,
      });
      expect(await waves.release()).toMatchObject({ prepared: 1, expired: 1 });
      expect(await standing(db.source, id)).toEqual(['running', 'expired', 'released']);
      expect(await queuedFanOuts(ids)).toEqual([ids[1]]);
    });

    it('give no copies to a claim after the pause has returned, even to one already started', async () => {
      const { id, waves: ids } = await approvedBroadcast(db.source, [{ due: -5, more: sending }], 'running');
      const claim = (): Promise<unknown[]> =>
        rows(
          db.source.manager,
          `UPDATE waves SET pending = pending - 1, claimed = claimed + 1 WHERE id = $1 AND state = 'released' RETURNING id`,
          [ids[0]],
        );
      const overtaken = await db.source.transaction(async (tx) => {
        await waves.pause(tx, id, {}, STOP);
        const claiming = claim();
        await waitUntil(
          async () =>
            (
              await rows(
                tx,
                `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
              )
            ).length > 0,
        );
        return { claiming };
      });
      expect(await overtaken.claiming).toEqual([]);
      expect(await claim()).toEqual([]);
    });

    it('can be cancelled for good, in part or with the broadcast', async () => {
      const { id } = await approvedBroadcast(
        db.source,
        [
          { due: -5, more: sending },
          { due: 5, channel: 'sms' },
          { due: 5, channel: 'telegram', more: { state: 'paused', resume_state: 'planned' } },
        ],
        'running',
      );
      expect(
        await db.source.transaction((tx) => waves.cancelPart(tx, id, { channel: 'sms' }, STOP)),
      ).toMatchObject({
        waves: 1,
        sent: 0,
      });
      expect(await standing(db.source, id)).toEqual(['running', 'released', 'cancelled', 'paused']);
      const all = await db.source.transaction((tx) => waves.cancelBroadcast(tx, id, STOP));
      expect(all).toEqual({ waves: 2, sent: 4, stopped: 4, unlisted: 0, inHand: 1, unknown: 1 });
      expect(await standing(db.source, id)).toEqual(['cancelled', 'cancelled', 'cancelled', 'cancelled']);
      expect((await trail(db.source, id)).at(-1)).toMatchObject({
        act: 'broadcast.cancel',
        detail: { reason: 'uji', waves: 2 },
      });
      await expect(db.source.transaction((tx) => waves.cancelBroadcast(tx, id, STOP))).rejects.toMatchObject({
        kind: 'conflict',
      });
      await expect(db.source.transaction((tx) => waves.pause(tx, '1', {}, STOP))).rejects.toMatchObject({
        kind: 'not-found',
      });
    });

    it('change the stamp of hindrances even when committed after a later entry', async () => {
      const pause = (tx: Tx): Promise<void> =>
        record(tx, { actorId: null, act: 'broadcast.pause', subject: 'broadcast:1' });
      const { manager } = db.source;
      const before = await db.source.transaction(async (late) => {
        await pause(late);
        await pause(manager);
        return holdsStamp(manager);
      });
      expect(await holdsStamp(manager)).not.toBe(before);
    });

    it.each(['run', 'complete', 'resend-rejected'])('change the stamp of every screen: %s', async (act) => {
      const { manager } = db.source;
      const before = await holdsStamp(manager);
      await record(manager, { actorId: null, act: `broadcast.${act}`, subject: 'broadcast:1' });
      expect(await holdsStamp(manager)).not.toBe(before);
    });

    it('end up paused when a release runs at the same moment', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { id } = await approvedBroadcast(
          db.source,
          CHANNELS.map((channel) => ({ channel, due: -1 })),
        );
        await Promise.all([
          ...publishers().map((publisher) => publisher.release()),
          db.source.transaction((tx) => waves.pause(tx, id, {}, STOP)),
        ]);
        expect(await standing(db.source, id)).toEqual(['paused', 'paused', 'paused', 'paused']);
      }
    });
  });
});

/** Polls until a condition holds. */
async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 20_000;
  while (!(await holds())) if (Date.now() > until) throw new Error('it never came to be');
}
