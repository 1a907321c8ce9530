-- Moves what is stored of addresses under older look-up hashes to the newest one, where a look-up then finds it. All of an
-- address moves together, since a suppression finds its address by an equal hash. Runs as the owner of the tables; other libs
-- move theirs by functions of their own. An address that is stored under both hashes already is left where it is.
-- @param stripes locks that are held until the transaction ends, in order: programs that write under different keys join an
--   address one after the other then
-- Returns the number of addresses moved.
CREATE OR REPLACE FUNCTION renew_hashes(stripes integer[], channels text[], older bytea[], newest bytea[], classes text[])
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stripe integer;
  moved integer;
BEGIN
  FOREACH stripe IN ARRAY stripes LOOP
    PERFORM pg_advisory_xact_lock(hashtext('siar renew hashes'), stripe);
  END LOOP;
  UPDATE addresses a SET hash = n.newest, class = n.class FROM (
    SELECT o.id, p.newest, p.class
    FROM unnest(channels, older, newest, classes) AS p (channel, older, newest, class)
      JOIN addresses o ON o.channel = p.channel AND o.hash = p.older
    WHERE NOT EXISTS (SELECT FROM addresses other WHERE other.channel = p.channel AND other.hash = p.newest)
    ORDER BY o.id FOR UPDATE OF o) n
  WHERE a.id = n.id;
  GET DIAGNOSTICS moved = ROW_COUNT;
  -- Of two suppressions the one stays that its owner cannot lift.
  DELETE FROM suppressions s USING unnest(channels, older, newest) AS p (channel, older, newest), suppressions o
  WHERE s.channel = p.channel AND s.hash = p.newest AND o.channel = p.channel AND o.hash = p.older
    AND o.reason IN ('complaint', 'staff') AND s.reason NOT IN ('complaint', 'staff');
  DELETE FROM suppressions o USING unnest(channels, older, newest) AS p (channel, older, newest)
  WHERE o.channel = p.channel AND o.hash = p.older
    AND EXISTS (SELECT FROM suppressions s WHERE s.channel = p.channel AND s.hash = p.newest);
  UPDATE suppressions s SET hash = n.newest FROM (
    SELECT o.id, p.newest FROM unnest(channels, older, newest) AS p (channel, older, newest)
      JOIN suppressions o ON o.channel = p.channel AND o.hash = p.older
    ORDER BY o.hash FOR UPDATE OF o) n
  WHERE s.id = n.id;
  UPDATE confirmations f SET to_hash = p.newest FROM unnest(channels, older, newest) AS p (channel, older, newest)
  WHERE f.channel = p.channel AND f.to_hash = p.older;
  PERFORM renew_in_notices(channels, older, newest);
  PERFORM renew_in_dispatch(channels, older, newest);
  RETURN moved;
END $$;
