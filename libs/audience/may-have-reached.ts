/**
 * Condition on a delivery `d`: the person has the message, or may have it. A delivery that was resent was unknown
 * before, whatever its state is now.
 */
export const MAY_HAVE_REACHED = `(d.state IN ('accepted', 'delivered', 'unknown') OR d.resends > 0)`;

/**
 * Condition: one of these broadcasts reached, or may have reached, this address if every address gets a copy, or any of
 * the person's addresses if one copy is enough. Each argument is an SQL expression.
 * @param broadcasts bigint[]
 * @param every boolean: whether every address gets a copy
 */
export const reachedBefore = (broadcasts: string, contact: string, address: string, every: string): string =>
  `EXISTS (SELECT FROM addresses e JOIN deliveries d ON d.broadcast_id = ANY (${broadcasts}::bigint[]) AND d.address_id = e.id
     WHERE e.contact_id = ${contact} AND (NOT ${every} OR e.id = ${address}) AND ${MAY_HAVE_REACHED})`;
