import { windowCloses, nextOpening, type Window } from './window.rules.js';
import type { Forecast } from '#contract/api/plan';

export type { Forecast } from '#contract/api/plan';

/** The horizon of a forecast: nobody plans further ahead. */
const HORIZON_MS = 366 * 24 * 3_600_000;

/** Messages of one channel that have the same due time, window and expiry. Instants in ms since 1970. */
export interface Lot {
  timeZone: string;
  dueAt: number;
  expiresAt: number;
  window: Window | null;
  messages: number;
}

/** The predicted course of some messages. */
interface Passing {
  /** When the first message can go out. */
  startsAt: Date;
  /** When the last would be sent without an expiry; at most a year ahead. */
  finishesAt: Date;
  /** The last expiry of their waves. */
  expiresAt: Date;
  messages: number;
  /** Messages predicted to be too late. */
  lateMessages: number;
}

/** The predicted course of one zone of a channel, which shares the rate with the others. */
interface ZoneForecast extends Passing {
  timeZone: string;
}

interface Lane extends Lot {
  left: number;
  lateMessages: number;
  /** When its first message can go out. */
  startsAt: number;
  /**
   * When its last message is sent; 0 before that, and for a lot without messages: it must not delay the end of its
   * zone.
   */
  emptyAt: number;
  /** The open interval at or after the simulated time. */
  opens: number;
  closes: number;
}

/**
 * Simulates one channel's lots at its rate: the earlier expiry first, then the earlier due time, then the given order.
 * A lot advances only while its window is open; an open lot uses the whole rate.
 * @param ratePerSecond messages a second; null: no limit
 * @returns null when there are no lots
 */
export function forecast(lots: readonly Lot[], ratePerSecond: number | null): Forecast | null {
  const [first] = lots;
  if (!first) return null;
  const lanes = lots.map((lot): Lane => ({
    ...lot,
    left: lot.messages,
    lateMessages: 0,
    startsAt: 0,
    emptyAt: 0,
    opens: 0,
    closes: 0,
  }));
  lanes.sort((a, b) => a.expiresAt - b.expiresAt || a.dueAt - b.dueAt);
  for (const lane of lanes) {
    moveTo(lane, lane.dueAt);
    lane.startsAt = lane.opens;
  }
  const startsAt = Math.min(...lanes.map((lane) => lane.opens));
  const finishesAt = drain(
    lanes,
    startsAt,
    ratePerSecond === null ? Number.POSITIVE_INFINITY : ratePerSecond / 1000,
  );
  const lateMessages = Math.round(lanes.reduce((sum, lane) => sum + lane.lateMessages, 0));
  return {
    startsAt: new Date(startsAt),
    finishesAt: new Date(finishesAt),
    expiresAt: new Date(Math.max(...lots.map((lot) => lot.expiresAt))),
    messages: lots.reduce((sum, lot) => sum + lot.messages, 0),
    lateMessages,
    late: lateMessages > 0,
    zones: byZone(lanes),
  };
}

function byZone(lanes: readonly Lane[]): ZoneForecast[] {
  const zones = new Map<string, Lane[]>();
  for (const lane of lanes) zones.set(lane.timeZone, [...(zones.get(lane.timeZone) ?? []), lane]);
  return [...zones]
    .map(([timeZone, own]) => {
      const startsAt = Math.min(...own.map((lane) => lane.startsAt));
      return {
        timeZone,
        startsAt: new Date(startsAt),
        finishesAt: new Date(toSecond(Math.max(startsAt, ...own.map((lane) => lane.emptyAt)))),
        expiresAt: new Date(Math.max(...own.map((lane) => lane.expiresAt))),
        messages: own.reduce((sum, lane) => sum + lane.messages, 0),
        lateMessages: Math.round(own.reduce((sum, lane) => sum + lane.lateMessages, 0)),
      };
    })
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** Rounds up to the next whole second, in ms. */
const toSecond = (at: number): number => Math.ceil(at / 1000) * 1000;

/**
 * Advances the simulated time until every lane is empty. @returns that instant, in ms since 1970, rounded up to a whole
 * second
 */
function drain(lanes: Lane[], startsAt: number, perMs: number): number {
  let at = startsAt;
  let waiting = lanes.filter((lane) => lane.left > 0);
  while (waiting.length > 0 && at < startsAt + HORIZON_MS) {
    for (const lane of waiting) if (at >= lane.closes) moveTo(lane, at);
    const turn = waiting.findIndex((lane) => lane.opens <= at);
    const lane = waiting[turn];
    if (!lane) {
      at = Math.min(...waiting.map(({ opens }) => opens));
      continue;
    }
    const overtaken = Math.min(Number.POSITIVE_INFINITY, ...waiting.slice(0, turn).map(({ opens }) => opens));
    // Rounded up to a whole ms, the unit of zones and windows.
    const empty = Math.ceil(at + lane.left / perMs);
    const until = Math.min(empty, lane.closes, overtaken);
    if (until > lane.expiresAt) {
      lane.lateMessages +=
        perMs === Number.POSITIVE_INFINITY ? lane.left : (until - Math.max(at, lane.expiresAt)) * perMs;
    }
    lane.left = until === empty ? 0 : lane.left - (until - at) * perMs;
    at = until;
    lane.emptyAt = at;
    waiting = waiting.filter(({ left }) => left > 0);
  }
  // Messages beyond the horizon are late too.
  const horizon = startsAt + HORIZON_MS;
  for (const lane of waiting) {
    lane.lateMessages += lane.left;
    lane.emptyAt = horizon;
  }
  return toSecond(Math.min(at, horizon));
}

function moveTo(lane: Lane, at: number): void {
  lane.opens = nextOpening(Math.max(at, lane.dueAt), lane.timeZone, lane.window);
  lane.closes = windowCloses(lane.opens, lane.timeZone, lane.window);
}
