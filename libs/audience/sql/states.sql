-- Generated from the tables of states: docs/states.md says how.
CREATE OR REPLACE TRIGGER refuse_transition BEFORE UPDATE OF state ON addresses
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_transition('pending active', 'pending unsubscribed', 'pending invalid', 'active pending', 'active unsubscribed', 'active invalid', 'unsubscribed active', 'invalid active', 'invalid unsubscribed');
CREATE OR REPLACE TRIGGER refuse_transition BEFORE UPDATE OF state ON contact_imports
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_transition('running completed', 'running broken', 'running withdrawing', 'completed withdrawing', 'broken withdrawing', 'withdrawing withdrawn');
CREATE OR REPLACE TRIGGER refuse_transition BEFORE UPDATE OF state ON data_requests
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_transition('open verified', 'open closed', 'verified open', 'verified closed');
CREATE OR REPLACE TRIGGER refuse_transition BEFORE UPDATE OF state ON languages
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_transition('proposed approved', 'proposed withdrawn', 'approved replaced', 'approved withdrawn');
