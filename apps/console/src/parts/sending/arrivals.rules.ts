import type { Channel } from '../../api';
import { type Counts, reached } from './account.rules.js';

/** The channels of which the provider reports that a message arrived; of the others nobody can tell. */
const REPORTED: readonly Channel[] = ['sms'];

export const reportsArrival = (channel: Channel): boolean => REPORTED.includes(channel);

/** Copies reported as arrived, of those that the providers of these channels accepted; null: no provider reports any. */
export function arrivalsOf(
  channels: readonly (readonly [Channel, Counts])[],
): { arrived: number; of: number } | null {
  const reported = channels.filter(([channel]) => reportsArrival(channel));
  if (reported.length === 0) return null;
  return {
    arrived: reported.reduce((sum, [, { delivered }]) => sum + delivered, 0),
    of: reported.reduce((sum, [, counts]) => sum + reached(counts), 0),
  };
}
