-- Refuses a change of state that the table of states does not have. The arguments are those it has, as 'from to'. The
-- owner of the tables repairs by hand; no program connects as the owner.
CREATE OR REPLACE FUNCTION refuse_transition() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state || ' ' || NEW.state = ANY (TG_ARGV)
    OR pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'no row of % changes from % to %', TG_TABLE_NAME, OLD.state, NEW.state USING ERRCODE = 'check_violation';
END $$;
