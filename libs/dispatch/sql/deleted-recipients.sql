-- The broadcasts of which deleted addresses are remembered, and whether people are still to be written down for them.
CREATE OR REPLACE FUNCTION remembering() RETURNS TABLE (broadcast_id bigint, writes boolean) LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT w.broadcast_id, bool_or(w.writes) FROM (
    SELECT broadcast_id, true AS writes FROM waves
    WHERE fanned_out_at IS NULL AND state NOT IN ('completed', 'cancelled', 'expired') AND expires_at > siar_now()
    UNION ALL SELECT broadcast_id, false FROM waves WHERE first_handover_at > siar_now() - interval '90 days') AS w
  GROUP BY w.broadcast_id
$$;
CREATE OR REPLACE FUNCTION note_deleted_recipients() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  remembered bigint[];
  written bigint[];
BEGIN
  SELECT array_agg(broadcast_id), array_agg(broadcast_id) FILTER (WHERE writes) FROM remembering() INTO remembered, written;
  INSERT INTO deleted_recipients
    SELECT d.broadcast_id, g.channel, g.hash, g.id, e.address_id IS NOT NULL
    FROM gone g LEFT JOIN erasures e ON e.address_id = g.id CROSS JOIN LATERAL (
      SELECT broadcast_id FROM deliveries WHERE broadcast_id = ANY (remembered) AND address_id = g.id OFFSET 0) d
    WHERE e.address_id IS NULL OR d.broadcast_id = ANY (written)
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_deleted_recipients AFTER DELETE ON addresses
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_deleted_recipients();
-- For renew_hashes (libs/audience/sql/renew-hashes.sql). Of the broadcasts that are remembered: the other rows are deleted.
CREATE OR REPLACE FUNCTION renew_in_dispatch(channels text[], older bytea[], newest bytea[]) RETURNS void LANGUAGE sql AS $$
  UPDATE deleted_recipients r SET hash = p.newest FROM unnest(channels, older, newest) AS p (channel, older, newest)
  WHERE r.broadcast_id = ANY (ARRAY(SELECT broadcast_id FROM remembering())) AND r.channel = p.channel AND r.hash = p.older
$$;
