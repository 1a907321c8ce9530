-- Makes the buckets there are not yet and holds them all, in the order of keys; not for long behind another that holds one.
CREATE OR REPLACE FUNCTION hold_networks(keys bytea[]) RETURNS SETOF network_limits
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
BEGIN
  IF cardinality(keys) > 8 THEN RAISE EXCEPTION 'more buckets than one act is counted in'; END IF;
  IF pg_relation_size('network_limits') > 256 * 1024 * 1024 THEN RAISE EXCEPTION 'too many networks are counted'; END IF;
  INSERT INTO network_limits (key, paid_until) SELECT new.key, siar_now() FROM unnest(keys) AS new (key) ORDER BY new.key
  ON CONFLICT (key) DO NOTHING;
  RETURN QUERY SELECT * FROM network_limits n WHERE n.key = ANY (keys) ORDER BY n.key FOR UPDATE;
END $$;
CREATE OR REPLACE FUNCTION pay_networks(keys bytea[], paid timestamptz[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
  UPDATE network_limits SET paid_until = new.paid_until FROM unnest(keys, paid) AS new (key, paid_until)
  WHERE network_limits.key = new.key
$$;

-- Begins anew once the table of networks is nearly full, which only somebody makes it who wants it full: then hold_networks
-- refuses, and so do all pages that count. Not by rows: the file of a table that was emptied stays large.
CREATE OR REPLACE FUNCTION trim_networks(most bigint DEFAULT 192 * 1024 * 1024) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
BEGIN
  IF pg_relation_size('network_limits') <= most THEN RETURN false; END IF;
  TRUNCATE network_limits;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN RETURN false; -- somebody holds a row: another time
END $$;
