-- Each change that a restored backup must not undo leaves a row, which a publisher writes into the journal and deletes
-- (libs/audience/journal). Per statement, since one may suppress a million. As the owner: no program writes these rows itself.
CREATE OR REPLACE FUNCTION note_suppressed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO departures (channel, hash, act, reason, detail) SELECT channel, hash, 'out', reason, detail FROM added ORDER BY hash;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_suppressed AFTER INSERT ON suppressions
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_suppressed();
CREATE OR REPLACE TRIGGER note_suppressed_again AFTER UPDATE ON suppressions
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_suppressed();

CREATE OR REPLACE FUNCTION note_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO departures (channel, hash, act) SELECT channel, hash, 'back' FROM gone ORDER BY hash;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_back AFTER DELETE ON suppressions
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_back();

CREATE OR REPLACE FUNCTION note_restricted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO departures (channel, hash, act)
    SELECT channel, hash, CASE WHEN NEW.restricted_at IS NULL THEN 'free' ELSE 'restricted' END FROM addresses WHERE contact_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER note_restricted AFTER UPDATE OF restricted_at ON contacts
  FOR EACH ROW WHEN (OLD.restricted_at IS DISTINCT FROM NEW.restricted_at) EXECUTE FUNCTION note_restricted();

-- Notes an address that its owner replaced by another one. The registrar writes no line of its own: a restore believes them.
CREATE OR REPLACE FUNCTION note_moved(of_channel text, of_hash bytea) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO departures (channel, hash, act) VALUES (of_channel, of_hash, 'moved')
$$;
