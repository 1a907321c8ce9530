import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { says } from '#platform';

/** A wall-clock time without a zone, `2026-12-01T07:00` or with seconds: each region reads it on its own clock. */
export type LocalDateTime = string;

const localDateTime = z.string().refine(isLocalDateTime, says('local-time'));

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, says('clock-time'));

/** An author's choice of when a broadcast goes out; part of the draft, and so of the digest. */
export const scheduleSchema = z.strictObject({
  /** `now`: at approval. Else the wall-clock time, meant in each region's own zone. */
  at: z.union([z.literal('now'), localDateTime], says('local-time-or-now')),
  /** Region code → its own time. A province's time applies to regencies without one. */
  perRegion: z.record(z.string(), localDateTime).optional(),
  /** Local time in each region; nothing goes out from then on. Default: 24 h after the due time. */
  expires: localDateTime.optional(),
  /** Local hours in which messages go out. Default 08:00–20:00. */
  window: z.strictObject({ from: clockTime, to: clockTime }).optional(),
  /** Goes out at any hour: urgent broadcasts and corrections only. */
  leaveWindow: z.boolean().optional(),
});

export type Schedule = z.infer<typeof scheduleSchema>;

function isLocalDateTime(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value)) return false;
  try {
    Temporal.PlainDateTime.from(value, { overflow: 'reject' });
    // Temporal accepts a leap second as :59, which no author intends.
    return !value.endsWith(':60');
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
