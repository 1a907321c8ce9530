CREATE OR REPLACE TRIGGER hold_worker BEFORE UPDATE OF state ON waves
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION hold_worker('planned prepared', 'planned paused', 'prepared paused', 'released paused');

-- A worker changes neither the state after a pause nor a doubt: otherwise a person's resume would complete its act.
CREATE OR REPLACE FUNCTION hold_worker_back() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF pg_has_role(current_user, 'siar_app', 'USAGE') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a worker may not say what a paused wave becomes, nor take a doubt off' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER hold_worker_back BEFORE UPDATE OF state, resume_state, doubted ON waves FOR EACH ROW
  WHEN ((OLD.doubted AND NOT NEW.doubted) OR (NEW.state = 'paused' AND NEW.resume_state IS DISTINCT FROM
    CASE OLD.state WHEN 'paused' THEN OLD.resume_state ELSE OLD.state END)) EXECUTE FUNCTION hold_worker_back();
