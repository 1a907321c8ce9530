CREATE OR REPLACE TRIGGER hold_worker_to BEFORE UPDATE OF ciphertext, key_id, hash, class ON addresses
  FOR EACH ROW WHEN (OLD.channel <> 'telegram') EXECUTE FUNCTION hold_worker_to();
