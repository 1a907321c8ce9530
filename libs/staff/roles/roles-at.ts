/**
 * SQL: the roles of the person `p` at an instant, from the trail's entries about role changes: those before the next
 * change `x` (id, at, detail), without the ones that began to count in between; without a later change those that count
 * since then. Changes without an actor are to be left out of `x`: only people change roles, and a worker could write
 * such an entry.
 * @param at an SQL expression for the instant
 */
export const rolesAt = (at: string): string => `ARRAY(
  SELECT role FROM (
    SELECT jsonb_array_elements_text(x.detail -> 'before') AS role WHERE x.id IS NOT NULL
    EXCEPT SELECT unnest(a.roles) FROM appointments a
      WHERE a.person_id = p.id AND a.act = 'roles' AND a.counts_from > ${at} AND a.counts_from <= x.at
    UNION ALL SELECT r.role FROM person_roles r WHERE x.id IS NULL AND r.person_id = p.id AND r.counts_from <= ${at}
  ) held ORDER BY role)`;
