import { firstDue } from './incidents.rules.js';

/** How a channel stands while nothing goes out. */
interface Answers<Channel extends string> {
  channel: Channel;
  how: 'answers' | 'away' | 'paused' | 'unused';
  /** ISO 8601; null: nothing is wrong. */
  since: string | null;
}

/**
 * Whether each channel's provider took what it was given last; that it did not outweighs a pause.
 * @param used whether anything was ever sent
 */
export const answersOf = <Channel extends string>(
  channels: readonly Channel[],
  away: readonly { channel: Channel; since: string }[],
  paused: readonly { channel: Channel; since: string }[],
  used: boolean,
): Answers<Channel>[] =>
  channels.map((channel) => {
    const isOf = (one: { channel: Channel }): boolean => one.channel === channel;
    const gone = away.find(isOf);
    const pause = paused.find(isOf);
    return {
      channel,
      how: gone ? 'away' : pause ? 'paused' : used ? 'answers' : 'unused',
      since: (gone ?? pause)?.since ?? null,
    };
  });

/**
 * What is due first, and how many broadcasts come after it.
 * @param next due within a day, by clock; what is paused is not due
 * @param later after that, the first of each
 */
export function nextOf<One extends { id: string; dueAt: string }>(
  next: readonly (One & { paused: boolean })[],
  later: readonly One[],
  at: string,
): { first: One | null; more: number } {
  const first: One | null = firstDue(next, at) ?? later[0] ?? null;
  const ids = new Set([...next, ...later].map(({ id }) => id));
  if (first) ids.delete(first.id);
  return { first, more: ids.size };
}

/** Whether nothing goes out: neither anything that runs, nor anything that was stopped on its way. */
export const isQuiet = ({
  running,
  stopped,
}: {
  running: readonly unknown[] | null;
  stopped: readonly { state: string }[] | null;
}): boolean => running?.length === 0 && (stopped ?? []).every(({ state }) => state === 'approved');
