-- Stores callbacks in one transaction, and returns what became of each: 'stored', 'full', 'network-full' or 'too-large'.
-- 131,072 units (512 MB) may wait: half of them from Twilio, because the gateway cannot distinguish its callbacks from
-- forged ones, and an eighth from one bucket of networks. The sequence also counts the units of open transactions, and of
-- those rolled back, which take space until they are vacuumed.
CREATE OR REPLACE FUNCTION store_callbacks(source text, contents bytea[], network integer) RETURNS text[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  most CONSTANT bigint := 131072;
  one bytea;
  units integer;
  waiting bigint;
  own bigint;
  new_id bigint;
  results text[] := '{}';
BEGIN
  SELECT s.last_value - i.drained INTO waiting FROM callback_units s, callback_intake i;
  SELECT coalesce(sum(octet_length(c.content) / 4096 + 1), 0) INTO own FROM (
    SELECT w.content FROM callbacks w
    WHERE w.network = store_callbacks.network AND w.set_aside_at IS NULL LIMIT most / 8) c;
  FOREACH one IN ARRAY contents LOOP
    units := octet_length(one) / 4096 + 1;
    -- 512 kB, and what the head and the seal add.
    IF units > 129 THEN results := results || 'too-large'::text;
    ELSIF waiting + units > (CASE store_callbacks.source WHEN 'twilio' THEN most / 2 ELSE most END) THEN
      results := results || 'full'::text;
    ELSIF own + units > most / 8 THEN results := results || 'network-full'::text;
    ELSE
      -- Before a unit is taken: the statement that gives units back waits for the transactions that have an id by then.
      PERFORM pg_current_xact_id();
      FOR n IN 1..units LOOP new_id := nextval('callback_units'); END LOOP;
      INSERT INTO callbacks (id, source, content, network)
      VALUES (new_id, store_callbacks.source, one, store_callbacks.network);
      waiting := waiting + units;
      own := own + units;
      results := results || 'stored'::text;
    END IF;
  END LOOP;
  RETURN results;
END $$;

-- The gateway's only way to write a callback.
CREATE OR REPLACE FUNCTION store_callback(source text, content bytea, network integer) RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT (store_callbacks(source, ARRAY[content], network))[1];
$$;
