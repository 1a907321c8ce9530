import type { Fault } from '#platform';
import type { Forecast } from './forecast.rules.js';
import type { LocalDateTime, Schedule } from './schedule.js';

/** A region with the fields that planning needs. */
export interface PlanRegion {
  code: string;
  name: string;
  timeZone: string;
}

/** The days before polling without campaigning (masa tenang), local dates `YYYY-MM-DD`. */
export interface QuietPeriod {
  from: string;
  to: string;
  pollingDate: string;
}

export interface PlanInput {
  schedule: Schedule;
  kind: 'ordinary' | 'urgent' | 'correction';
  channels: readonly string[];
  /** The regions of the audience: one wave for each, on each channel. */
  regions: readonly PlanRegion[];
  electionQuiet?: QuietPeriod | undefined;
  now: Date;
  /** Channel → messages a second; null or absent: no limit. */
  budgets: Readonly<Record<string, number | null>>;
  /** Region code → channel → expected messages. Default: none. */
  estimate?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
  /**
   * Whether the required people have confirmed the local hours of a broadcast that leaves the window. Default: they
   * have.
   */
  leaveWindowConfirmed?: boolean | undefined;
  /** What happens to the regions whose hour has passed. Default: that is a fault. */
  late?: LateChoice | undefined;
}

/**
 * The choices for regions whose hour has passed: `send` at once, within their expiry; `move` to the same hour of the
 * next day on which it is still to come; or `expire`, with nothing sent.
 */
export const LATE_CHOICES = ['send', 'move', 'expire'] as const;
export type LateChoice = (typeof LATE_CHOICES)[number];

/** Regions of one zone whose hour has passed. */
export interface Missed {
  timeZone: string;
  dueAt: Date;
  regions: string[];
}

/** One wave before it is inserted. */
export interface PlannedWave {
  channel: string;
  regionCode: string;
  timeZone: string;
  /** The priority of its jobs. */
  priority: number;
  dueAt: Date;
  expiresAt: Date;
  /** Local `HH:MM`; both null: any hour. */
  windowFrom: string | null;
  windowTo: string | null;
  /** The estimated number of messages. */
  expected: number;
}

/** A warning to read before confirming; it prevents nothing. */
export interface Warning {
  code: 'late' | 'night' | 'quiet-period' | 'scheduled-correction' | 'wide-window';
  path: string;
  message: string;
  /** The subject of the warning, for a screen that words it itself: hours. */
  expected?: string[];
}

/** A due time outside the window, or one that has passed: the time an author may accept instead. */
export interface NextOpening {
  /** The path of the due time in the draft: `schedule.at`, or a region's own. */
  path: string;
  /** Whether that time has passed. */
  passed: boolean;
  timeZone: string;
  regions: string[];
  at: LocalDateTime;
}

export interface Plan {
  /** In the order in which they go out; empty when there are faults. */
  waves: PlannedWave[];
  faults: Fault[];
  warnings: Warning[];
  /** By channel; empty when there are faults. */
  forecast: Record<string, Forecast>;
  nextOpenings: NextOpening[];
  /** The regions whose hour has passed, with any choice. */
  missed: Missed[];
  /** It may go out in the quiet period: the author must tick that it is neutral. */
  needsNeutralTick: boolean;
}

/** One region's times, in ms since 1970. */
export interface Timed {
  region: PlanRegion;
  /** The path of its time in the draft. */
  path: string;
  dueAt: number;
  expiresAt: number;
}
