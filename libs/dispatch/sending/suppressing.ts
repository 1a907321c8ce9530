import type { Audience, SuppressionReason } from '#audience';
import type { ChannelName } from '#channels';
import type { Tx } from '#platform/database';

/** A copy's evidence against the address it went to. */
export interface AddressEvidence {
  broadcastId: string;
  channel: ChannelName;
  addressId: string;
  /** `soft-failures`: one soft failure, whether or not the limit is reached. */
  why: Extract<SuppressionReason, 'dead-address' | 'provider-opt-out' | 'complaint' | 'soft-failures'>;
  /** The provider's code. */
  detail: string;
}

/**
 * Suppresses addresses, and counts the soft failures of others.
 * @param softFailures how many in a row suppress an address
 */
export async function suppressAll(
  tx: Tx,
  audience: Audience,
  against: readonly AddressEvidence[],
  softFailures: number,
): Promise<void> {
  if (against.length === 0) return;
  // By id: the updates that follow, group by group, would lock them in any order. No key changes: another group's late outcomes
  // hold the keys of addresses while they wait for the wave's counters, which this transaction may hold.
  await tx.query('SELECT FROM addresses WHERE id = ANY ($1::bigint[]) ORDER BY id FOR NO KEY UPDATE', [
    against.map(({ addressId }) => addressId),
  ]);
  const groups = groupBy(against, ({ channel, why, detail, broadcastId }) =>
    [channel, why, detail, ...(why === 'soft-failures' ? [broadcastId] : [])].join(' '),
  );
  for (const group of groups.values()) {
    const [first] = group;
    if (!first) continue;
    const { channel, broadcastId, why, detail } = first;
    const ids = group.map(({ addressId }) => addressId);
    if (why === 'soft-failures')
      await audience.softFailed(tx, channel, broadcastId, ids, detail, softFailures);
    else await audience.suppress(tx, channel, ids, why, detail);
  }
}

/** Groups items by key, in their order of appearance. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
