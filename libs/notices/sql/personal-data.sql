-- What the notices hold about a citizen, and what an erasure takes out of them (docs/rights.md). For the owner's functions
-- held_about and erase_contact, which the programs call.

CREATE OR REPLACE FUNCTION held_in_notices(contact bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'notices', coalesce((SELECT jsonb_agg(jsonb_build_object('kind', n.kind, 'channel', n.channel, 'state', n.state,
      'reason', n.reason, 'createdAt', n.created_at, 'expiresAt', n.expires_at, 'endedAt', n.ended_at) ORDER BY n.id)
      FROM addresses a JOIN notices n ON n.channel = a.channel AND n.to_hash = a.hash WHERE a.contact_id = $1), '[]'))
$$;

CREATE OR REPLACE FUNCTION erase_in_notices(hashes bytea[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM notices WHERE to_hash = ANY (hashes)
$$;

-- For renew_hashes (libs/audience/sql/renew-hashes.sql).
CREATE OR REPLACE FUNCTION renew_in_notices(channels text[], older bytea[], newest bytea[]) RETURNS void LANGUAGE sql AS $$
  UPDATE notices n SET to_hash = p.newest FROM unnest(channels, older, newest) AS p (channel, older, newest)
  WHERE n.channel = p.channel AND n.to_hash = p.older
$$;
