import { Temporal } from 'temporal-polyfill';
import { because, type Fault, fault } from '#contract/problems';
import { PRIORITY } from '#queue';
import { forecast, type Lot } from './forecast.rules.js';
import type { NextOpening, Plan, PlanInput, PlanRegion, Timed } from './plan.js';
import type { LocalDateTime, Schedule } from '#contract/api/message';
import { SEND_HOURS } from '#contract/lists';
import { isWithinWindow, localTime, nextOpening, type Window } from './window.rules.js';
import { quietWarning } from './quiet-period.rules.js';
import { habits, lastDay, lateWarning, longWarning, nightWarning } from './warnings.rules.js';
import { wallClock, zoneName } from './wording.rules.js';

/** Also the default lifetime of a broadcast. */
const DAY_MS = 24 * 3_600_000;
/** A suggested time leaves at least this long for the author and the review, and is a multiple of five minutes. */
const LEAD_MS = 15 * 60_000;
const STEP_MS = 5 * 60_000;

/**
 * Turns a schedule into waves (docs/architecture.md). A wall-clock time applies in each region's own zone. Nothing is ever
 * moved: a request that cannot be met is a fault, which gives a valid alternative.
 *
 * Waves are sorted by due time, then from east to west (the nearest poll opening first), then by region code and
 * channel. They are inserted in that order, and claims order by `due_at, id`: waves that are due at one instant, as all
 * waves of a correction are, drain WIT, WITA, WIB.
 */
export function planWaves(input: PlanInput): Plan {
  const { schedule, kind, channels } = input;
  const now = input.now.getTime();
  const regions = [...new Map(input.regions.map((region) => [region.code, region])).values()];
  const faults: Fault[] = unknownRegions(schedule, regions);
  const window = schedule.window ?? SEND_HOURS;
  if (window.from >= window.to) {
    faults.push(fault('schedule.window', 'window-order', { from: window.from, to: window.to }));
  }
  const leaves = leavesWindow(input, faults);
  const asked = regions.flatMap((region) => timesOf(region, schedule, now, faults));
  const missed = grouped(asked.filter(({ dueAt }) => dueAt < now));
  if (!input.late) faults.push(...passed(missed, now));
  const timed = asked.map((time) => withLate(time, input, now));
  faults.push(...expiredBeforeDue(timed));
  const hours = leaves ? null : window;
  const going = timed.filter(({ expiresAt }) => input.late !== 'expire' || expiresAt > now);
  const shut =
    window.from < window.to
      ? // A time that has passed is one fault, whatever the hour.
        going.filter(({ region, dueAt }) => dueAt >= now && !isWithinWindow(dueAt, region.timeZone, hours))
      : [];
  if (timed.length > 0 && going.length === 0) {
    faults.push(fault('late', 'all-passed'));
  }
  const openHours = window.from < window.to ? hours : null;
  const nextOpenings = [...(input.late ? [] : missed), ...grouped(shut)].map((group) =>
    opening(group, now, openHours),
  );
  faults.push(...shutFaults(grouped(shut), now, window, kind));

  const plan: Plan = {
    waves: [],
    faults: mergeFaults(faults),
    warnings: [],
    forecast: {},
    nextOpenings,
    missed: missed.map(({ timeZone, dueAt, regions: those }) => ({
      timeZone,
      dueAt: new Date(dueAt),
      regions: those.map(({ code }) => code),
    })),
    needsNeutralTick: false,
  };
  if (plan.faults.length > 0) return plan;

  timed.sort(
    (a, b) =>
      a.dueAt - b.dueAt ||
      offset(b) - offset(a) ||
      (a.region.code < b.region.code ? -1 : a.region.code > b.region.code ? 1 : 0),
  );
  plan.waves = timed.flatMap(({ region, dueAt, expiresAt }) =>
    [...new Set(channels)].map((channel) => ({
      channel,
      regionCode: region.code,
      timeZone: region.timeZone,
      priority: PRIORITY[kind],
      dueAt: new Date(dueAt),
      expiresAt: new Date(expiresAt),
      windowFrom: hours?.from ?? null,
      windowTo: hours?.to ?? null,
      expected: input.estimate?.[region.code]?.[channel] ?? 0,
    })),
  );
  plan.warnings.push(...habits(input, hours), ...nightWarning(going), ...longWarning(going));
  const quiet = input.electionQuiet && quietWarning(going, hours, input.electionQuiet);
  if (quiet) {
    plan.needsNeutralTick = true;
    plan.warnings.push(quiet);
  }
  for (const channel of new Set(channels)) {
    const rate = input.budgets[channel] ?? null;
    const expected = (code: string): number => input.estimate?.[code]?.[channel] ?? 0;
    const found = forecast(lots(going, hours, expected), rate);
    if (!found) continue;
    plan.forecast[channel] = found;
    if (found.late) plan.warnings.push(lateWarning(channel, found, rate, timed[0]?.region.timeZone ?? 'UTC'));
  }
  return plan;
}

/**
 * When a schedule's regions are due and expire, also for a schedule with other faults: determines how long a decision
 * may wait.
 */
export function scheduledTimes(
  schedule: Schedule,
  regions: readonly PlanRegion[],
  now: Date,
): { region: PlanRegion; dueAt: Date; expiresAt: Date }[] {
  return regions
    .flatMap((region) => timesOf(region, schedule, now.getTime(), []))
    .map(({ region, dueAt, expiresAt }) => ({
      region,
      dueAt: new Date(dueAt),
      expiresAt: new Date(expiresAt),
    }));
}

/**
 * The days on which copies may go out in each region, in local time, also for a schedule with other faults.
 * @returns `from` as `YYYY-MM-DDTHH:MM`, `lastDay` as `YYYY-MM-DD`
 */
export function sendingDays(
  schedule: Schedule,
  regions: readonly PlanRegion[],
  now: Date,
): { regionCode: string; from: string; lastDay: string }[] {
  const hours = schedule.leaveWindow ? null : (schedule.window ?? SEND_HOURS);
  return regions
    .flatMap((region) => timesOf(region, schedule, now.getTime(), []))
    .map((time) => ({
      regionCode: time.region.code,
      from: localTime(time.dueAt, time.region.timeZone)
        .toPlainDateTime()
        .toString({ smallestUnit: 'minute' }),
      lastDay: lastDay(time, hours).toString(),
    }));
}

/** A region's times after the choice for regions whose hour has passed. */
function withLate(time: Timed, { late, schedule }: PlanInput, now: number): Timed {
  if (time.dueAt >= now) return time;
  switch (late) {
    case undefined:
      return time;
    case 'send':
      return { ...time, dueAt: now };
    case 'move': {
      const was = localTime(time.dueAt, time.region.timeZone);
      let days = Math.max(1, Math.floor((now - time.dueAt) / DAY_MS));
      while (was.add({ days }).epochMilliseconds < now) days++;
      const dueAt = was.add({ days }).epochMilliseconds;
      return { ...time, dueAt, expiresAt: schedule.expires === undefined ? dueAt + DAY_MS : time.expiresAt };
    }
    case 'expire':
      return { ...time, expiresAt: Math.min(time.expiresAt, now) };
  }
}

function unknownRegions(schedule: Schedule, regions: readonly PlanRegion[]): Fault[] {
  const known = new Set(regions.flatMap(({ code }) => [code, provinceOf(code)]));
  return Object.keys(schedule.perRegion ?? {})
    .filter((code) => !known.has(code))
    .map((code) => fault(`schedule.perRegion.${code}`, 'strange-region', { region: code }));
}

function leavesWindow({ schedule, kind, leaveWindowConfirmed }: PlanInput, faults: Fault[]): boolean {
  if (!schedule.leaveWindow) return false;
  if (kind === 'ordinary') {
    faults.push(fault('schedule.leaveWindow', 'leave-kind'));
    return false;
  }
  if (leaveWindowConfirmed === false) {
    faults.push(fault('schedule.leaveWindow', 'leave-unconfirmed'));
  }
  return true;
}

function timesOf(region: PlanRegion, schedule: Schedule, now: number, faults: Fault[]): Timed[] {
  const own = [region.code, provinceOf(region.code)].find((code) => schedule.perRegion?.[code] !== undefined);
  const path = own === undefined ? 'schedule.at' : `schedule.perRegion.${own}`;
  const asked = own === undefined ? schedule.at : (schedule.perRegion?.[own] ?? schedule.at);
  const dueAt = asked === 'now' ? now : instantOf(asked, region, path, faults);
  if (dueAt === null) return [];
  if (schedule.expires === undefined) return [{ region, path, dueAt, expiresAt: dueAt + DAY_MS }];
  const expiresAt = instantOf(schedule.expires, region, 'schedule.expires', faults);
  return expiresAt === null ? [] : [{ region, path, dueAt, expiresAt }];
}

/** The earlier of two instants with the wall-clock time (when clocks go back); a fault when there is none. */
function instantOf(at: LocalDateTime, region: PlanRegion, path: string, faults: Fault[]): number | null {
  const local = Temporal.PlainDateTime.from(at);
  const zoned = local.toZonedDateTime(region.timeZone);
  if (zoned.toPlainDateTime().equals(local)) return zoned.epochMilliseconds;
  faults.push(
    fault(path, 'no-such-time', {
      at,
      region: region.name,
      zone: region.timeZone,
      next: zoned.toPlainDateTime().toString({ smallestUnit: 'minute' }),
    }),
  );
  return null;
}

/** One fault for each wall-clock time; with several zones, `now` is not the same everywhere and is left out. */
function passed(missed: readonly Group[], now: number): Fault[] {
  const sameTime = zonesBy(missed, ({ path, timeZone, dueAt }) => `${path} ${wallClock(dueAt, timeZone)}`);
  return sameTime.map(([first, ...others]) => {
    const zones = [first, ...others];
    const { path, timeZone, dueAt } = first;
    const here = { at: wallClock(dueAt, timeZone), regions: namesOf(zones) };
    return zones.length > 1
      ? fault(path, 'passed-zones', here)
      : fault(path, 'passed', {
          ...here,
          zone: zoneName(timeZone, dueAt),
          now: wallClock(now, timeZone),
        });
  });
}

function expiredBeforeDue(timed: readonly Timed[]): Fault[] {
  return grouped(timed.filter(({ dueAt, expiresAt }) => expiresAt <= dueAt)).map(
    ({ timeZone, dueAt, expiresAt }) =>
      fault('schedule.expires', 'expires-first', {
        expires: wallClock(expiresAt, timeZone),
        at: wallClock(dueAt, timeZone),
      }),
  );
}

/** Regions of one zone with the same time: they share one message. */
interface Group {
  path: string;
  timeZone: string;
  dueAt: number;
  expiresAt: number;
  regions: PlanRegion[];
}

function grouped(timed: readonly Timed[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { region, path, dueAt, expiresAt } of timed) {
    const key = `${path} ${region.timeZone} ${dueAt}`;
    const group = groups.get(key) ?? { path, timeZone: region.timeZone, dueAt, expiresAt, regions: [] };
    group.regions.push(region);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function opening({ path, timeZone, dueAt, regions }: Group, now: number, hours: Window | null): NextOpening {
  const earliest = Math.ceil((now + LEAD_MS) / STEP_MS) * STEP_MS;
  const at = localTime(nextOpening(Math.max(earliest, dueAt), timeZone, hours), timeZone).toPlainDateTime();
  return {
    path,
    passed: dueAt < now,
    timeZone,
    regions: regions.map(({ code }) => code),
    at: at.toString({ smallestUnit: 'minute' }),
  };
}

/** One fault for the zones in which the same wall-clock time is outside the window, with the same next opening. */
function shutFaults(shut: readonly Group[], now: number, window: Window, kind: PlanInput['kind']): Fault[] {
  const sameTime = zonesBy(shut, (group) =>
    [group.path, wallClock(group.dueAt, group.timeZone), opening(group, now, window).at].join(' '),
  );
  const why = kind === 'ordinary' ? 'take-next-opening' : 'next-opening-or-leave';
  return sameTime.map(([first, ...others]) => {
    const zones = [first, ...others];
    const names = new Set(zones.map(({ timeZone, dueAt }) => zoneName(timeZone, dueAt)));
    return fault(first.path, 'outside-window', {
      ...because(why, {
        at: wallClock(first.dueAt, first.timeZone),
        zone: [...names].join('/'),
        regions: namesOf(zones),
        from: window.from,
        to: window.to,
        next: opening(first, now, window).at,
      }),
    });
  });
}

/** Groups that share a key. */
function zonesBy(groups: readonly Group[], keyOf: (group: Group) => string): [Group, ...Group[]][] {
  const found = new Map<string, [Group, ...Group[]]>();
  for (const group of groups) {
    const same = found.get(keyOf(group));
    if (same) same.push(group);
    else found.set(keyOf(group), [group]);
  }
  return [...found.values()];
}

const namesOf = (zones: readonly Group[]): string[] =>
  zones.flatMap(({ regions }) => regions.map(({ name }) => name));

/** Merges the same fault of several regions (such as an expiry that no clock shows) into one. */
function mergeFaults(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.message}`, fault])).values()];
}

/** Regions that go out together are one lot, because the forecast treats them the same. */
function lots(timed: readonly Timed[], window: Window | null, expected: (region: string) => number): Lot[] {
  const found = new Map<string, Lot>();
  for (const { region, dueAt, expiresAt } of timed) {
    const key = `${region.timeZone} ${dueAt} ${expiresAt}`;
    const lot = found.get(key) ?? { timeZone: region.timeZone, dueAt, expiresAt, window, messages: 0 };
    lot.messages += expected(region.code);
    found.set(key, lot);
  }
  return [...found.values()];
}

function provinceOf(code: string): string {
  return code.split('.')[0] ?? code;
}

function offset({ region, dueAt }: Timed): number {
  return localTime(dueAt, region.timeZone).offsetNanoseconds;
}
