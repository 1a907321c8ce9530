/** What holds all channels, or a whole channel, up: an emergency stop, and pauses of channels by operators. */
interface Holds {
  standing: object | null;
  pausedChannels: readonly string[];
}

/** What has to happen before a channel sends again: an act of an operator, or the return of what it sends by. */
export type Condition = 'emergency' | 'channel' | 'provider' | 'program' | 'queue';

/** Causes that end without an act in the console, and what has to happen then. */
const RETURNS: Readonly<Record<string, Condition>> = {
  away: 'provider',
  unserved: 'program',
  stall: 'program',
  queue: 'queue',
};

/**
 * The acts of operators that a channel waits for before what nobody paused on it goes on; none: it goes on by itself.
 * @param holds what holds channels up at present; undefined: not known yet
 */
export function goesOnAfter(channels: readonly string[], holds: Holds | undefined): Condition[] {
  const found: Condition[] = [];
  if (holds?.standing) found.push('emergency');
  if (channels.some((channel) => holds?.pausedChannels.includes(channel))) found.push('channel');
  return found;
}

/** What messages of a paused channel wait for once it is resumed. @param causes what else holds the whole channel up */
export const afterResume = (
  channel: string,
  holds: Holds | undefined,
  causes: readonly string[],
): Condition[] => [
  ...new Set([
    ...goesOnAfter([channel], holds).filter((one) => one !== 'channel'),
    ...causes.flatMap((cause) => RETURNS[cause] ?? []),
  ]),
];
