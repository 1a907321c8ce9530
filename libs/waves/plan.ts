import type { Fault } from '#platform';
import type { Forecast } from './forecast.rules.js';
import type { LocalDateTime, Schedule } from './schedule.js';

/** A region as far as planning needs it. */
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
  /** The regions the audience names: a wave each, on each channel. */
  regions: readonly PlanRegion[];
  electionQuiet?: QuietPeriod | undefined;
  now: Date;
  /** Channel → messages a second; null or absent: no limit. */
  budgets: Readonly<Record<string, number | null>>;
  /** Region code → channel → messages that are expected. Default: none. */
  estimate?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined;
  /** Whether those who must have confirmed the local hours of a broadcast that leaves the window. Default: they have. */
  leaveWindowConfirmed?: boolean | undefined;
  /** What becomes of the regions whose hour has passed. Default: that is a fault. */
  late?: LateChoice | undefined;
}

/**
 * What can be done with the regions whose hour has passed: `send` them at once, within their expiry; `move` them to the
 * same hour of the next day on which it is still to come; or let them `expire`, with nothing sent.
 */
export const LATE_CHOICES = ['send', 'move', 'expire'] as const;
export type LateChoice = (typeof LATE_CHOICES)[number];

/** Regions of one zone whose hour has passed. */
export interface Missed {
  timeZone: string;
  dueAt: Date;
  regions: string[];
}

/** One wave as it will be written. */
export interface PlannedWave {
  channel: string;
  regionCode: string;
  timeZone: string;
  /** Of its jobs. */
  priority: number;
  dueAt: Date;
  expiresAt: Date;
  /** Local `HH:MM`; both null: any hour. */
  windowFrom: string | null;
  windowTo: string | null;
  /** Messages, as estimated. */
  expected: number;
}

/** Something people should know before they confirm; it stops nothing. */
export interface Warning {
  code: 'late' | 'night' | 'quiet-period' | 'scheduled-correction' | 'wide-window';
  path: string;
  message: string;
  /** What it is about, for a screen that says it in its own words: hours. */
  expected?: string[];
}

/** Where the due time falls outside the window: the time an author may accept instead. */
export interface NextOpening {
  timeZone: string;
  regions: string[];
  at: LocalDateTime;
}

export interface Plan {
  /** In the order in which they go out; empty where there are faults. */
  waves: PlannedWave[];
  faults: Fault[];
  warnings: Warning[];
  /** By channel; empty where there are faults. */
  forecast: Record<string, Forecast>;
  nextOpenings: NextOpening[];
  /** What of it had its hour already, whatever was chosen for it. */
  missed: Missed[];
  /** It may go out in the quiet period: the author must tick that it is neutral. */
  needsNeutralTick: boolean;
}

/** One region's times, in ms since 1970. */
export interface Timed {
  region: PlanRegion;
  /** Where in the draft its time stands. */
  path: string;
  dueAt: number;
  expiresAt: number;
}
