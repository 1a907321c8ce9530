import { type TestDatabase, testDatabase } from '../../../test/factories/database.js';
import { readFileSync } from 'node:fs';
import { COUNTERS } from '#contract';
import { rows } from '#platform/database';
import { statesBefore } from '#platform/states';
import { ENDED, RESENDABLE_WAVE, WAVE_STATES, WAVES, type WaveState } from './wave.states.js';

describe('the states of a wave', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(async () => {
    await db.drop();
  });

  it('can all be reached from planned, and each leads to a final state', () => {
    for (const start of WAVE_STATES) {
      const reached = new Set<WaveState>([start]);
      for (const state of reached) for (const next of WAVES.next[state]) reached.add(next);
      if (start === 'planned') expect([...reached].sort()).toEqual([...WAVE_STATES].sort());
      expect(ENDED.some((state) => reached.has(state))).toBe(true);
    }
  });

  it('never change after cancelled and expired, and never follow themselves', () => {
    expect(WAVES.next.cancelled).toEqual([]);
    expect(WAVES.next.expired).toEqual([]);
    for (const state of WAVE_STATES) expect(WAVES.next[state]).not.toContain(state);
  });

  it('match the list in the database, and a paused wave can return to every state it may be paused in', async () => {
    const checks = await rows<{ name: string; check: string }>(
      db.source.manager,
      `SELECT conname AS name, pg_get_constraintdef(oid) AS check FROM pg_constraint WHERE conrelid = 'waves'::regclass AND contype = 'c'`,
    );
    const listed = (column: string): string[] => {
      const found = checks.find(({ name }) => name === `waves_${column}_check`);
      return [...(found?.check.matchAll(/'(\w+)'::text/g) ?? [])].map(([, state]) => state ?? '').sort();
    };
    expect(listed('state')).toEqual([...WAVE_STATES].sort());
    expect(listed('resume_state')).toEqual(statesBefore(WAVES, 'paused').sort());
    expect(WAVES.next.paused).toEqual(expect.arrayContaining(statesBefore(WAVES, 'paused')));
  });

  it('and the counters are the same in the functions that other libs call', async () => {
    const [counts = {}] = await rows<object>(db.source.manager, 'SELECT * FROM run_counts(0)');
    expect(Object.keys(counts)).toEqual([...COUNTERS]);
    const sql = readFileSync('libs/dispatch/sql/runs.sql', 'utf8').replaceAll(/\s+/g, ' ');
    expect(sql).toContain(RESENDABLE_WAVE);
  });
});
