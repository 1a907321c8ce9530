-- Prevents backdating of a name, by a program's statement or by a session with a shifted clock.
CREATE OR REPLACE FUNCTION note_naming() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.named_at := CASE WHEN TG_OP = 'UPDATE' AND NEW.name = OLD.name THEN OLD.named_at ELSE greatest(siar_now(), clock_timestamp()) END;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER note_naming BEFORE UPDATE OF name, named_at ON contacts
  FOR EACH ROW WHEN (NEW.name <> OLD.name OR NEW.named_at <> OLD.named_at) EXECUTE FUNCTION note_naming();
CREATE OR REPLACE TRIGGER note_first_naming BEFORE INSERT ON contacts
  FOR EACH ROW WHEN (NEW.named_at < now()) EXECUTE FUNCTION note_naming();
