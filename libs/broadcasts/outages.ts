import { newestWithin } from '#audit';
import type { ChannelName } from '#channels';
import { row, type Tx } from '#platform/database';
import type { Outage } from '#contract/api/deliveries';
import { knownAccounts } from './last-day.js';
import { OUTAGE_ACTS, outagesOf } from './outages.rules.js';

/** What began this long before a broadcast, in ms, may still stand while it is being sent. */
const BEFORE_MS = 86_400_000;
/** Entries read, at most. */
const ENTRIES = 400;

/** What the providers did to a broadcast while it was being sent, from the trail. Nothing before its first hand-over. */
export async function outagesDuring(tx: Tx, broadcastId: string): Promise<Outage[]> {
  const of = await row<{ from: Date | null; to: Date | null; now: Date; channels: ChannelName[] }>(
    tx,
    `SELECT min(w.first_handover_at) AS from, min(b.ended_at) AS to, siar_now() AS now, array_agg(DISTINCT w.channel) AS channels
     FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id WHERE b.id = $1`,
    [broadcastId],
  );
  if (!of?.from) return [];
  const { from, to, now, channels } = of;
  const [entries, known] = await Promise.all([
    newestWithin(tx, OUTAGE_ACTS, ENTRIES, {
      from: new Date(from.getTime() - BEFORE_MS),
      to: new Date((to ?? now).getTime() + 1),
    }),
    knownAccounts(tx),
  ]);
  return outagesOf(entries.toReversed(), known, channels, { from, to, now });
}
