-- Returns everything held about a person, except keyed hashes and secrets; addresses stay sealed. Runs as the owner of the
-- tables, for one person at a time: the public app has few rights to read. Null: there is no such contact. Each other lib
-- that stores something about a citizen has a function of its own for it: libs/<lib>/sql/personal-data.sql.
CREATE OR REPLACE FUNCTION held_about(contact bigint) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH own AS MATERIALIZED (SELECT * FROM addresses WHERE contact_id = $1),
  -- A request that found the person without proof that they had asked is somebody else's.
  asked AS MATERIALIZED (SELECT * FROM data_requests WHERE contact_id = $1 AND identity_check IS NOT NULL),
  office AS MATERIALIZED (SELECT p.id, o.name FROM people p JOIN organisations o ON o.id = p.organisation_id)
  SELECT jsonb_build_object(
    'contact', jsonb_build_object('id', c.id::text, 'name', c.name, 'provinceCode', c.province_code, 'regionCode', c.region_code,
      'region', r.name, 'timeZone', r.time_zone, 'language', c.language, 'topics', c.topics, 'preferredChannel', c.preferred_channel,
      'namedAt', c.named_at, 'createdAt', c.created_at, 'restrictedAt', c.restricted_at),
    'addresses', coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id::text, 'channel', a.channel, 'state', a.state,
      'ciphertext', encode(a.ciphertext, 'base64'), 'keyId', a.key_id, 'softFailures', a.soft_failures, 'createdAt', a.created_at,
      'consents', coalesce((SELECT jsonb_agg(jsonb_build_object('source', k.source, 'wording', k.wording,
        'texts', (SELECT jsonb_build_array(l.consent_data, l.consent_messages) FROM languages l
          WHERE k.wording = 'v' || l.version || '/' || l.code), 'givenAt', k.given_at,
        'imported', k.imported, 'withdrawnAt', k.withdrawn_at, 'reconfirmAskedAt', k.reconfirm_asked_at) ORDER BY k.id)
        FROM consents k WHERE k.address_id = a.id), '[]'),
      'suppression', (SELECT jsonb_build_object('reason', s.reason, 'detail', s.detail, 'createdAt', s.created_at)
        FROM suppressions s WHERE s.channel = a.channel AND s.hash = a.hash),
      'imports', coalesce((SELECT jsonb_agg(jsonb_build_object('id', i.id::text, 'startedAt', i.started_at, 'state', i.state,
        'by', o.name) ORDER BY i.id)
        FROM imported_addresses ia JOIN contact_imports i ON i.id = ia.import_id JOIN office o ON o.id = i.person_id
        WHERE ia.address_id = a.id), '[]')) ORDER BY a.channel) FROM own a), '[]'),
    'confirmations', coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.id::text, 'channel', f.channel,
      'ciphertext', encode(f.ciphertext, 'base64'), 'keyId', f.key_id, 'regionCode', s.region_code, 'language', s.language,
      'topics', s.topics, 'preferredChannel', s.preferred_channel, 'wording', s.wording, 'wrongCodes', f.wrong_codes,
      'expiresAt', f.expires_at, 'confirmedAt', f.confirmed_at) ORDER BY f.id)
      FROM confirmations f JOIN sign_ups s ON s.id = f.sign_up_id
      WHERE s.contact_id = $1 OR EXISTS (SELECT FROM own a WHERE a.channel = f.channel AND a.hash = f.to_hash)), '[]'),
    'links', coalesce((SELECT jsonb_agg(jsonb_build_object('expiresAt', l.expires_at) ORDER BY l.expires_at)
      FROM preference_links l WHERE l.contact_id = $1), '[]'),
    'requests', coalesce((SELECT jsonb_agg(jsonb_build_object('id', q.id::text, 'wants', q.wants, 'way', q.way,
      'ciphertext', encode(q.asker_ciphertext, 'base64'), 'keyId', q.asker_key_id, 'receivedAt', q.received_at,
      'dueAt', q.due_at, 'openedAt', q.opened_at, 'state', q.state, 'identityCheck', q.identity_check,
      'identityCheckedAt', q.identity_checked_at, 'done', q.done, 'handedHow', q.handed_how,
      'handedAt', q.handed_at, 'outcome', q.outcome, 'reason', q.reason, 'closedAt', q.closed_at) ORDER BY q.id) FROM asked q), '[]'))
    || held_in_dispatch($1) || held_in_notices($1) || held_in_audit($1)
  FROM contacts c JOIN regions r ON r.code = c.region_code WHERE c.id = $1
$$;
