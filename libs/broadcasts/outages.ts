import { newestWithin } from '#audit';
import { rows, type Tx } from '#platform/database';
import type { Outage } from '#contract/api/deliveries';
import { knownAccounts } from './last-day.js';
import { OUTAGE_ACTS, outagesOf, type Sending } from './outages.rules.js';

/** What began this long before a broadcast, in ms, may still stand while it is being sent, and end this long after it. */
const AROUND_MS = 86_400_000;
/** Entries read, at most. */
const ENTRIES = 400;

/**
 * What held a broadcast back at its providers, from the trail. Nothing before its first wave is released, and on a channel
 * that handed over all of its own nothing after the last of them, though a pause may keep its waves open for long.
 */
export async function outagesDuring(tx: Tx, broadcastId: string): Promise<Outage[]> {
  const channels = await rows<Sending & { now: Date }>(
    tx,
    `SELECT channel, least(min(released_at), min(first_handover_at)) AS from,
       CASE WHEN sum(pending + claimed + unlisted) = 0 AND sum(cancelled + expired + never_listed) = 0 AND count(handed_at) > 0
         THEN max(handed_at) WHEN count(ended_at) = count(*) THEN max(ended_at) END AS to, siar_now() AS now
     FROM waves WHERE broadcast_id = $1 GROUP BY 1 HAVING count(released_at) + count(first_handover_at) > 0 ORDER BY 1`,
    [broadcastId],
  );
  const [one] = channels;
  if (!one) return [];
  const { now } = one;
  const first = Math.min(...channels.map(({ from }) => from.getTime()));
  const last = Math.max(...channels.map(({ to }) => (to ?? now).getTime()));
  const [entries, known] = await Promise.all([
    // An outage that held it may end long after it.
    newestWithin(tx, OUTAGE_ACTS, ENTRIES, {
      from: new Date(first - AROUND_MS),
      to: new Date(last + AROUND_MS),
    }),
    knownAccounts(tx),
  ]);
  return outagesOf(entries.toReversed(), known, channels, now);
}
