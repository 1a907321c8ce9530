import type { Schedule } from '#contract/api/message';
import { lateChoice, type LateChoice } from '#contract/api/plan';

export type {
  Missed,
  NextOpening,
  PlanWarning as Warning,
  PlannedWave,
  SendingPlan as Plan,
} from '#contract/api/plan';

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
export const LATE_CHOICES = lateChoice.options;
export type { LateChoice };

/** One region's times, in ms since 1970. */
export interface Timed {
  region: PlanRegion;
  /** The path of its time in the draft. */
  path: string;
  dueAt: number;
  expiresAt: number;
}
