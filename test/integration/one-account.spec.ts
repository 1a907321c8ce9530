import type { INestApplicationContext } from '@nestjs/common';
import fc from 'fast-check';
import { FanOut } from '#dispatch/fan-out';
import { Waves, type WaveView } from '#dispatch/waves';
import { Brake, Emergency } from '#dispatch/control';
import { Reconciler } from '#dispatch/recovery';
import { Deliveries, Reports } from '#dispatch/reports';
import { Keys } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { type Part, strongestHindrance } from '#broadcasts/door';
import { type Counts, DELIVERY_STATES, type DeliveryState } from '#contract';
import {
  everyone,
  percent,
  reached,
  STANDINGS,
  sumOf,
} from '../../apps/console/src/parts/sending/account.rules.js';
import { tallyOf, wavesOf } from '../../apps/console/src/screens/broadcast/stopping/part-of.rules.js';
import { counts as evidenceCounts } from '../../apps/publisher/evidence/counts.js';
import { claimChunk, WaveStopped, writeOutcomes } from '../../libs/dispatch/ledger/ledger.js';
import { approvedFor, crowd, disagreements, forget } from '../factories/crowd.js';
import { type TestDatabase, testConfig, testDatabase } from '../factories/database.js';
import { deliveryProgram } from '../factories/program.js';

const REGIONS = ['11', '51', '91'] as const;
const CHANNELS = ['email', 'sms'] as const;
const OUTCOMES = ['accepted', 'failed', 'unknown'] as const;

type Act =
  | { act: 'list' | 'send'; wave: number; outcome: (typeof OUTCOMES)[number] }
  | { act: 'pause' | 'resume' | 'cancel'; part: Part }
  | { act: 'brake'; channel: (typeof CHANNELS)[number] }
  | { act: 'stop' | 'lift' | 'reconcile' };

const part: fc.Arbitrary<Part> = fc.record(
  { channel: fc.constantFrom(...CHANNELS), regionCode: fc.constantFrom(...REGIONS) },
  { requiredKeys: [] },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constantFrom('list' as const, 'send' as const),
      wave: fc.nat(REGIONS.length * CHANNELS.length - 1),
      outcome: fc.constantFrom(...OUTCOMES),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constantFrom('pause' as const, 'resume' as const), part }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('cancel' as const), part }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant('brake' as const), channel: fc.constantFrom(...CHANNELS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('stop' as const, 'lift' as const, 'reconcile' as const) }),
  },
);

/** The figures of a broadcast, from each answer, at any moment of its fan-out. */
describe('the figures of a broadcast during fan-out, sending and a stop', () => {
  let db: TestDatabase;
  let app: INestApplicationContext;
  let by: string;

  beforeAll(async () => {
    db = await testDatabase();
    app = await deliveryProgram(testConfig(db.url));
  });
  afterAll(async () => {
    await app.close();
    await db.drop();
  });

  it('count every copy once, the same in every answer, and agree with the ledger', async () => {
    const acts = fc.array(act, { minLength: 4, maxLength: 16 });
    const people = fc.array(fc.nat(9), { minLength: 6, maxLength: 6 });
    const guesses = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(people, guesses, acts, async (sizes, expected, done) => {
        try {
          const { id, waves } = await begin(sizes, expected);
          const all = expected.reduce((sum, one) => sum + one, 0);
          // Nothing is fanned out: only the estimate is known.
          expect(everyone((await app.get(Deliveries).progress(id)).total)).toBe(all);
          for (const one of done) {
            await carryOut(id, waves, one);
            await agree(id);
          }
          await lift();
          for (const wave of waves) await list(wave);
          await app.get(Reconciler).round();
          const { total } = await agree(id);
          const unlisted = (await app.get(Waves).ofBroadcast(db.source.manager, id)).filter(
            ({ state, targeted }) => state === 'paused' && targeted === 0,
          );
          if (unlisted.length === 0) expect(total.unlisted).toBe(0);
          expect(await disagreements(db.source, id)).toEqual([]);
        } finally {
          await lift();
          await forget(db.source);
        }
      }),
      { numRuns: 10 },
    );
  }, 240_000);

  /**
   * The same number of people on each channel in each region, and a broadcast to them that was approved with these
   * estimates.
   */
  async function begin(
    sizes: readonly number[],
    expected: readonly number[],
  ): Promise<{ id: string; waves: string[] }> {
    const wanted = REGIONS.flatMap((regionCode) => CHANNELS.map((channel) => ({ regionCode, channel })));
    await crowd(
      db.source,
      app.get(Keys),
      wanted.flatMap(({ regionCode, channel }, at) =>
        Array.from({ length: sizes[at] ?? 0 }, (_, n) => ({
          regionCode,
          on: { [channel]: n % 5 === 4 ? ('invalid' as const) : ('active' as const) },
        })),
      ),
    );
    const made = await approvedFor(
      db.source,
      wanted.map((one, at) => ({ ...one, expected: expected[at] ?? 0 })),
      { audience: { regions: [...REGIONS], languages: [], topics: [] }, channels: [...CHANNELS] },
    );
    by = (await row<{ id: string }>(db.source.manager, 'SELECT min(id) AS id FROM people'))?.id ?? '';
    return made;
  }

  /** Fans a wave out; a resumed wave must be queued for that again first. */
  const list = async (waveId: string): Promise<void> => {
    await app.get(Waves).release();
    const wave = await row<{ channel: 'email' | 'sms' }>(
      db.source.manager,
      'SELECT channel FROM waves WHERE id = $1',
      [waveId],
    );
    await app
      .get(FanOut)
      .run(waveId, wave?.channel ?? 'email', new AbortController().signal, () => Promise.resolve());
  };

  const lift = async (): Promise<void> => {
    if (await app.get(Emergency).standing()) await app.get(Emergency).lift(by, 'uji');
  };

  /**
   * Claims the rest of a wave's first batch and records outcomes for its first half; the other half stays claimed until
   * then.
   */
  async function send(waveId: string, outcome: (typeof OUTCOMES)[number]): Promise<void> {
    const batch = await row<{ no: number; channel: 'email' | 'sms' }>(
      db.source.manager,
      `SELECT b.no, w.channel FROM batches b JOIN waves w ON w.id = b.wave_id WHERE wave_id = $1 ORDER BY no LIMIT 1`,
      [waveId],
    );
    if (!batch) return;
    const at = {
      waveId,
      batchNo: batch.no,
      channel: batch.channel,
      limit: 4,
      account: batch.channel,
      worker: 'test',
      leaseSeconds: 60,
    };
    const claim = await db.source
      .transaction((tx) => claimChunk(tx, at))
      .catch((error: unknown) => {
        if (error instanceof WaveStopped) return null;
        throw error;
      });
    if (!claim) return;
    await agree(claim.broadcastId);
    await db.source.transaction((tx) =>
      writeOutcomes(
        tx,
        claim,
        claim.deliveries.map(({ addressId }) => ({
          addressId,
          state: outcome,
          reason: null,
          providerId: null,
          nextAttemptAt: null,
          counts: true,
          suppress: null,
          soft: false,
          brake: null,
          slowDownMs: 0,
          movedTo: null,
        })),
        true,
      ),
    );
  }

  async function carryOut(id: string, waves: readonly string[], one: Act): Promise<void> {
    switch (one.act) {
      case 'list':
        return list(waves[one.wave] ?? '');
      case 'send':
        return send(waves[one.wave] ?? '', one.outcome);
      case 'pause': {
        const shown = await shownBefore(id, one.part, ['planned', 'prepared', 'released']);
        const stop = { by: 'operator' as const, reason: 'uji', actorId: null };
        const paused = await db.source.transaction((tx) => app.get(Waves).pause(tx, id, one.part, stop));
        expect(paused).toMatchObject(shown);
        return;
      }
      case 'resume': {
        const { unlisted, stopped } = await shownBefore(id, one.part, ['paused'], true);
        const resumed = await db.source.transaction((tx) => app.get(Waves).resume(tx, id, one.part, by));
        expect(resumed).toMatchObject({ unlisted, stopped });
        return;
      }
      case 'cancel': {
        const shown = await shownBefore(id, one.part, ['planned', 'prepared', 'released', 'paused']);
        const stop = { by: 'author' as const, reason: 'uji', actorId: null };
        const cancelled = await db.source.transaction((tx) =>
          app.get(Waves).cancelPart(tx, id, one.part, stop),
        );
        expect(cancelled).toMatchObject({ waves: shown.waves, unlisted: shown.unlisted });
        return;
      }
      case 'brake':
        return app.get(Brake).pull({ broadcastId: id, channel: one.channel }, { code: 'uji' });
      case 'stop':
        if (!(await app.get(Emergency).standing())) {
          const { held } = await app.get(Emergency).stop(by, 'uji');
          const { total } = await app.get(Deliveries).progress(id);
          expect((held?.stopped ?? 0) + (held?.unlisted ?? 0)).toBeLessThanOrEqual(
            total.pending + total.unlisted,
          );
        }
        return;
      case 'lift':
        return lift();
      case 'reconcile':
        await app.get(Reconciler).round();
    }
  }

  /** What the console's dialog shows for a part before it is stopped or, for open waves only, before it is resumed. */
  async function shownBefore(
    id: string,
    { channel, regionCode: region }: Part,
    open: readonly string[],
    onlyOpen = false,
  ) {
    const all = await app.get(Waves).ofBroadcast(db.source.manager, id);
    const waves = all.filter(({ state }) => !onlyOpen || open.includes(state));
    const asJson = waves.map((wave) => ({ ...wave, expiresAt: wave.expiresAt.toISOString() }));
    const of = { ...(channel && { channel }), ...(region && { region }) };
    const { expiring: _, ...shown } = tallyOf(wavesOf(asJson, of), open);
    return shown;
  }

  /** What blocks a broadcast with these waves, according to the tables: the emergency stop, the brake, a pause. */
  async function strongest(id: string, waves: readonly WaveView[]): Promise<string | null> {
    if (waves.every(({ state }) => ['completed', 'cancelled', 'expired'].includes(state))) return null;
    if (await app.get(Emergency).standing()) return 'stopped';
    const paused = await rows<{ by: string }>(
      db.source.manager,
      `SELECT DISTINCT paused_by AS by FROM waves WHERE broadcast_id = $1 AND state = 'paused'`,
      [id],
    );
    if (paused.some(({ by: who }) => who === 'brake')) return 'braked';
    return paused.length > 0 ? 'paused' : null;
  }

  /** A badge's contents: the kind, the channels where the broadcast has others, and whether something continues even there. */
  function standing(kind: string | undefined, waves: readonly WaveView[]): object | null {
    if (kind === undefined) return null;
    const open = waves.filter(({ state }) => !['completed', 'cancelled', 'expired'].includes(state));
    const held = open.filter(
      ({ state, pausedBy }) =>
        kind === 'stopped' || (state === 'paused' && (pausedBy === 'brake') === (kind === 'braked')),
    );
    const channelsOf = (some: readonly WaveView[]) => [...new Set(some.map(({ channel }) => channel))].sort();
    const [all, channels] = [channelsOf(waves), channelsOf(held)];
    return {
      kind,
      channels: channels.length < all.length ? channels : [],
      inPart: held.length < open.filter(({ channel }) => channels.includes(channel)).length,
      stands: false,
    };
  }

  /** Compares every answer with the ledger. */
  async function agree(id: string): Promise<{ total: Counts }> {
    const { manager } = db.source;
    const { total, channels, regions, hindrances } = await app.get(Deliveries).progress(id);
    const waves = await app.get(Waves).ofBroadcast(manager, id);
    expect(hindrances[0]?.kind ?? null).toBe(await strongest(id, waves));
    for (const one of hindrances) {
      expect(one.since).toBeInstanceOf(Date);
      expect(one.reason ?? one.brake).not.toBeNull();
      // A part is counted against the same number, however many have ended.
      expect(one.all).toBe(waves.filter(({ channel }) => channel === one.channel).length);
    }
    expect(await strongestHindrance(manager, id)).toEqual(standing(hindrances[0]?.kind, waves));
    const parts = [Object.values(channels), Object.values(regions)];
    for (const some of parts) expect(sumOf(some)).toEqual(total);
    const ledger = await rows<{ region: string; state: DeliveryState; n: number }>(
      manager,
      `SELECT w.region_code AS region, d.state, count(*)::int AS n FROM deliveries d JOIN waves w ON w.id = d.wave_id
       WHERE d.broadcast_id = $1 GROUP BY 1, 2`,
      [id],
    );
    const held = (state: DeliveryState, of?: string): number =>
      ledger
        .filter((one) => one.state === state && (of === undefined || one.region === of))
        .reduce((sum, { n }) => sum + n, 0);
    for (const state of DELIVERY_STATES) expect([state, total[state]]).toEqual([state, held(state)]);
    expect(STANDINGS.reduce((sum, one) => sum + total[one], 0)).toBe(everyone(total));
    for (const [code, one] of Object.entries(regions)) {
      if (percent(one) < 100) continue;
      expect(reached(one)).toBe(held('accepted', code) + held('delivered', code));
      expect(one.unlisted + one.neverListed).toBe(0);
    }
    const { total: evidence } = await evidenceCounts(manager, id);
    expect(evidence).toEqual(total);
    // One that took long, as on a busy machine, would be kept for a minute.
    await manager.query('DELETE FROM kept_counts');
    const { lines } = await app.get(Reports).of(id);
    expect(sumOf(lines)).toEqual(total);
    expect(sumOf(waves)).toEqual(total);
    return { total };
  }
});
