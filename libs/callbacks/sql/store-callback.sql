-- The gateway's only way to write a callback. 131,072 units (512 MB) may wait: half of them from Twilio, because the
-- gateway cannot distinguish its callbacks from forged ones, and an eighth from one bucket of networks. The sequence
-- also counts the units of open transactions, and of those rolled back, which take space until they are vacuumed.
CREATE OR REPLACE FUNCTION store_callback(source text, content bytea, network integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  most CONSTANT bigint := 131072;
  units CONSTANT integer := octet_length(content) / 4096 + 1;
  waiting bigint;
  own bigint;
  new_id bigint;
BEGIN
  -- 512 kB, and what the head and the seal add.
  IF units > 129 THEN RETURN 'too-large'; END IF;
  SELECT s.last_value - i.drained INTO waiting FROM callback_units s, callback_intake i;
  IF waiting + units > (CASE store_callback.source WHEN 'twilio' THEN most / 2 ELSE most END) THEN RETURN 'full'; END IF;
  SELECT coalesce(sum(octet_length(c.content) / 4096 + 1), 0) INTO own FROM (
    SELECT w.content FROM callbacks w
    WHERE w.network = store_callback.network AND w.set_aside_at IS NULL LIMIT most / 8) c;
  IF own + units > most / 8 THEN RETURN 'network-full'; END IF;
  -- Before a unit is taken: the statement that gives units back waits for the transactions that have an id by then.
  PERFORM pg_current_xact_id();
  FOR n IN 1..units LOOP new_id := nextval('callback_units'); END LOOP;
  INSERT INTO callbacks (id, source, content, network)
  VALUES (new_id, store_callback.source, store_callback.content, store_callback.network);
  RETURN 'stored';
END $$;
