-- What dispatch holds about a citizen, and what an erasure takes out of it (docs/rights.md). For the owner's functions
-- held_about and erase_contact, which the programs call. The ledger has no index of addresses alone: the primary key is
-- asked once for each broadcast (PostgreSQL's skip scan), and OFFSET 0 keeps the planner from reading all of them instead.

CREATE OR REPLACE FUNCTION held_in_dispatch(contact bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'messages', coalesce((SELECT jsonb_agg(jsonb_build_object('broadcastId', d.broadcast_id::text, 'channel', w.channel,
      'regionCode', w.region_code, 'region', (SELECT name FROM regions WHERE code = w.region_code), 'state', d.state, 'attempts', d.attempts, 'resends', d.resends, 'handedAt', d.handed_at,
      'nextAttemptAt', d.next_attempt_at, 'reason', d.reason, 'code', d.code::text, 'providerId', d.provider_id, 'publicCode', b.public_code,
      'approvedBy', o.name, 'approvedAt', u.decided_at) ORDER BY d.broadcast_id DESC, w.channel)
      FROM addresses a CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE address_id = a.id OFFSET 0) d JOIN waves w ON w.id = d.wave_id JOIN broadcasts b ON b.id = d.broadcast_id
      LEFT JOIN submissions u ON u.broadcast_id = b.id AND u.no = b.submission_no AND u.decision = 'approved'
      LEFT JOIN people p ON p.id = u.decided_by LEFT JOIN organisations o ON o.id = p.organisation_id WHERE a.contact_id = $1), '[]'),
    'receipts', coalesce((SELECT jsonb_agg(jsonb_build_object('broadcastId', v.broadcast_id::text, 'channel', v.channel,
      'verdict', v.verdict, 'reason', v.reason, 'receivedAt', v.received_at, 'appliedAt', v.applied_at) ORDER BY v.id)
      FROM addresses a JOIN receipts v ON v.address_id = a.id WHERE a.contact_id = $1), '[]'))
$$;

-- The ledger and the receipts keep their rows, whose ids identify nobody any more; the provider's ids would.
CREATE OR REPLACE FUNCTION erase_in_dispatch(own bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM deliveries WHERE address_id = ANY (own) AND provider_id IS NOT NULL ORDER BY broadcast_id, address_id FOR UPDATE;
  UPDATE deliveries SET provider_id = NULL WHERE address_id = ANY (own) AND provider_id IS NOT NULL;
  DELETE FROM message_ids WHERE address_id = ANY (own);
END $$;
