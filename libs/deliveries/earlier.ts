import { MAY_HAVE_REACHED } from '#audience';
import { chainOf, HANDED_AT } from '#broadcasts';
import type { EarlierMessage } from '#channels';
import { rows, type Tx } from '#platform';

/** What one person has in hand of a broadcast and of what corrected it before. */
export interface Earlier {
  /** Each once, the oldest first. */
  messages: EarlierMessage[];
  /** Whether they may have one more, of which nobody knows what the provider calls it. */
  unnamed: boolean;
}

/** What people have got, or may have, of all that a correction corrects, by address id. */
export async function earlierMessages(
  tx: Tx,
  correctionId: string,
  addressIds: readonly string[],
): Promise<Map<string, Earlier>> {
  const found = await rows<{
    addressId: string;
    providerId: string | null;
    sentAt: Date | null;
    unsure: boolean;
  }>(
    tx,
    `SELECT d.address_id AS "addressId", d.provider_id AS "providerId", ${HANDED_AT} AS "sentAt",
       d.state = 'unknown' OR d.resends > 0 AS unsure
     FROM deliveries d JOIN waves w ON w.id = d.wave_id
     WHERE d.broadcast_id = ANY ($1::bigint[]) AND d.address_id = ANY ($2::bigint[]) AND ${MAY_HAVE_REACHED}
     ORDER BY d.broadcast_id`,
    [await chainOf(tx, correctionId), addressIds],
  );
  const earlier = new Map<string, Earlier>();
  for (const { addressId, providerId, sentAt, unsure } of found) {
    const { messages, unnamed } = earlier.get(addressId) ?? { messages: [], unnamed: false };
    // An edited message bears the number it was first sent under.
    const known = messages.some((message) => message.providerId === providerId);
    if (providerId !== null && sentAt !== null && !known) messages.push({ providerId, sentAt });
    earlier.set(addressId, { messages, unnamed: unnamed || unsure || providerId === null });
  }
  return earlier;
}
