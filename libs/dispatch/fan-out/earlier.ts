import { MAY_HAVE_REACHED } from '#audience';
import { chainOf, HANDED_AT } from '#broadcasts/corrections';
import type { EarlierMessage } from '#channels';
import { rows, type Tx } from '#platform/database';

/** The messages one person already has of a broadcast and of its earlier corrections. */
export interface Earlier {
  /** Each once, the oldest first. */
  messages: EarlierMessage[];
  /** Whether they may have another message, for which no provider id is recorded. */
  unnamed: boolean;
}

/**
 * The messages that people have, or may have, of everything a correction corrects, by address id. Includes messages sent to
 * the same mailbox under a since deleted address.
 */
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
    `WITH held AS (
       SELECT id, id AS "addressId" FROM unnest($2::bigint[]) AS asked (id)
       UNION SELECT r.address_id, a.id FROM addresses a
         JOIN deleted_recipients r ON r.broadcast_id = ANY ($1::bigint[]) AND r.channel = a.channel AND r.hash = a.hash
       WHERE a.id = ANY ($2::bigint[])
     )
     SELECT h."addressId", d.provider_id AS "providerId", ${HANDED_AT} AS "sentAt",
       d.state = 'unknown' OR d.resends > 0 AS unsure
     FROM held h JOIN deliveries d ON d.broadcast_id = ANY ($1::bigint[]) AND d.address_id = h.id
       AND d.address_id = ANY (ARRAY(SELECT id FROM held)) JOIN waves w ON w.id = d.wave_id
     WHERE ${MAY_HAVE_REACHED}
     ORDER BY d.broadcast_id`,
    [await chainOf(tx, correctionId), addressIds],
  );
  const earlier = new Map<string, Earlier>();
  for (const { addressId, providerId, sentAt, unsure } of found) {
    const { messages, unnamed } = earlier.get(addressId) ?? { messages: [], unnamed: false };
    // An edited message keeps the number under which it was first sent.
    const known = messages.some((message) => message.providerId === providerId);
    if (providerId !== null && sentAt !== null && !known) messages.push({ providerId, sentAt });
    earlier.set(addressId, { messages, unnamed: unnamed || unsure || providerId === null });
  }
  return earlier;
}
