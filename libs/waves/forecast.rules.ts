import { closing, nextOpening, type Window } from './window.rules.js';

/** Nobody plans further; a forecast that runs past it stops there. */
const HORIZON_MS = 366 * 24 * 3_600_000;

/** Messages of one channel that become due, may go out and expire together. Instants in ms since 1970. */
export interface Lot {
  timeZone: string;
  dueAt: number;
  expiresAt: number;
  window: Window | null;
  messages: number;
}

/** How messages will fare. */
interface Passing {
  /** When the first message can go out. */
  startsAt: Date;
  /** When the last would be out, were there no expiry; at most a year ahead. */
  finishesAt: Date;
  /** The last expiry of their waves. */
  expiresAt: Date;
  messages: number;
  /** Messages that would be too late, by this forecast. */
  lateMessages: number;
}

/** How a channel will fare at its rate. */
export interface Forecast extends Passing {
  late: boolean;
  /** The same by zone, in the order in which they begin. */
  zones: ZoneForecast[];
}

/** How a channel will fare in one zone, beside the others. */
interface ZoneForecast extends Passing {
  timeZone: string;
}

interface Lane extends Lot {
  left: number;
  lateMessages: number;
  /** When its first message can go out. */
  startsAt: number;
  /** When its last is out; 0 before and for nobody: a lot without messages holds up no zone's end. */
  emptyAt: number;
  /** The open stretch at or after the clock's hand. */
  opens: number;
  closes: number;
}

/**
 * Lets one channel's lots through one after another at its rate, the earlier expiry first, then the earlier due time,
 * then the given order; each only while its window is open, and whoever is open uses the rate.
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

/** Up to the next whole second, in ms. */
const toSecond = (at: number): number => Math.ceil(at / 1000) * 1000;

/** Runs the clock's hand until every lane is empty. @returns when, in ms since 1970, up to the next whole second */
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
    // Up to a whole ms: zones and windows are asked in those.
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
  // What the horizon cut off is late too.
  const horizon = startsAt + HORIZON_MS;
  for (const lane of waiting) {
    lane.lateMessages += lane.left;
    lane.emptyAt = horizon;
  }
  return toSecond(Math.min(at, horizon));
}

function moveTo(lane: Lane, at: number): void {
  lane.opens = nextOpening(Math.max(at, lane.dueAt), lane.timeZone, lane.window);
  lane.closes = closing(lane.opens, lane.timeZone, lane.window);
}
