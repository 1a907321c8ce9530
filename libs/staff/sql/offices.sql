-- Enforces, for every program: only KPU approves, and roles with nationwide powers are held in national offices only.
CREATE OR REPLACE FUNCTION refuse_foreign_role() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  office organisations;
BEGIN
  SELECT o.* INTO office FROM people p JOIN organisations o ON o.id = p.organisation_id WHERE p.id = NEW.person_id;
  IF NEW.role = 'reviewer' AND office.kind <> 'kpu' THEN
    RAISE EXCEPTION 'only people of KPU can be reviewers' USING ERRCODE = 'check_violation';
  ELSIF NEW.role IN ('operator', 'auditor', 'dpo', 'helpdesk') AND office.region_code IS NOT NULL THEN
    RAISE EXCEPTION 'only people of a national office can hold the role %', NEW.role USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER role_fits_office BEFORE INSERT OR UPDATE ON person_roles FOR EACH ROW EXECUTE FUNCTION refuse_foreign_role();
CREATE OR REPLACE FUNCTION mark_staffed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE organisations o SET staffed = true FROM people p
  WHERE p.id = NEW.person_id AND o.id = p.organisation_id AND NOT o.staffed;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER first_decider AFTER INSERT OR UPDATE ON person_roles
  FOR EACH ROW WHEN (NEW.role IN ('reviewer', 'operator')) EXECUTE FUNCTION mark_staffed();

-- Prevents that moving a person, or an office, brings a role into another office.
CREATE OR REPLACE FUNCTION refuse_other_office() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'people stay in their organisation, and organisations in their region' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER people_stay BEFORE UPDATE ON people
  FOR EACH ROW WHEN (NEW.organisation_id <> OLD.organisation_id) EXECUTE FUNCTION refuse_other_office();
CREATE OR REPLACE TRIGGER organisations_stay BEFORE UPDATE ON organisations
  FOR EACH ROW WHEN (NEW.kind <> OLD.kind OR NEW.region_code IS DISTINCT FROM OLD.region_code) EXECUTE FUNCTION refuse_other_office();
