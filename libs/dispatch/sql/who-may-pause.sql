CREATE OR REPLACE TRIGGER keep_pause BEFORE UPDATE OF state, pause_reason, paused_by, paused_at, brake ON waves FOR EACH ROW
  WHEN (CASE WHEN OLD.state = 'paused' THEN NEW.state = 'paused' AND
    (NEW.pause_reason, NEW.paused_by, NEW.paused_at, NEW.brake) IS DISTINCT FROM (OLD.pause_reason, OLD.paused_by, OLD.paused_at, OLD.brake)
    ELSE NEW.state = 'paused' AND NEW.paused_by IS DISTINCT FROM 'brake' END) EXECUTE FUNCTION keep_pause();
