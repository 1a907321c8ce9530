-- Creates missing buckets and locks all of them in the order of keys. A short lock_timeout bounds the wait.
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

-- Truncates the table of networks once it is nearly full, which takes an attack: at its maximum hold_networks raises, and
-- all pages with limits fail. Measures the file, not the rows: DELETE leaves the file large.
CREATE OR REPLACE FUNCTION trim_networks(most bigint DEFAULT 192 * 1024 * 1024) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
BEGIN
  IF pg_relation_size('network_limits') <= most THEN RETURN false; END IF;
  TRUNCATE network_limits;
  RETURN true;
EXCEPTION WHEN lock_not_available THEN RETURN false; -- somebody holds a row: another time
END $$;
