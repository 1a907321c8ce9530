CREATE OR REPLACE TRIGGER keep_pause BEFORE UPDATE OF state, pause_reason, paused_by ON broadcasts FOR EACH ROW
  WHEN (CASE WHEN OLD.state <> 'paused' AND NEW.state = 'paused' THEN NEW.paused_by IS DISTINCT FROM 'brake'
    ELSE (NEW.pause_reason, NEW.paused_by) IS DISTINCT FROM (OLD.pause_reason, OLD.paused_by) END) EXECUTE FUNCTION keep_pause();
