-- A channel worker follows a Telegram chat that got another id, and alters no other address: the worker of another
-- channel would send to it. Citizens change their addresses through the registrar.
CREATE OR REPLACE FUNCTION hold_worker_to() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF pg_has_role(current_user, 'siar_app', 'USAGE') OR pg_has_role(current_user, 'siar_registrar', 'USAGE') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a worker may not alter where % go by %', TG_TABLE_NAME, OLD.channel USING ERRCODE = 'insufficient_privilege';
END $$;

-- A role other than the publisher's, that is a channel worker, makes only the state changes that the trigger lists: it
-- can stop what is running, and start nothing.
CREATE OR REPLACE FUNCTION hold_worker() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state || ' ' || NEW.state = ANY (TG_ARGV) OR pg_has_role(current_user, 'siar_app', 'USAGE') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a worker may not make % of % in %', NEW.state, OLD.state, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
