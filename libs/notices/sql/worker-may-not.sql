-- A worker cannot send a notice again that has gone out, nor send one to another address.
CREATE OR REPLACE TRIGGER hold_worker BEFORE UPDATE OF state ON notices
  FOR EACH ROW WHEN (OLD.state <> NEW.state AND OLD.state NOT IN ('claimed', 'unknown')) EXECUTE FUNCTION hold_worker('pending claimed', 'pending expired');
CREATE OR REPLACE TRIGGER hold_worker_to BEFORE UPDATE OF to_ciphertext, to_hash ON notices
  FOR EACH ROW WHEN (OLD.channel <> 'telegram' AND (OLD.to_ciphertext, OLD.to_hash) IS DISTINCT FROM (NEW.to_ciphertext, NEW.to_hash))
  EXECUTE FUNCTION hold_worker_to();
