-- No program can backdate an entry, nor can a session with a shifted clock. Entries that workers and the registrar
-- write in Siar's name are short: the sealer reads two thousand at once.
CREATE OR REPLACE FUNCTION date_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF octet_length(NEW.detail::text) > 8192 AND NOT pg_has_role(current_user, 'siar_app', 'USAGE') THEN
    RAISE EXCEPTION 'an entry in the trail is too long' USING ERRCODE = 'check_violation';
  END IF;
  NEW.at := greatest(siar_now(), clock_timestamp());
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER date_entry BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION date_entry();

-- Runs as the tables' owner: a program that writes an entry need not, and may not, write the list of waiting entries.
CREATE OR REPLACE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- An entry that waits already never causes an act to be refused.
  INSERT INTO audit_waiting SELECT id FROM entered ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER await_seal AFTER INSERT ON audit_entries
  REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION await_seal();

-- Also for the tables' owner, and in a replica's session: only an alteration of the table itself circumvents it.
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_roots FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE audit_entries ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit_seals ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit_roots ENABLE ALWAYS TRIGGER append_only;
