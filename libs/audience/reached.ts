/**
 * Of a delivery `d`: whether the person has the message, or may have it. One that was sent again was unknown before,
 * whatever became of it since.
 */
export const MAY_HAVE_REACHED = `(d.state IN ('accepted', 'delivered', 'unknown') OR d.resends > 0)`;

/**
 * Whether any of these broadcasts reached somebody, or may have: at this one address where every address gets a copy, at
 * any of the person's where one is enough. Each argument is an SQL expression.
 * @param broadcasts bigint[]
 * @param every boolean: whether every address gets a copy
 */
export const reachedBefore = (broadcasts: string, contact: string, address: string, every: string): string =>
  `EXISTS (SELECT FROM addresses e JOIN deliveries d ON d.broadcast_id = ANY (${broadcasts}::bigint[]) AND d.address_id = e.id
     WHERE e.contact_id = ${contact} AND (NOT ${every} OR e.id = ${address}) AND ${MAY_HAVE_REACHED})`;
