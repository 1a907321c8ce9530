import { type Counts, failingOf, reached } from '../../../parts/sending/account.rules.js';

/** An act on the broadcast, as far as it tells what failed before it. */
interface Act {
  act: string;
  channel: string | null;
  regionCode: string | null;
  /** Of a resumption: what its part had come to at that moment; null: not noted. */
  before?: { sent: number; failed: number } | null;
  brake: { channel: string } | null;
}

/**
 * Whether a channel of a broadcast that goes on fails now. Once a pause of the whole channel is over, only what followed
 * counts: what failed before was its reason, and says nothing of how it goes since.
 * @param stops the acts on the broadcast, the oldest first
 */
export function failingNow(
  channel: string,
  counts: Counts,
  stops: readonly Act[],
): ReturnType<typeof failingOf> {
  const before = stops.findLast(
    (one) => one.act === 'resume' && one.channel === channel && one.regionCode === null,
  )?.before;
  if (!before) return failingOf(counts);
  return failingOf({
    ...counts,
    accepted: Math.max(0, reached(counts) - before.sent),
    delivered: 0,
    failed: Math.max(0, counts.failed - before.failed),
    unknown: 0,
  });
}

/** Fewer rejected copies than these on a channel that the brake stopped are ordinary. */
const AGAIN_FROM = 20;

/**
 * The channels of which rejected copies should be sent again, and how many can be: what the brake stopped, or what failed in
 * large part. Null: none.
 * @param groups what a provider rejected and can go again
 * @param failing channels that failed in large part
 */
export function againOf<Channel extends string>(
  groups: readonly { channel: Channel; copies: number; withheld: string | null }[],
  stops: readonly Act[],
  failing: readonly Channel[],
): { channels: Channel[]; copies: number } | null {
  const some = new Map<Channel, number>();
  for (const { channel, copies, withheld } of groups)
    if (withheld === null) some.set(channel, (some.get(channel) ?? 0) + copies);
  const asked = [...some].filter(
    ([channel, copies]) =>
      copies > 0 &&
      (failing.includes(channel) ||
        (copies >= AGAIN_FROM && stops.some(({ brake }) => brake?.channel === channel))),
  );
  return asked.length === 0
    ? null
    : { channels: asked.map(([channel]) => channel), copies: asked.reduce((sum, [, one]) => sum + one, 0) };
}
