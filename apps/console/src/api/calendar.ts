import { type Answer, call } from './client';

export type Calendar = Answer<'get', '/calendar'>;
export type CalendarEntry = Calendar['entries'][number];

export const calendar = {
  /** @param from the first day, `2029-02-01` */
  show: (from: string, days: number, signal: AbortSignal) =>
    call('get', '/calendar', { query: { from, days }, signal }),
  /** What a broadcast would send on each channel, and when. */
  plan: (id: string, signal: AbortSignal) => call('get', '/broadcasts/{id}/plan', { path: { id }, signal }),
};
