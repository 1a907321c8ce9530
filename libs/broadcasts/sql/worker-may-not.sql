CREATE OR REPLACE TRIGGER hold_worker BEFORE UPDATE OF state ON broadcasts
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION hold_worker('approved paused', 'running paused');
