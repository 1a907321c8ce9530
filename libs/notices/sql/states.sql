-- Generated from the tables of states: docs/states.md says how.
CREATE OR REPLACE TRIGGER refuse_transition BEFORE UPDATE OF state ON notices
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_transition('pending claimed', 'pending expired', 'pending delivered', 'claimed pending', 'claimed accepted', 'claimed delivered', 'claimed failed', 'claimed unknown', 'claimed expired', 'accepted delivered', 'accepted failed', 'failed delivered', 'unknown pending', 'unknown accepted', 'unknown delivered', 'unknown failed', 'unknown expired', 'expired delivered');
