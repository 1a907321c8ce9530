import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import fc from 'fast-check';
import { approvedFor, type Citizen, crowd, disagreements, forget } from '../../../test/factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../../../test/factories/database.js';
import { deliveryProgram } from '../../../test/factories/program.js';
import { Estimates } from '#audience/counting';
import { type ChannelName, CHANNELS } from '#channels';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type Job, Queues } from '#queue';
import { FanOut } from './fan-out.js';

const NEVER = new AbortController().signal;
const notYet = (): Promise<void> => Promise.resolve();

describe('fan-out', () => {
  let db: TestDatabase;
  let keys: Keys;
  let config: Config;
  let app: INestApplicationContext;
  let fanOut: FanOut;

  beforeAll(async () => {
    db = await testDatabase();
    config = testConfig(db.url, { EMAIL_RATE: '0', TELEGRAM_RATE: '30', DATABASE_POOL: '4' });
    keys = new Keys(config);
    app = await deliveryProgram(config);
    fanOut = app.get(FanOut);
  });
  afterEach(() => forget(db.source));
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  /** Fans out waves for this audience; returns each person's channel and state in the ledger. */
  const written = async (broadcastId: string): Promise<Record<string, string>> => {
    const found = await rows<{ addressId: string; state: string }>(
      db.source.manager,
      'SELECT address_id AS "addressId", state FROM deliveries WHERE broadcast_id = $1',
      [broadcastId],
    );
    expect(await disagreements(db.source, broadcastId)).toEqual([]);
    return Object.fromEntries(found.map(({ addressId, state }) => [addressId, state]));
  };
  const batchesOf = (waveId: string): Promise<{ no: number; size: number; held: number }[]> =>
    rows(
      db.source.manager,
      `SELECT b.no, b.size, (SELECT count(*)::int FROM deliveries d WHERE d.wave_id = b.wave_id AND d.batch_no = b.no AND d.state = 'pending') AS held
       FROM batches b WHERE b.wave_id = $1 ORDER BY b.no`,
      [waveId],
    );
  const waveState = (waveId: string): Promise<Record<string, unknown> | undefined> =>
    row(
      db.source.manager,
      `SELECT state, targeted, pending, suppressed, batches, fanned_out_at IS NOT NULL AS done FROM waves WHERE id = $1`,
      [waveId],
    );

  it('writes everybody who consented, dead and suppressed addresses as suppressed, and nobody else', async () => {
    const people: Citizen[] = [
      { on: { email: 'active' } },
      { on: { email: 'invalid' } },
      { on: { email: 'active' } },
      { on: { email: 'pending' } },
      { on: { email: 'unsubscribed' } },
      { on: { sms: 'active' } },
      { on: { email: 'active' } },
    ];
    const { addresses } = await crowd(db.source, keys, people);
    const [fine = '', dead = '', blocked = ''] = addresses.map(({ email = '' }) => email);
    const withdrawn = addresses[6]?.email;
    await db.source.query(
      `INSERT INTO suppressions (channel, hash, reason) SELECT channel, hash, 'staff' FROM addresses WHERE id = $1`,
      [blocked],
    );
    await db.source.query('UPDATE consents SET withdrawn_at = siar_now() WHERE address_id = $1', [withdrawn]);
    const { id, waves } = await approvedFor(db.source, [{ state: 'planned', due: 10 }]);
    let moved = 0;
    await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet, () => (moved += 1));
    expect(moved).toBeGreaterThan(0);
    expect(await written(id)).toEqual({ [fine]: 'pending', [dead]: 'suppressed', [blocked]: 'suppressed' });
    expect(
      await rows(
        db.source.manager,
        'SELECT address_id AS "addressId", reason FROM deliveries WHERE broadcast_id = $1 AND reason IS NOT NULL ORDER BY 2',
        [id],
      ),
    ).toEqual([
      { addressId: dead, reason: 'dead before' },
      { addressId: blocked, reason: 'suppressed before' },
    ]);
    expect(await waveState(waves[0] ?? '')).toEqual({
      state: 'prepared',
      targeted: 3,
      pending: 1,
      suppressed: 2,
      batches: 1,
      done: true,
    });
    // A second run, as by a job that was queued twice, changes nothing.
    await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
    expect(Object.keys(await written(id))).toHaveLength(3);
  });

  it('cuts batches by the carriers that have accounts of their own', async () => {
    const people = Array.from({ length: 260 }, (): Citizen => ({ on: { email: 'active' } }));
    await crowd(db.source, keys, people);
    await db.source.query(
      `UPDATE addresses SET class = CASE id % 4 WHEN 0 THEN 'gmail' WHEN 1 THEN 'yahoo' ELSE '~a1' END`,
    );
    const folder = mkdtempSync(join(tmpdir(), 'siar-routes-'));
    writeFileSync(
      join(folder, 'accounts.yml'),
      `accounts:
  - { name: everybody, kind: smtp, rate: 400, url: 'smtp://127.0.0.1:1' }
  - { name: own, kind: smtp, rate: 400, url: 'smtp://127.0.0.1:1', routes: [gmail, outlook] }
`,
    );
    const routed = await deliveryProgram(testConfig(db.url, { ACCOUNTS_FILE: join(folder, 'accounts.yml') }));
    try {
      const { id, waves } = await approvedFor(db.source, [{ state: 'planned', due: 10 }]);
      await routed.get(FanOut).run(waves[0] ?? '', 'email', NEVER, notYet);
      expect(Object.keys(await written(id))).toHaveLength(260);
      const found = await rows<{ no: number; size: number; held: number; route: string; classes: string }>(
        db.source.manager,
        `SELECT b.no, b.size, b.route, count(*)::int AS held, string_agg(DISTINCT a.class, ' ' ORDER BY a.class) AS classes
         FROM batches b JOIN deliveries d ON d.wave_id = b.wave_id AND d.batch_no = b.no JOIN addresses a ON a.id = d.address_id
         WHERE b.wave_id = $1 GROUP BY 1, 2, 3 ORDER BY 1`,
        [waves[0]],
      );
      expect(found.filter(({ size, held }) => size !== held)).toEqual([]);
      expect(found.map(({ route, classes, size }) => [route, classes, size])).toEqual([
        ['', 'yahoo ~a1', 10],
        ['gmail', 'gmail', 10],
        ['', 'yahoo ~a1', 100],
        ['gmail', 'gmail', 55],
        ['', 'yahoo ~a1', 85],
      ]);
      expect(found.map(({ no }) => no)).toEqual([0, 1, 2, 3, 4]);
      expect(
        await row(db.source.manager, 'SELECT batches, routes FROM waves WHERE id = $1', [waves[0]]),
      ).toEqual({ batches: 5, routes: ['gmail'] });
    } finally {
      await routed.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('covers a province with its regencies, a single regency, and areas overseas', async () => {
    const people = ['11', '11.01', '11.02', '51', 'LN', 'LN.KUL'].map((regionCode) => ({
      regionCode,
      on: { email: 'active' as const },
    }));
    const { addresses } = await crowd(db.source, keys, people);
    const of = async (regionCode: string): Promise<number[]> => {
      const { id, waves } = await approvedFor(db.source, [{ regionCode, state: 'planned', due: 10 }]);
      await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
      const held = await written(id);
      return addresses.flatMap(({ email = '' }, n) => (email in held ? [n] : []));
    };
    expect(await of('11')).toEqual([0, 1, 2]);
    expect(await of('11.01')).toEqual([1]);
    expect(await of('LN')).toEqual([4, 5]);
    expect(await of('LN.KUL')).toEqual([5]);
  });

  it('keeps to the audience’s languages and topics', async () => {
    const people: Citizen[] = [
      { language: 'id', topics: ['jadwal'], on: { email: 'active' } },
      { language: 'jv', topics: ['jadwal', 'dpt'], on: { email: 'active' } },
      { language: 'jv', on: { email: 'active' } },
      { language: 'en', topics: ['dpt'], on: { email: 'active' } },
    ];
    const { addresses } = await crowd(db.source, keys, people);
    const of = async (languages: string[], topics: string[]): Promise<number[]> => {
      const audience = { regions: ['11'], languages, topics };
      const { id, waves } = await approvedFor(db.source, [{ state: 'planned', due: 10 }], { audience });
      await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
      const held = await written(id);
      return addresses.flatMap(({ email = '' }, n) => (email in held ? [n] : []));
    };
    expect(await of([], [])).toEqual([0, 1, 2, 3]);
    expect(await of(['jv', 'en'], [])).toEqual([1, 2, 3]);
    expect(await of([], ['dpt', 'jadwal'])).toEqual([0, 1, 3]);
    expect(await of(['jv'], ['dpt'])).toEqual([1]);
  });

  it('with reach “preferred” writes each person once: on a channel that works, the preferred one first', async () => {
    const people: Citizen[] = [
      { preferred: 'sms', on: { email: 'active', sms: 'active' } },
      { preferred: 'sms', on: { email: 'active', sms: 'invalid' } },
      { preferred: 'telegram', on: { email: 'active', sms: 'active' } },
      { preferred: 'sms', on: { email: 'invalid', sms: 'invalid' } },
      { preferred: 'sms', on: { email: 'active', sms: 'unsubscribed' } },
      { preferred: 'sms', on: { sms: 'active' } },
    ];
    const { addresses } = await crowd(db.source, keys, people);
    const { id, waves } = await approvedFor(
      db.source,
      [
        { channel: 'email', state: 'planned', due: 10 },
        { channel: 'sms', state: 'planned', due: 10 },
      ],
      { reach: 'preferred', channels: ['email', 'sms'] },
    );
    await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
    await fanOut.run(waves[1] ?? '', 'sms', NEVER, notYet);
    const held = await written(id);
    expect(addresses.map(({ email = '', sms = '' }) => [held[email] ?? null, held[sms] ?? null])).toEqual([
      [null, 'pending'],
      ['pending', null],
      ['pending', null],
      [null, 'suppressed'],
      ['pending', null],
      [null, 'pending'],
    ]);
  });

  it('writes as many to be sent as the estimate says, whoever the people are and whatever is asked for', async () => {
    const estimates = app.get(Estimates);
    const state = fc.constantFrom('active', 'active', 'pending', 'unsubscribed', 'invalid', undefined);
    const citizen = fc
      .record({
        regionCode: fc.constantFrom('11', '11.01', '11.02'),
        language: fc.constantFrom('id', 'en'),
        topics: fc.subarray(['jadwal', 'dpt']),
        preferred: fc.constantFrom(...CHANNELS),
        on: fc.record(Object.fromEntries(CHANNELS.map((channel) => [channel, state]))),
      })
      .map(({ on, ...person }) => ({
        ...person,
        on: Object.fromEntries(Object.entries(on).filter(([, is]) => is !== undefined)),
      }));
    const asked = fc.record({
      region: fc.constantFrom('11', '11.01'),
      languages: fc.subarray(['id', 'en']),
      topics: fc.subarray(['jadwal', 'dpt']),
      reach: fc.constantFrom('preferred' as const, 'every' as const),
      channels: fc.subarray([...CHANNELS], { minLength: 1 }),
    });
    await fc.assert(
      fc
        .asyncProperty(fc.array(citizen, { minLength: 30, maxLength: 60 }), asked, async (people, ask) => {
          const { region, languages, topics, reach, channels } = ask;
          const { contacts } = await crowd(db.source, keys, people);
          await db.source.query(
            'UPDATE contacts SET restricted_at = siar_now() WHERE id = ANY ($1) AND id % 9 = 0',
            [contacts],
          );
          const audience = { regions: [region], languages, topics };
          const { id, waves } = await approvedFor(
            db.source,
            channels.map((channel) => ({ channel, regionCode: region, state: 'planned', due: 10 })),
            { audience, reach, channels },
          );
          for (const [n, channel] of channels.entries())
            await fanOut.run(waves[n] ?? '', channel, NEVER, notYet);
          const sent = await rows<{ channel: ChannelName; copies: number }>(
            db.source.manager,
            `SELECT a.channel, count(*)::int AS copies FROM deliveries d JOIN addresses a ON a.id = d.address_id
             WHERE d.broadcast_id = $1 AND d.state = 'pending' GROUP BY 1`,
            [id],
          );
          const expected = await estimates.estimate(audience, channels, reach);
          expect(Object.fromEntries(sent.map(({ channel, copies }) => [channel, copies]))).toEqual(
            Object.fromEntries(Object.entries(expected.channels).filter(([, copies]) => copies > 0)),
          );
        })
        .afterEach(() => forget(db.source)),
      { numRuns: 12 },
    );
  });

  it('ignores a wave of another channel, and one that no publisher has queued', async () => {
    await crowd(db.source, keys, [{ on: { email: 'active', sms: 'active' } }]);
    const { id, waves } = await approvedFor(db.source, [{ state: 'planned', due: 600 }]);
    await fanOut.run(waves[0] ?? '', 'sms', NEVER, notYet);
    await db.source.query('UPDATE waves SET fan_out_enqueued_at = NULL WHERE broadcast_id = $1', [id]);
    await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
    expect(await written(id)).toEqual({});
    expect(await waveState(waves[0] ?? '')).toMatchObject({ state: 'planned', targeted: 0, done: false });
  });

  it('with reach “preferred” sends no second copy when an address dies between two fan-outs', async () => {
    const { addresses } = await crowd(db.source, keys, [
      { preferred: 'email', on: { email: 'active', sms: 'active' } },
    ]);
    const { email = '', sms = '' } = addresses[0] ?? {};
    const { id, waves } = await approvedFor(
      db.source,
      [
        { channel: 'email', state: 'planned', due: 10 },
        { channel: 'sms', state: 'planned', due: 10 },
      ],
      { reach: 'preferred', channels: ['email', 'sms'] },
    );
    await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
    await db.source.query(`UPDATE addresses SET state = 'invalid' WHERE id = $1`, [email]);
    await fanOut.run(waves[1] ?? '', 'sms', NEVER, notYet);
    expect(await written(id)).toEqual({ [email]: 'pending' });
    expect(sms).not.toBe('');
  });

  it('writes an address once when waves overlap: the first wave wins', async () => {
    const { addresses } = await crowd(db.source, keys, [
      { regionCode: '11.01', on: { email: 'active' } },
      { regionCode: '11.02', on: { email: 'active' } },
    ]);
    const overlapping = () =>
      approvedFor(db.source, [
        { regionCode: '11.01', state: 'planned', due: 10 },
        { regionCode: '11', state: 'planned', due: 10 },
      ]);
    const everybody = addresses.map(({ email = '' }) => email).sort();
    const atOnce = await overlapping();
    await Promise.all(atOnce.waves.map((wave) => fanOut.run(wave, 'email', NEVER, notYet)));
    expect(Object.keys(await written(atOnce.id)).sort()).toEqual(everybody);
    const inTurn = await overlapping();
    for (const wave of inTurn.waves) await fanOut.run(wave, 'email', NEVER, notYet);
    expect(Object.keys(await written(inTurn.id)).sort()).toEqual(everybody);
    expect(await Promise.all(inTurn.waves.map(waveState))).toMatchObject([{ targeted: 1 }, { targeted: 1 }]);
  });

  it('numbers batches across chunks, also after an interruption and with several workers at once', async () => {
    const PEOPLE = 12_345;
    await crowd(
      db.source,
      keys,
      Array.from({ length: PEOPLE }, () => ({ on: { email: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(db.source, [{ state: 'planned', due: 10 }]);
    const [wave = ''] = waves;
    const stopping = new AbortController();
    const begun = fanOut.run(wave, 'email', stopping.signal, notYet);
    stopping.abort();
    await expect(begun).rejects.toThrow('another one goes on');
    await Promise.all([1, 2, 3].map(() => fanOut.run(wave, 'email', NEVER, notYet)));
    expect(Object.keys(await written(id))).toHaveLength(PEOPLE);
    const batches = await batchesOf(wave);
    expect(batches.every(({ size, held }) => size === held && size <= 1000)).toBe(true);
    expect(batches.map(({ no }) => no)).toEqual(batches.map((_, n) => n));
    // The first batch is short, so that every wave starts at once.
    expect(batches[0]?.size).toBe(10);
    expect(batches).toHaveLength(14);
    expect(await waveState(wave)).toMatchObject({ state: 'prepared', pending: PEOPLE, batches: 14 });
  });

  it('cuts short batches on a slow channel, and gives each SMS a code of its own of 50 bits', async () => {
    await crowd(
      db.source,
      keys,
      Array.from({ length: 40 }, () => ({ on: { telegram: 'active' as const, sms: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(db.source, [
      { channel: 'telegram', state: 'planned', due: 10 },
      { channel: 'sms', state: 'planned', due: 10 },
    ]);
    await fanOut.run(waves[0] ?? '', 'telegram', NEVER, notYet);
    await fanOut.run(waves[1] ?? '', 'sms', NEVER, notYet);
    expect((await batchesOf(waves[0] ?? '')).map(({ size }) => size)).toEqual([10, 10, 10, 10]);
    const codes = await rows<{ code: string | null; channel: string }>(
      db.source.manager,
      'SELECT d.code, w.channel FROM deliveries d JOIN waves w ON w.id = d.wave_id WHERE d.broadcast_id = $1',
      [id],
    );
    const sms = codes.filter(({ channel }) => channel === 'sms').map(({ code }) => BigInt(code ?? -1));
    expect(new Set(sms).size).toBe(40);
    expect(sms.every((code) => code >= 0n && code < 1n << 50n)).toBe(true);
    expect(codes.filter(({ channel, code }) => channel === 'telegram' && code !== null)).toEqual([]);
  });

  it('feeds due batches to the queue at once, and no others', async () => {
    await crowd(db.source, keys, [{ on: { email: 'active' } }]);
    const { waves } = await approvedFor(db.source, [
      { state: 'planned', due: 10 },
      { state: 'released', regionCode: '51' },
    ]);
    await crowd(db.source, keys, [{ regionCode: '51', on: { email: 'active' } }]);
    for (const wave of waves) await fanOut.run(wave, 'email', NEVER, notYet);
    const first = waves.map((waveId): Job => ({ name: 'send', waveId, batchNo: 0 }));
    expect(await app.get(Queues).live('email', first)).toEqual(new Set([`send-${waves[1]}-0`]));
    expect(await app.get(Queues).depth('email')).toMatchObject({ waiting: 1 });
  });

  it('sends the first due batch at once, for a correction only when no wave precedes it', async () => {
    await crowd(
      db.source,
      keys,
      ['11', '51', '91'].map((regionCode) => ({ regionCode, on: { email: 'active' as const } })),
    );
    const firsts = async (priority: number): Promise<number[]> => {
      const { waves } = await approvedFor(db.source, [
        { regionCode: '91', priority },
        { regionCode: '51', priority },
        { regionCode: '11', priority, state: 'planned', due: 10 },
      ]);
      const sent: string[] = [];
      for (const wave of waves)
        await fanOut.run(wave, 'email', NEVER, async (waveId, batchNo) => {
          expect(batchNo).toBe(0);
          sent.push(waveId);
        });
      return sent.map((wave) => waves.indexOf(wave));
    };
    expect(await firsts(3)).toEqual([0, 1]);
    expect(await firsts(2)).toEqual([0]);
  });

  it.each([
    ['paused', `UPDATE waves SET resume_state = state, state = 'paused' WHERE id = $1`],
    ['cancelled', `UPDATE waves SET state = 'cancelled' WHERE id = $1`],
    [
      'past its expiry',
      `UPDATE waves SET due_at = siar_now() - interval '2 h', expires_at = siar_now() WHERE id = $1`,
    ],
  ])('ignores a wave that is %s', async (_, sql) => {
    await crowd(db.source, keys, [{ on: { email: 'active' } }]);
    const { id, waves } = await approvedFor(db.source, [{ state: 'planned', due: 10 }]);
    await db.source.query(sql, waves);
    await fanOut.run(waves[0] ?? '', 'email', NEVER, notYet);
    expect(await written(id)).toEqual({});
    expect((await waveState(waves[0] ?? ''))?.['done']).toBe(false);
  });

  it('needs no more connections than the pool has, however many waves are fanned out at once', async () => {
    await crowd(
      db.source,
      keys,
      ['11', '51', '91', 'LN'].map((regionCode) => ({ regionCode, on: { email: 'active' as const } })),
    );
    const { id, waves } = await approvedFor(
      db.source,
      ['11', '51', '91', 'LN'].flatMap((regionCode) =>
        (['email', 'sms', 'telegram'] as const).map((channel) => ({
          channel,
          regionCode,
          state: 'planned' as const,
          due: 10,
        })),
      ),
    );
    // Twelve fan-outs at once on a pool of four connections.
    await Promise.all(waves.map((wave) => fanOut.run(wave, 'email', NEVER, notYet)));
    expect(Object.keys(await written(id))).toHaveLength(4);
  }, 20_000);
});
