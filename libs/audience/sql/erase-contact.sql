-- Erases a person: contact, addresses, consents, links and pending confirmations; each other lib that stores something about
-- a citizen erases it by a function of its own (libs/<lib>/sql/personal-data.sql). Suppressions keep the keyed hash, so that
-- an import cannot add the person again. Runs as the owner of the tables: the public app has few rights to delete.
-- @param limits keys of the rate limits of the addresses. Returns false when there is no such contact.
CREATE OR REPLACE FUNCTION erase_contact(contact bigint, limits bytea[]) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  own bigint[];
  hashes bytea[];
  emptied bigint[];
BEGIN
  PERFORM FROM contacts WHERE id = contact FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  own := ARRAY(SELECT id FROM addresses WHERE contact_id = contact);
  -- The ledger before the addresses, as who writes outcomes locks them.
  PERFORM erase_in_dispatch(own);
  PERFORM FROM addresses WHERE contact_id = contact ORDER BY id FOR UPDATE;
  INSERT INTO suppressions (channel, hash, reason)
    SELECT channel, hash, 'erased' FROM addresses WHERE contact_id = contact ORDER BY hash
    ON CONFLICT (channel, hash) DO UPDATE SET reason = 'erased', detail = '', created_at = siar_now()
      WHERE suppressions.reason IN ('left', 'dead-address', 'soft-failures');
  INSERT INTO erasures (address_id, channel, ciphertext, key_id)
    SELECT id, channel, ciphertext, key_id FROM addresses WHERE contact_id = contact;
  hashes := ARRAY(SELECT hash FROM addresses WHERE contact_id = contact UNION
    SELECT f.to_hash FROM confirmations f JOIN sign_ups s ON s.id = f.sign_up_id WHERE s.contact_id = contact AND f.to_hash IS NOT NULL);
  PERFORM erase_in_notices(hashes);
  -- What others asked of these addresses; the contact's own goes with it.
  WITH gone AS (DELETE FROM confirmations WHERE to_hash = ANY (hashes) RETURNING sign_up_id)
    SELECT array_agg(sign_up_id) FROM gone INTO emptied;
  DELETE FROM sign_ups s WHERE id = ANY (emptied) AND NOT EXISTS (SELECT FROM confirmations f WHERE f.sign_up_id = s.id);
  DELETE FROM rate_limits WHERE key = ANY (limits);
  -- Who asks without a proof of identity may be somebody else, who perhaps waits for an answer.
  UPDATE data_requests SET asker_ciphertext = NULL, asker_key_id = NULL
  WHERE contact_id = contact AND identity_check IS NOT NULL;
  DELETE FROM contacts WHERE id = contact;
  RETURN true;
END $$;
