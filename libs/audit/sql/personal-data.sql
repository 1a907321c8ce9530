-- What the audit trail holds about a citizen (docs/rights.md). For the owner's function held_about, which the programs
-- call. An erasure takes nothing out of the trail: its entries name a citizen by numbers alone.

CREATE OR REPLACE FUNCTION held_in_audit(contact bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  WITH own AS (SELECT * FROM addresses WHERE contact_id = $1),
  asked AS (SELECT * FROM data_requests WHERE contact_id = $1 AND identity_check IS NOT NULL)
  SELECT jsonb_build_object(
    'trail', coalesce((SELECT jsonb_agg(jsonb_build_object('at', e.at, 'act', e.act, 'by', o.name, 'subject', e.subject,
      'detail', e.detail) ORDER BY e.id)
      FROM audit_entries e LEFT JOIN people p ON p.id = e.actor_id LEFT JOIN organisations o ON o.id = p.organisation_id
      WHERE e.id IN (
        SELECT t.id FROM audit_entries t
        WHERE t.subject IN (SELECT 'contact:' || $1 UNION SELECT 'address:' || a.id FROM own a
          UNION SELECT 'suppression:' || s.id FROM own a JOIN suppressions s ON s.channel = a.channel AND s.hash = a.hash)
        -- A request may have found somebody else or nobody before, and another one this person.
        UNION SELECT t.id FROM audit_entries t
        WHERE t.subject IN (SELECT 'request:' || q.id FROM asked q)
          AND coalesce(t.detail ->> 'found', CASE t.act WHEN 'request.find' THEN '' ELSE $1::text END) = $1::text
        UNION SELECT t.id FROM audit_entries t
        WHERE t.act IN ('request.find', 'request.identity', 'request.identity-back') AND t.detail ->> 'found' = $1::text)), '[]'))
$$;
