import { MAY_HAVE_REACHED } from '#audience';
import type { Database } from '#platform/database';

/**
 * Whether any of these broadcasts went, or may have gone, to the same mailbox under an address that was deleted since, by
 * withdrawing an import or by erasure. The ledger's key is the address; the keyed hash identifies the mailbox under its new
 * address. A claimed copy counts, too: it may be leaving. Nearly all broadcasts have no such addresses: the first condition
 * checks that once per statement, not per person. Each argument is an SQL expression.
 * @param broadcasts bigint[]
 * @param every boolean: whether every address gets a copy, or one address of each person
 */
export const hadUnderDeletedAddress = (
  broadcasts: string,
  contact: string,
  address: string,
  every: string,
): string =>
  `((SELECT EXISTS (SELECT FROM deleted_recipients WHERE broadcast_id = ANY (${broadcasts}))) AND EXISTS (
     SELECT FROM addresses e
       JOIN deleted_recipients r ON r.broadcast_id = ANY (${broadcasts}) AND r.channel = e.channel AND r.hash = e.hash
       JOIN deliveries d ON d.broadcast_id = r.broadcast_id AND d.address_id = r.address_id
     WHERE e.contact_id = ${contact} AND (NOT ${every} OR e.id = ${address})
       AND (d.state = 'claimed' OR ${MAY_HAVE_REACHED})))`;

/**
 * Finds the current address of a mailbox, given its deleted address, as a query on `addresses`.
 * @param address an SQL expression: the deleted address
 */
export const heldNow = (address: string): string =>
  `SELECT n.* FROM deleted_recipients r JOIN addresses n ON n.channel = r.channel AND n.hash = r.hash WHERE r.address_id = ${address}`;

/**
 * Deletes hashes that are no longer needed: of broadcasts that will get no more deliveries and that no correction refers
 * to. `remembering()` (libs/dispatch/sql/deleted-recipients.sql) names the broadcasts of which they are needed.
 */
export async function forgetDeletedRecipients(database: Database): Promise<void> {
  await database.query(FORGET);
}

// Jumps from one broadcast to the next: one broadcast may have millions of rows.
const FORGET = `
WITH RECURSIVE held AS (
  (SELECT broadcast_id FROM deleted_recipients ORDER BY broadcast_id LIMIT 1)
  UNION ALL
  SELECT (SELECT r.broadcast_id FROM deleted_recipients r WHERE r.broadcast_id > h.broadcast_id ORDER BY r.broadcast_id LIMIT 1)
  FROM held h WHERE h.broadcast_id IS NOT NULL
), remembered AS MATERIALIZED (
  SELECT * FROM remembering()
), erased AS (
  DELETE FROM deleted_recipients WHERE erased AND broadcast_id IN (SELECT broadcast_id FROM remembered WHERE NOT writes)
)
DELETE FROM deleted_recipients WHERE broadcast_id IN (
  SELECT h.broadcast_id FROM held h WHERE h.broadcast_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM remembered m WHERE m.broadcast_id = h.broadcast_id))`;
