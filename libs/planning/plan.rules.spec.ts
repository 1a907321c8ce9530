import fc from 'fast-check';
import type { PlanInput, PlannedWave, PlanRegion } from './plan.js';
import { planWaves, sendingDays } from './plan.rules.js';
import { isWithinWindow, localTime } from './window.rules.js';
import { givenSchedule } from '#contract/api/message';

const ACEH: PlanRegion = { code: '11', name: 'ACEH', timeZone: 'Asia/Jakarta' };
const SIMEULUE: PlanRegion = { code: '11.09', name: 'KABUPATEN SIMEULUE', timeZone: 'Asia/Jakarta' };
const BALI: PlanRegion = { code: '51', name: 'BALI', timeZone: 'Asia/Makassar' };
const PAPUA: PlanRegion = { code: '91', name: 'PAPUA', timeZone: 'Asia/Jayapura' };
const BERLIN: PlanRegion = { code: 'LN.BER', name: 'BERLIN', timeZone: 'Europe/Berlin' };
const ALL = [ACEH, SIMEULUE, BALI, PAPUA, BERLIN];
/** 2026-11-30 10:00 in Jakarta, 12:00 in Papua. */
const NOW = new Date('2026-11-30T03:00:00Z');

function plan(more: Partial<PlanInput>): ReturnType<typeof planWaves> {
  return planWaves({
    schedule: { at: '2026-12-01T09:00' },
    kind: 'ordinary',
    channels: ['email'],
    regions: [ACEH, BALI, PAPUA],
    now: NOW,
    budgets: {},
    ...more,
  });
}

const instants = (waves: PlannedWave[]): string[] => waves.map(({ dueAt }) => dueAt.toISOString());
const faultPaths = (more: Partial<PlanInput>): string[] => plan(more).faults.map(({ path }) => path);

describe('a plan', () => {
  it('uses the same wall-clock time in each zone: WIT, then WITA, then WIB, an hour apart', () => {
    const { waves, faults } = plan({});
    expect(faults).toEqual([]);
    expect(waves.map(({ regionCode }) => regionCode)).toEqual(['91', '51', '11']);
    expect(instants(waves)).toEqual([
      '2026-12-01T00:00:00.000Z',
      '2026-12-01T01:00:00.000Z',
      '2026-12-01T02:00:00.000Z',
    ]);
  });

  describe('with a part whose hour has passed', () => {
    // 09:00 has passed in Papua (12:00), has come in Bali (11:00), and in Aceh (10:00).
    const late = { schedule: { at: '2026-11-30T11:30' } };
    const byRegion = (given: ReturnType<typeof planWaves>): Record<string, [string, string]> =>
      Object.fromEntries(
        given.waves.map(({ regionCode, dueAt, expiresAt }) => [
          regionCode,
          [dueAt.toISOString(), expiresAt.toISOString()],
        ]),
      );
    const onTime = {
      '51': ['2026-11-30T03:30:00.000Z', '2026-12-01T03:30:00.000Z'],
      '11': ['2026-11-30T04:30:00.000Z', '2026-12-01T04:30:00.000Z'],
    };

    it('reports that part and plans nothing without a choice', () => {
      const { waves, faults, missed } = plan(late);
      expect(waves).toEqual([]);
      expect(faults.map(({ path }) => path)).toEqual(['schedule.at']);
      expect(missed).toEqual([
        { timeZone: 'Asia/Jayapura', dueAt: new Date('2026-11-30T02:30:00Z'), regions: ['91'] },
      ]);
    });

    it('sends that part at once, with its original expiry', () => {
      expect(byRegion(plan({ ...late, late: 'send' }))).toEqual({
        '91': ['2026-11-30T03:00:00.000Z', '2026-12-01T02:30:00.000Z'],
        ...onTime,
      });
    });

    it('moves that part to the same hour of the next day', () => {
      expect(byRegion(plan({ ...late, late: 'move' }))).toEqual({
        ...onTime,
        '91': ['2026-12-01T02:30:00.000Z', '2026-12-02T02:30:00.000Z'],
      });
      const fixed = { at: '2026-11-30T11:30', expires: '2026-11-30T18:00' };
      expect(plan({ schedule: fixed, late: 'move' }).faults.map(({ path }) => path)).toEqual([
        'schedule.expires',
      ]);
    });

    it('lets that part expire and sends the rest', () => {
      expect(byRegion(plan({ ...late, late: 'expire' }))).toEqual({
        '91': ['2026-11-30T02:30:00.000Z', NOW.toISOString()],
        ...onTime,
      });
      expect(faultPaths({ schedule: { at: '2026-11-30T09:00' }, late: 'expire' })).toEqual(['late']);
    });

    it('moves to the same wall-clock hour on a day still to come, for every original day', () => {
      const anyDay = fc.integer({ min: 1, max: 60 * 24 * 400 });
      fc.assert(
        fc.property(anyDay, fc.constantFrom(...ALL), (minutesAgo, region) => {
          const was = localTime(NOW.getTime() - minutesAgo * 60_000, region.timeZone);
          const at = was.toPlainDateTime().toString({ smallestUnit: 'minute' });
          const { waves, missed } = plan({
            schedule: { at, leaveWindow: true },
            kind: 'urgent',
            regions: [region],
            late: 'move',
          });
          fc.pre(missed.length === 1);
          const [moved] = waves;
          const due = moved?.dueAt.getTime() ?? 0;
          expect(due).toBeGreaterThanOrEqual(NOW.getTime());
          expect(due).toBeLessThan(NOW.getTime() + 25 * 3_600_000);
          expect(localTime(due, region.timeZone).toPlainTime().toString({ smallestUnit: 'minute' })).toBe(
            was.toPlainTime().toString({ smallestUnit: 'minute' }),
          );
        }),
      );
    });

    it('leaves regions on time unchanged with every choice', () => {
      for (const choice of ['send', 'move', 'expire'] as const)
        expect(plan({ late: choice })).toEqual(plan({}));
    });
  });

  it('accepts seconds, and a time per region; a province’s time applies to regencies without one', () => {
    const regions = [ACEH, SIMEULUE, { ...SIMEULUE, code: '11.01' }, PAPUA];
    const { waves } = plan({
      regions,
      schedule: {
        at: '2026-12-01T09:00:00',
        perRegion: { '11': '2026-12-01T09:00:05', '11.09': '2026-12-01T09:00:07' },
      },
    });
    const local = new Map(
      waves.map((wave) => [
        wave.regionCode,
        localTime(wave.dueAt.getTime(), wave.timeZone).toPlainTime().toString(),
      ]),
    );
    expect(Object.fromEntries(local)).toEqual({
      '91': '09:00:00',
      '11': '09:00:05',
      '11.01': '09:00:05',
      '11.09': '09:00:07',
    });
  });

  it('rejects times for regions outside the audience', () => {
    const { faults, waves } = plan({ schedule: { at: 'now', perRegion: { '99': '2026-12-01T09:00' } } });
    expect(faults).toMatchObject([
      { path: 'schedule.perRegion.99', code: 'strange-region', message: expect.stringContaining('99') },
    ]);
    expect(waves).toEqual([]);
  });

  it('reports where a time has passed, with the local time there', () => {
    const { faults } = plan({ schedule: { at: '2026-11-30T11:30' } });
    expect(faults).toMatchObject([
      {
        path: 'schedule.at',
        code: 'passed',
        message: '2026-11-30 11:30 WIT has passed in PAPUA: it is 2026-11-30 12:00 WIT there now.',
      },
    ]);
  });

  it('reports a time that has passed in every zone once, also outside the window, with a time ahead', () => {
    const { faults, nextOpenings } = plan({
      schedule: { at: '2026-11-29T22:00', perRegion: { '51': '2026-11-29T09:00' } },
      now: new Date('2026-11-30T03:01:00Z'),
    });
    expect(faults.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'passed-zones schedule.at',
      'passed schedule.perRegion.51',
    ]);
    expect(nextOpenings.map(({ path, passed, at }) => `${path} ${passed} ${at}`)).toEqual([
      'schedule.at true 2026-11-30T10:20',
      'schedule.perRegion.51 true 2026-11-30T11:20',
      'schedule.at true 2026-11-30T12:20',
    ]);
  });

  it('rejects an expiry that is not after the due time, and defaults to 24 h', () => {
    expect(faultPaths({ schedule: { at: '2026-12-01T09:00', expires: '2026-12-01T09:00' } })).toContain(
      'schedule.expires',
    );
    const [wave] = plan({}).waves;
    expect(Number(wave?.expiresAt) - Number(wave?.dueAt)).toBe(24 * 3_600_000);
    const [local] = plan({
      schedule: { at: '2026-12-01T09:00', expires: '2026-12-03T22:00' },
      regions: [BALI],
    }).waves;
    expect(local?.expiresAt.toISOString()).toBe('2026-12-03T14:00:00.000Z');
  });

  it('warns of an expiry more than a week after the last send time', () => {
    const warned = (schedule: PlanInput['schedule']) =>
      plan({ schedule }).warnings.flatMap(({ code, expected }) =>
        code === 'long-validity' ? [expected] : [],
      );
    expect(warned({ at: '2026-12-01T09:00', expires: '2028-12-01T09:00' })).toEqual([['2028-12-01']]);
    expect(warned({ at: '2026-12-01T09:00', expires: '2026-12-08T09:00' })).toEqual([]);
    const own = { '91': '2026-12-09T09:00' };
    expect(warned({ at: '2026-12-01T09:00', perRegion: own, expires: '2026-12-10T09:00' })).toEqual([]);
  });

  it('offers the next opening of each zone instead of moving anything', () => {
    const { waves, faults, nextOpenings } = plan({ schedule: { at: '2026-12-01T07:00' } });
    expect(waves).toEqual([]);
    expect(faults.map(({ path, params }) => `${path} ${String(params['zone'])}`)).toEqual([
      'schedule.at WIB/WITA/WIT',
    ]);
    expect(faults[0]?.message).toContain('2026-12-01 08:00');
    expect(nextOpenings).toContainEqual({
      path: 'schedule.at',
      passed: false,
      timeZone: 'Asia/Jayapura',
      regions: ['91'],
      at: '2026-12-01T08:00',
    });
    const accepted = plan({
      schedule: {
        at: 'now',
        perRegion: Object.fromEntries(
          nextOpenings.flatMap(({ regions, at }) => regions.map((code) => [code, at])),
        ),
      },
    });
    expect(accepted.faults).toEqual([]);
  });

  it('offers tomorrow morning in the evening, also for "now"', () => {
    const { nextOpenings } = plan({
      schedule: { at: 'now' },
      regions: [PAPUA],
      now: new Date('2026-12-31T11:30:00.400Z'),
    });
    expect(nextOpenings).toMatchObject([{ regions: ['91'], at: '2027-01-01T08:00' }]);
  });

  it('allows only confirmed urgent broadcasts and corrections to leave the window', () => {
    const schedule = { at: '2026-12-01T03:00', leaveWindow: true };
    expect(faultPaths({ schedule, kind: 'ordinary' })).toContain('schedule.leaveWindow');
    expect(faultPaths({ schedule, kind: 'urgent', leaveWindowConfirmed: false })).toContain(
      'schedule.leaveWindow',
    );
    const { waves, faults } = plan({ schedule, kind: 'urgent' });
    expect(faults).toEqual([]);
    expect(waves.every(({ windowFrom, windowTo }) => windowFrom === null && windowTo === null)).toBe(true);
  });

  it('rejects a window that crosses midnight, and warns of one wider than usual', () => {
    const at = '2026-12-01T09:00';
    expect(faultPaths({ schedule: { at, window: { from: '20:00', to: '06:00' } } })).toEqual([
      'schedule.window',
    ]);
    expect(
      plan({ schedule: { at, window: { from: '06:00', to: '20:00' } } }).warnings.map(({ code }) => code),
    ).toEqual(['wide-window']);
  });

  it('rejects a wall-clock time that a change of clocks skips abroad', () => {
    const { faults } = plan({
      regions: [BERLIN],
      kind: 'urgent',
      schedule: { at: '2027-03-28T02:30', leaveWindow: true, expires: '2027-03-29T02:30' },
    });
    expect(faults).toMatchObject([
      {
        path: 'schedule.at',
        code: 'no-such-time',
        message: expect.stringContaining('2027-03-28 02:30 does not exist in BERLIN'),
      },
    ]);
  });

  it('sends corrections at once, from east to west, ahead of all', () => {
    const { waves, warnings } = plan({
      kind: 'correction',
      schedule: { at: 'now' },
      channels: ['sms', 'email'],
    });
    expect(waves.map(({ regionCode, channel }) => `${regionCode} ${channel}`)).toEqual([
      '91 sms',
      '91 email',
      '51 sms',
      '51 email',
      '11 sms',
      '11 email',
    ]);
    expect(new Set(instants(waves))).toEqual(new Set([NOW.toISOString()]));
    expect(new Set(waves.map(({ priority }) => priority))).toEqual(new Set([2]));
    expect(warnings).toEqual([]);
    expect(plan({ kind: 'correction' }).warnings.map(({ code }) => code)).toEqual(['scheduled-correction']);
  });

  it('asks for a neutrality tick when something may go out in the quiet period, and blocks nothing', () => {
    const electionQuiet = { from: '2026-12-02', to: '2026-12-04', pollingDate: '2026-12-05' };
    const touches = plan({
      electionQuiet,
      schedule: { at: '2026-12-01T09:00', expires: '2026-12-02T08:30' },
    });
    expect(touches.needsNeutralTick).toBe(true);
    expect(touches.waves).toHaveLength(3);
    expect(touches.warnings[0]).toMatchObject({
      code: 'quiet-period',
      message: expect.stringContaining('2026-12-05'),
    });
    // It expires on the first quiet day, but before the window opens there.
    expect(
      plan({ electionQuiet, schedule: { at: '2026-12-01T09:00', expires: '2026-12-02T08:00' } })
        .needsNeutralTick,
    ).toBe(false);
    expect(plan({ electionQuiet, schedule: { at: '2026-12-05T09:00' } }).needsNeutralTick).toBe(false);
  });

  it('reports where people would get a message at night, in their local time', () => {
    const hours = (more: Partial<PlanInput>): string[] =>
      plan({ kind: 'urgent', ...more }).warnings.find(({ code }) => code === 'night')?.expected ?? [];
    // 20:30 in Aceh is 22:30 in Papua.
    const now = new Date('2026-11-30T13:30:00Z');
    const at = (time: string): Partial<PlanInput> => ({ schedule: { at: time, leaveWindow: true } });
    expect(hours({ now, ...at('now') })).toEqual(['20:30 WIB', '21:30 WITA', '22:30 WIT']);
    expect(hours(at('2026-12-01T05:59'))).toEqual(['05:59 WIB', '05:59 WITA', '05:59 WIT']);
    expect(hours(at('2026-12-01T06:00'))).toEqual([]);
    expect(hours(at('2026-12-01T19:59'))).toEqual([]);
    expect(
      hours({ schedule: { at: '2026-12-01T20:00', window: { from: '08:00', to: '23:59' } } }),
    ).toHaveLength(3);
  });

  it('lists the days on which copies may go out, also for a faulty schedule', () => {
    const days = (schedule: Partial<PlanInput['schedule']>): string[] =>
      sendingDays({ at: '2026-11-01T09:00', ...schedule }, [ACEH, PAPUA], NOW).map(
        ({ regionCode, from, lastDay }) => `${regionCode} ${from} ${lastDay}`,
      );
    expect(days({})).toEqual(['11 2026-11-01T09:00 2026-11-02', '91 2026-11-01T09:00 2026-11-02']);
    expect(days({ at: 'now' })).toEqual(['11 2026-11-30T10:00 2026-12-01', '91 2026-11-30T12:00 2026-12-01']);
    // Its 24 hours end before the window opens again, or at midnight.
    expect(days({ at: '2026-11-01T08:00' })[0]).toBe('11 2026-11-01T08:00 2026-11-01');
    expect(days({ at: '2026-11-01T07:00', leaveWindow: true })[0]).toBe('11 2026-11-01T07:00 2026-11-02');
    expect(days({ at: '2026-11-01T07:00', leaveWindow: true, expires: '2026-11-02T00:00' })[0]).toBe(
      '11 2026-11-01T07:00 2026-11-01',
    );
  });

  it('warns, in words, when a channel cannot finish before expiry', () => {
    const { forecast, warnings } = plan({
      channels: ['telegram'],
      budgets: { telegram: 30 },
      regions: [ACEH],
      estimate: { '11': { telegram: 2_000_000 } },
    });
    // 11 h a day from 09:00, 12 h from the next days: 30/s moves 1,188,000 the first day and the rest the next.
    expect(forecast['telegram']).toMatchObject({ messages: 2_000_000, late: true });
    expect(forecast['telegram']?.finishesAt.toISOString()).toBe('2026-12-02T08:31:07.000Z');
    expect(forecast['telegram']?.lateMessages).toBe(2_000_000 - 1_188_000 - 108_000);
    expect(warnings[0]?.message).toMatch(
      /At 30 messages a second telegram would finish at 2026-12-02 15:31:07 WIB: about 704000 of 2000000/,
    );
  });
});

describe('every plan', () => {
  const anyPlan = fc
    .record({
      regions: fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1, selector: ({ code }) => code }),
      channels: fc.uniqueArray(fc.constantFrom('email', 'telegram', 'sms'), { minLength: 1 }),
      kind: fc.constantFrom('ordinary' as const, 'urgent' as const, 'correction' as const),
      at: fc.oneof(fc.constant('now'), localDateTimes()),
      perRegion: fc.dictionary(fc.constantFrom('11', '11.09', '51', 'LN'), localDateTimes(), { maxKeys: 2 }),
      expires: fc.option(localDateTimes(), { nil: undefined }),
      leaveWindow: fc.boolean(),
      window: fc.option(fc.constantFrom({ from: '06:00', to: '22:00' }, { from: '00:00', to: '23:59' }), {
        nil: undefined,
      }),
      estimate: fc.dictionary(
        fc.constantFrom('11', '51', '91'),
        fc.record({ email: fc.nat(400_000), telegram: fc.nat(400_000) }),
      ),
    })
    .map(({ regions, channels, kind, at, perRegion, expires, leaveWindow, window, estimate }): PlanInput => ({
      schedule: {
        at,
        perRegion,
        leaveWindow,
        ...(expires ? { expires } : {}),
        ...(window ? { window } : {}),
      },
      kind,
      channels,
      regions,
      now: NOW,
      budgets: { email: 500, telegram: 30, sms: null },
      estimate,
    }));

  function localDateTimes(): fc.Arbitrary<string> {
    return fc
      .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 86_399 }))
      .map(([day, second]) => new Date(Date.UTC(2026, 11, 1 + day, 0, 0, second)).toISOString().slice(0, 19));
  }

  it('has faults or exactly one wave for each channel and region, never both', () => {
    fc.assert(
      fc.property(anyPlan, (input) => {
        const { waves, faults } = planWaves(input);
        const names = waves.map(({ channel, regionCode }) => `${channel} ${regionCode}`);
        expect(new Set(names).size).toBe(names.length);
        expect(names.length).toBe(faults.length > 0 ? 0 : input.channels.length * input.regions.length);
      }),
    );
  });

  it('keeps the requested wall-clock time, window and expiry for each region', () => {
    let planned = 0;
    fc.assert(
      fc.property(anyPlan, (input) => {
        const { schedule } = input;
        for (const wave of planWaves(input).waves) {
          planned += 1;
          const asked =
            schedule.perRegion?.[wave.regionCode] ??
            schedule.perRegion?.[wave.regionCode.split('.')[0] ?? ''] ??
            schedule.at;
          const due = wave.dueAt.getTime();
          if (asked === 'now') expect(wave.dueAt).toEqual(NOW);
          else expect(localTime(due, wave.timeZone).toPlainDateTime().equals(asked)).toBe(true);
          expect(due).toBeGreaterThanOrEqual(NOW.getTime());
          expect(wave.expiresAt.getTime()).toBeGreaterThan(due);
          if (wave.windowFrom === null || wave.windowTo === null) {
            expect(schedule.leaveWindow && input.kind !== 'ordinary').toBe(true);
          } else {
            expect(isWithinWindow(due, wave.timeZone, { from: wave.windowFrom, to: wave.windowTo })).toBe(
              true,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(planned).toBeGreaterThan(100);
  });

  it('lists waves in the order in which they go out', () => {
    fc.assert(
      fc.property(anyPlan, (input) => {
        const { waves } = planWaves(input);
        for (const [i, wave] of waves.slice(1).entries()) {
          expect(wave.dueAt.getTime()).toBeGreaterThanOrEqual(Number(waves[i]?.dueAt));
        }
      }),
    );
  });
});

describe('a schedule', () => {
  it.each([
    '2026-13-01T07:00',
    '2026-02-30T07:00',
    '2026-12-01T24:00',
    '2026-12-01T07:00Z',
    '2026-12-01T07:00+07:00',
    '2026-12-01',
    '2026-12-01T07:00:60',
    'tomorrow',
  ])('refuses %s as a local time', (at) => {
    expect(givenSchedule.safeParse({ at }).success).toBe(false);
    expect(givenSchedule.safeParse({ at: 'now', perRegion: { '11': at } }).success).toBe(false);
  });

  it('accepts "now", minutes and seconds, and rejects unknown settings', () => {
    for (const at of ['now', '2026-12-01T07:00', '2026-12-01T07:00:05'])
      expect(givenSchedule.safeParse({ at }).success).toBe(true);
    expect(givenSchedule.safeParse({ at: 'now', zone: 'Asia/Jakarta' }).success).toBe(false);
    expect(givenSchedule.safeParse({ at: 'now', window: { from: '8:00', to: '24:00' } }).success).toBe(false);
  });
});
