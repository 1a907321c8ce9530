import fc from 'fast-check';
import { rows } from '#platform/database';
import { anyInstant, anyWindow, INDONESIA } from '../../test/factories/windows.js';
import { type TestDatabase, testDatabase } from '../../test/factories/database.js';
import { windowCloses, isWithinWindow, nextOpening, OPEN_WAVE } from './window.rules.js';

describe('a send window in SQL', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await testDatabase();
  });
  afterAll(async () => {
    await db.drop();
  });

  it('is the same as in TypeScript, abroad and with changing clocks too', async () => {
    const zones = [
      ...INDONESIA,
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    ];
    const cases = fc.sample(
      fc
        .tuple(anyInstant, fc.constantFrom(...zones), fc.option(anyWindow), fc.boolean())
        // Half of them at whole minutes, where a window begins and ends.
        .map(([at, zone, window, even]) => ({ at: even ? at - (at % 60_000) : at, zone, window })),
      4000,
    );
    const edges = zones.flatMap((zone) =>
      fc.sample(fc.tuple(anyInstant, anyWindow), 50).flatMap(([instant, window]) => {
        const at = nextOpening(instant, zone, window);
        return [at, at - 1, windowCloses(at, zone, window), windowCloses(at, zone, window) - 1].map(
          (edge) => ({
            at: edge,
            zone,
            window,
          }),
        );
      }),
    );
    const all = [...cases, ...edges];
    const found = await rows<{ open: boolean }>(
      db.source.manager,
      `SELECT ${OPEN_WAVE.replaceAll('siar_now()', 'w.at')} AS open
       FROM unnest($1::timestamptz[], $2::text[], $3::time[], $4::time[]) WITH ORDINALITY AS w(at, time_zone, window_from, window_to, place)
       ORDER BY place`,
      [
        all.map(({ at }) => new Date(at).toISOString()),
        all.map(({ zone }) => zone),
        all.map(({ window }) => window?.from ?? null),
        all.map(({ window }) => window?.to ?? null),
      ],
    );
    const differing = all.filter(
      ({ at, zone, window }, i) => isWithinWindow(at, zone, window) !== found[i]?.open,
    );
    expect(differing).toEqual([]);
    expect(new Set(found.map(({ open }) => open)).size).toBe(2);
  });

  it('uses the clock of the fleet', () => {
    expect(OPEN_WAVE.match(/siar_now\(\)/g)).toHaveLength(2);
  });
});
