-- A submission never changes and is decided on once, by a reviewer of a KPU office that answers for all its regions and
-- who neither wrote nor submitted it (whyNotApprove in who-may.rules.ts). The database enforces this against
-- every program.
CREATE OR REPLACE FUNCTION keep_submission() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'submissions is append-only: DELETE is refused' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.broadcast_id, NEW.no, NEW.digest, NEW.document, NEW.submitted_by, NEW.submitted_at)
      IS DISTINCT FROM (OLD.broadcast_id, OLD.no, OLD.digest, OLD.document, OLD.submitted_by, OLD.submitted_at) THEN
      RAISE EXCEPTION 'what was submitted is never altered' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.decision IS NOT NULL THEN
      RAISE EXCEPTION 'a submission is decided on once' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF NEW.decision = 'approved' AND NOT EXISTS (
    SELECT FROM person_roles r JOIN people p ON p.id = r.person_id JOIN organisations o ON o.id = p.organisation_id
    JOIN broadcasts b ON b.id = NEW.broadcast_id
    WHERE r.person_id = NEW.decided_by AND r.role = 'reviewer' AND r.counts_from <= siar_now() AND p.disabled_at IS NULL AND o.kind = 'kpu'
      AND (o.region_code IS NULL OR o.region_code = ANY (b.covered_by)) AND p.id <> ALL (b.author_id || b.editors || NEW.submitted_by)) THEN
    RAISE EXCEPTION 'only a KPU reviewer who answers for it and neither wrote nor submitted it can approve it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER keep_submission BEFORE INSERT OR UPDATE OR DELETE ON submissions FOR EACH ROW EXECUTE FUNCTION keep_submission();

-- KPU approves everything that is sent: a broadcast reaches a state in which it is sent only with an approval.
CREATE OR REPLACE FUNCTION must_be_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM submissions WHERE broadcast_id = NEW.id AND no = NEW.submission_no AND decision = 'approved') THEN
    RAISE EXCEPTION 'a broadcast is % only once KPU has approved it', NEW.state USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER must_be_approved BEFORE INSERT OR UPDATE OF state, submission_no ON broadcasts
  FOR EACH ROW WHEN (NEW.state IN ('approved', 'running', 'paused', 'completed')) EXECUTE FUNCTION must_be_approved();
