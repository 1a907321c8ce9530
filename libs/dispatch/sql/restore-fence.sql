-- Each claim leaves a trace that outlives it (docs/restoring.md): proof that this database is the one it was made in.
CREATE OR REPLACE FUNCTION trace_claim() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO claim_traces (id, leased_until) VALUES (NEW.id, NEW.leased_until);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER trace_claim AFTER INSERT ON claims FOR EACH ROW EXECUTE FUNCTION trace_claim();

-- Stops everything because this database is older than what was sent from it. An operator's stop that stands becomes
-- such a fence too. Returns the stop; null where an unsettled fence stands already, or the finding is of an earlier epoch
-- than the one that after-restore has begun since then. A worker calls it: what people read is written here, and of the finding
-- it gives numbers and yes or no.
CREATE OR REPLACE FUNCTION raise_fence(finding jsonb, found_in integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stop bigint;
  proof jsonb := jsonb_build_object('claims', (finding->>'claims')::integer, 'copies', (finding->>'copies')::integer,
    'otherServer', (finding->>'otherServer')::boolean, 'blind', (finding->>'blind')::boolean);
  why text := 'Basis data ini lebih lama daripada yang sudah dikirim: dipulihkan dari cadangan atau server dialihkan. Jalankan "npm run after-restore". (This database is older than what was sent: run "npm run after-restore".)';
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('siar restore fence'));
  -- Waits for the end of after-restore.
  PERFORM FROM installation WHERE epoch = found_in FOR SHARE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF EXISTS (SELECT FROM emergency_stops WHERE lifted_at IS NULL AND fence IS NOT NULL AND settled_at IS NULL) THEN RETURN NULL; END IF;
  UPDATE emergency_stops SET fence = proof, settled_at = NULL WHERE lifted_at IS NULL RETURNING id INTO stop;
  IF stop IS NULL THEN INSERT INTO emergency_stops (reason, fence) VALUES (why, proof) RETURNING id INTO stop; END IF;
  RETURN stop;
END $$;
