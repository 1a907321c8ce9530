-- Makes the ledger's partition for the month of an instant, unless it is there. A table first, then ATTACH:
-- CREATE … PARTITION OF would wait behind every open export.
CREATE OR REPLACE FUNCTION ensure_ledger_partition(instant timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  month timestamptz := date_trunc('month', instant AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  following timestamptz := (date_trunc('month', instant AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC';
  partition text := 'deliveries_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_ledger_partition'));
  IF to_regclass(partition) IS NULL THEN
    -- A group claims and settles all rows of a page at once, so that room for each of them three times (pending, claimed,
    -- accepted) leaves both changes HOT: no index is touched, and the page is tidied when it is next read, without a vacuum.
    EXECUTE format('CREATE TABLE %I (LIKE deliveries INCLUDING ALL) WITH (fillfactor = 39)', partition);
    EXECUTE format('ALTER TABLE deliveries ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
      partition, broadcast_id_at(month), broadcast_id_at(following));
    -- The publisher freezes a month that is over. A new database's roles come after its first months.
    IF to_regrole('siar_app') IS NOT NULL THEN EXECUTE format('GRANT MAINTAIN ON %I TO siar_app', partition); END IF;
  END IF;
  RETURN partition;
END $$;

-- Whether the ledger has room for a broadcast's copies: its month has not been retired (libs/dispatch/ledger/retiring.ts).
CREATE OR REPLACE FUNCTION ledger_keeps(broadcast bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT to_regclass('deliveries_' || to_char(to_timestamp((broadcast / 4096 + 1704067200000) / 1000.0) AT TIME ZONE 'UTC', 'YYYY_MM')) IS NOT NULL
$$;

-- How many months after this one have their partition, in a row.
CREATE OR REPLACE FUNCTION ledger_months_ahead() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  month timestamp := date_trunc('month', siar_now() AT TIME ZONE 'UTC');
  ahead integer := 0;
BEGIN
  WHILE to_regclass('deliveries_' || to_char(month + make_interval(months => ahead + 1), 'YYYY_MM')) IS NOT NULL LOOP
    ahead := ahead + 1;
  END LOOP;
  RETURN ahead;
END $$;

-- Makes the ledger's partitions three months ahead, and renews the statistics of those that have grown tenfold; gives
-- their names. As the owner of the tables, since the application's role may do neither. One at a time does it.
CREATE OR REPLACE FUNCTION tend_ledger() RETURNS text[] LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  partition text;
  analyzed text[] := '{}';
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('tend_ledger')) THEN RETURN analyzed; END IF;
  IF ledger_months_ahead() < 3 THEN
    PERFORM ensure_ledger_partition(siar_now() + make_interval(months => m)) FROM generate_series(0, 3) AS m;
  END IF;
  FOR partition IN
    SELECT c.oid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'deliveries'::regclass
      AND pg_relation_size(c.oid) / current_setting('block_size')::int >= 10 * greatest(c.relpages, 10)
  LOOP
    EXECUTE 'ANALYZE ' || partition;
    analyzed := analyzed || partition;
  END LOOP;
  RETURN analyzed;
END $$;
