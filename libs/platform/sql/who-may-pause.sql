-- A worker cannot record that a person paused what its brake paused, or the reverse.
CREATE OR REPLACE FUNCTION keep_pause() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF pg_has_role(current_user, 'siar_app', 'USAGE') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a worker may not say who paused % but its brake', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
