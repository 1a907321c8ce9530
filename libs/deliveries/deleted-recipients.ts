import type { DataSource } from 'typeorm';

/** Of a wave `w`: whether people may still be written down for it. */
const TO_BE_WRITTEN = `w.fanned_out_at IS NULL AND w.state NOT IN ('completed', 'cancelled', 'expired') AND w.expires_at > siar_now()`;

/**
 * Whether a broadcast went, or may have gone, to a mailbox under an address that was deleted since: by withdrawing an
 * import, or by erasure. The ledger's key is the address; the same mailbox under a new one is told by its keyed hash. Of a
 * broadcast without such addresses, which is nearly every one, this is asked once for a statement and not of each person.
 * Each argument is an SQL expression.
 * @param every boolean: whether every address gets a copy, or one of each person's
 */
export const hadUnderDeletedAddress = (
  broadcast: string,
  contact: string,
  address: string,
  every: string,
): string =>
  `((SELECT EXISTS (SELECT FROM deleted_recipients WHERE broadcast_id = ${broadcast})) AND EXISTS (
     SELECT FROM addresses e
       JOIN deleted_recipients r ON r.broadcast_id = ${broadcast} AND r.channel = e.channel AND r.hash = e.hash
       JOIN deliveries d ON d.broadcast_id = r.broadcast_id AND d.address_id = r.address_id
     WHERE e.contact_id = ${contact} AND (NOT ${every} OR e.id = ${address})
       AND (d.state IN ('claimed', 'accepted', 'delivered', 'unknown') OR d.resends > 0)))`;

/** Forgets the hashes of broadcasts for which nobody will be written down any more. */
export async function forgetDeletedRecipients(database: DataSource): Promise<void> {
  await database.query(FORGET);
}

// By a jump from one broadcast to the next: of one there may be millions.
const FORGET = `
WITH RECURSIVE held AS (
  (SELECT broadcast_id FROM deleted_recipients ORDER BY broadcast_id LIMIT 1)
  UNION ALL
  SELECT (SELECT r.broadcast_id FROM deleted_recipients r WHERE r.broadcast_id > h.broadcast_id ORDER BY r.broadcast_id LIMIT 1)
  FROM held h WHERE h.broadcast_id IS NOT NULL
)
DELETE FROM deleted_recipients WHERE broadcast_id IN (
  SELECT h.broadcast_id FROM held h WHERE h.broadcast_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM waves w WHERE w.broadcast_id = h.broadcast_id AND ${TO_BE_WRITTEN}))`;
