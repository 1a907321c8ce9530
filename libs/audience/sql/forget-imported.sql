CREATE OR REPLACE FUNCTION forget_imported() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM imported_addresses WHERE address_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER forget_imported AFTER DELETE ON addresses
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_imported();
