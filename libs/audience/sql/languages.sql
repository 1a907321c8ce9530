-- Refuses to change the words of a version that is no longer proposed: somebody has approved exactly these, and consents
-- refer to them.
CREATE OR REPLACE FUNCTION keep_approved_words() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (OLD.own_name, OLD.indonesian_name, OLD.english_name, OLD.direction, OLD.days, OLD.months, OLD.nameless, OLD.consent_data, OLD.consent_messages)
    IS DISTINCT FROM
    (NEW.own_name, NEW.indonesian_name, NEW.english_name, NEW.direction, NEW.days, NEW.months, NEW.nameless, NEW.consent_data, NEW.consent_messages)
  THEN
    RAISE EXCEPTION 'the words of version % of % do not change', OLD.version, OLD.code USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER keep_approved_words BEFORE UPDATE ON languages
  FOR EACH ROW WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION keep_approved_words();
