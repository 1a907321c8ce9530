import type { EntityManager } from 'typeorm';

/**
 * The database roles (docs/database-roles.md): each program works as one of them, whatever its login. The tables' owner
 * only migrates. Roles belong to the whole cluster; their rights to one database.
 */
export type DatabaseRole = 'siar_app' | 'siar_worker' | 'siar_registrar' | 'siar_gateway';

/**
 * Returns the parameters of a connection that works as a role from its first statement on. The login must be a member
 * of the role, or the owner of the tables, as on a developer's machine.
 * @param databaseUrl its own `options` come after the settings and override them
 * @param role without it, the login's own role
 * @param settings PostgreSQL's settings for the session
 */
export function connectAs(
  databaseUrl: string,
  role: DatabaseRole | undefined,
  settings: Readonly<Record<string, number>> = {},
): { connectionString: string; options: string } {
  const url = new URL(databaseUrl);
  const given = url.searchParams.get('options');
  // `options` in the URL would replace the options given beside it.
  url.searchParams.delete('options');
  const options = [
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`),
    given,
    role && `-c role=${role}`,
  ];
  return { connectionString: url.toString(), options: options.filter(Boolean).join(' ') };
}

/**
 * Creates missing roles, and grants each exactly its rights in this database, as the tables' owner. Runs after every
 * migration, so that every table is covered. Safe to run again, also concurrently on other databases of the cluster.
 */
export async function grantRights(tx: Pick<EntityManager, 'query'>): Promise<void> {
  // Several statements in one query are one transaction.
  await tx.query([ROLES, APP, WORKER, REGISTRAR, GATEWAY, PUBLIC_RECORDS].join('\n'));
}

const ROLES = `
SELECT pg_advisory_xact_lock(hashtext('siar rights'));
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['siar_app', 'siar_worker', 'siar_registrar', 'siar_gateway'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      -- Another database of the cluster is migrated concurrently.
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    -- Lets the owner work as the role, for installations with a single login. An owner who may not grant the membership
    -- needs programs that log in as members.
    IF NOT pg_has_role(current_user, wanted, 'SET') THEN
      BEGIN
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
      EXCEPTION WHEN insufficient_privilege THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;
-- Claims, the emergency stop and the bot wait for advisory locks, which any session could hold: the gateway may not.
-- These functions are PostgreSQL's own; an owner who is no superuser changes nothing here and gets a warning.
DO $$
DECLARE
  lock_function regprocedure;
BEGIN
  FOR lock_function IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND proname ~ '^pg_(try_)?advisory_(xact_)?lock(_shared)?$' ORDER BY oid LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO CURRENT_USER, siar_app, siar_worker, siar_registrar', lock_function);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', lock_function);
  END LOOP;
END $$;
-- Temporary tables and large objects have no size limit, so that no login may use them by default, nor connect merely
-- because the server admits it. For these functions, too, the owner must be a superuser; the database must belong to
-- the owner. Others than a superuser may not even revoke what nobody has (lo_import).
DO $$
DECLARE
  large_object_function regprocedure;
BEGIN
  FOR large_object_function IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND proname ~ '^(lo_.*|loread|lowrite)$' AND has_function_privilege('public', oid, 'EXECUTE') ORDER BY oid LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', large_object_function);
  END LOOP;
  BEGIN
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO siar_app, siar_worker, siar_registrar, siar_gateway', current_database());
    -- A dry run of an import uses temporary tables.
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO siar_app', current_database());
  EXCEPTION WHEN insufficient_privilege THEN NULL;
  END;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM siar_app, siar_worker, siar_registrar, siar_gateway;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM siar_app, siar_worker, siar_registrar, siar_gateway;
GRANT USAGE ON SCHEMA public TO siar_app, siar_worker, siar_registrar, siar_gateway;
GRANT SELECT ON schema_releases TO siar_app, siar_worker, siar_registrar, siar_gateway;
REVOKE EXECUTE ON FUNCTION beat(text, text, boolean, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beat(text, text, boolean, text[]) TO siar_app, siar_worker, siar_registrar, siar_gateway;
`;

// The publisher: reads and writes rows of every table, but alters no table. The audit trail is insert-only, and a
// recording's hashed pieces do not change.
const APP = `
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO siar_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO siar_app;
REVOKE UPDATE, DELETE ON audit_entries, audit_seals, audit_roots FROM siar_app;
REVOKE ALL ON migrations, definitions FROM siar_app;
REVOKE INSERT, UPDATE, DELETE ON schema_releases FROM siar_app;
REVOKE UPDATE ON recording_pieces FROM siar_app;
REVOKE UPDATE ON claim_traces FROM siar_app;
-- Consents refer to the words of a version.
REVOKE DELETE ON languages FROM siar_app;
REVOKE EXECUTE ON FUNCTION note_suppressed(), note_back(), note_restricted(), note_moved(text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_moved(text, bytea) TO siar_app;
-- A view writes with its owner's rights.
REVOKE INSERT, UPDATE, DELETE ON approved_submissions FROM siar_app;
-- What a lib holds and erases is for the owner's functions; the publisher deletes the provider's ids of late outcomes.
REVOKE EXECUTE ON FUNCTION held_in_dispatch(bigint), held_in_notices(bigint), held_in_audit(bigint), erase_in_dispatch(bigint[]), erase_in_notices(bytea[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_in_dispatch(bigint[]) TO siar_app;
-- It freezes months of the ledger that are over.
DO $$
DECLARE
  partition regclass;
BEGIN
  FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'deliveries'::regclass LOOP
    EXECUTE format('GRANT MAINTAIN ON %s TO siar_app', partition);
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION renew_in_notices(text[], bytea[], bytea[]), renew_in_dispatch(text[], bytea[], bytea[]),
  renew_hashes(integer[], text[], bytea[], bytea[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION renew_hashes(integer[], text[], bytea[], bytea[], text[]) TO siar_app, siar_registrar;
REVOKE EXECUTE ON FUNCTION tend_ledger(), held_about(bigint), erase_contact(bigint, bytea[]), end_gateway_strays(integer), trim_networks(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tend_ledger(), held_about(bigint), erase_contact(bigint, bytea[]), end_gateway_strays(integer), trim_networks(bigint) TO siar_app;
`;

// A channel worker: writes the ledger, its claims and its provider's budget, sends notices, marks or moves addresses,
// pulls the brake. It reads what was approved and changes none of it: triggers restrict it to pausing, to notices that
// have not gone out, and to moving Telegram chats. It has no access to people, sessions or citizens' requests, and
// writes no audit entry in a person's name.
const WORKER = `
GRANT SELECT ON regions, contacts, addresses, consents, suppressions, broadcasts, submissions, waves, batches, deliveries, claims, budgets,
  brake_signs, carrier_holds, emergency_stops, channel_pauses, notices, standstills TO siar_worker;
GRANT SELECT, INSERT (training) ON installation TO siar_worker;

GRANT UPDATE (state, paused_by, pause_reason, updated_at) ON broadcasts TO siar_worker;
GRANT UPDATE (state, resume_state, pause_reason, paused_by, paused_at, brake, doubted, fan_out_after, fanned_out_at, batches, routes, first_handover_at, handed_at,
  targeted, pending, claimed, accepted, failed, suppressed, expired, unknown) ON waves TO siar_worker;
GRANT INSERT (wave_id, no, size, route), UPDATE (state, not_before, queued_at) ON batches TO siar_worker;
GRANT INSERT (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason, code),
  UPDATE (state, attempts, claim_id, next_attempt_at, handed_at, provider_id, reason) ON deliveries TO siar_worker;
GRANT INSERT, DELETE ON claims TO siar_worker;
GRANT SELECT ON claim_traces TO siar_worker;
-- A worker stops everything where the database is older than what it has sent; it lifts nothing.
REVOKE EXECUTE ON FUNCTION trace_claim(), raise_fence(jsonb, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION raise_fence(jsonb, integer) TO siar_app, siar_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON refusals TO siar_worker;
GRANT SELECT ON deleted_recipients TO siar_worker;
-- Neither whether an account rests or is preferred, which operators decide, nor how much of its share it has.
GRANT INSERT (account, channel, rate_per_second, margin, routes),
  UPDATE (channel, used, rate_per_second, margin, routes, next_slot, wanted_at, next_notice, failures, failed_at, probes, away_since, away_reason,
    troubled_since, probe_at, slowed_since, slowed_until, slow_reason, answer_ms, answered_at, unit_cost, ceiling,
    spent_at) ON budgets TO siar_worker;
GRANT SELECT, INSERT, UPDATE ON account_spending, warm_ups TO siar_worker;
GRANT INSERT, DELETE ON brake_signs TO siar_worker;
GRANT INSERT ON carrier_holds TO siar_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON binds, bind_shares TO siar_worker;
GRANT SELECT (account, id, first_id, broadcast_id, address_id, notice_id), INSERT, UPDATE ON message_ids TO siar_worker;
GRANT INSERT (kind, broadcast_id, channel, decide_by, until, next_at) ON alerts TO siar_worker;

GRANT UPDATE (state, soft_failures, ciphertext, key_id, hash, class) ON addresses TO siar_worker;
GRANT UPDATE (withdrawn_at) ON consents TO siar_worker;
GRANT INSERT (channel, hash, reason, detail), UPDATE (reason, detail) ON suppressions TO siar_worker;
GRANT UPDATE (state, attempts, next_attempt_at, leased_until, enqueued_at, reason, ended_at, to_ciphertext, to_hash)
  ON notices TO siar_worker;
GRANT INSERT (act, subject, detail) ON audit_entries TO siar_worker;
`;

// The registrar, the private program behind the gateway: stores and changes the data that citizens give about
// themselves, unsubscribes them, reads provider callbacks and stores their receipts. Its rights are per column: no
// name, password, session or draft, and of the ledger only a copy's code with its broadcast and address. It reads and
// erases the data held about a person by functions of the owner, one person at a time, so that it can neither list nor
// search them. It writes no audit entry in a person's name. (ON CONFLICT needs SELECT on its columns; a lock needs
// UPDATE on one.)
const REGISTRAR = `
GRANT SELECT, UPDATE (tries, leased_until, set_aside_at), DELETE ON callbacks TO siar_registrar;
GRANT SELECT, UPDATE (public_key, drained, looked_to, looked_at, looked_before) ON callback_intake TO siar_registrar;
GRANT SELECT ON callback_units TO siar_registrar;
-- A page shows whether the channel of a notice is interrupted.
GRANT SELECT (account, channel, used, routes, away_since, rested_at, spent_at) ON budgets TO siar_registrar;
GRANT INSERT (channel, broadcast_id, address_id, notice_id, verdict, reason, fingerprint), SELECT (fingerprint) ON receipts TO siar_registrar;
GRANT SELECT (account, id, first_id, broadcast_id, address_id, notice_id, delivered_at, reported_at),
  UPDATE (delivered_at, reported_at) ON message_ids TO siar_registrar;

GRANT SELECT (id, channel, contact_id, state, ciphertext, key_id, hash), INSERT (id, channel, contact_id, state, ciphertext, key_id, hash, class, created_at),
  UPDATE (contact_id, state, ciphertext, key_id, hash, class, soft_failures), DELETE ON addresses TO siar_registrar;
GRANT SELECT (id, province_code, region_code, language, topics, preferred_channel),
  INSERT (id, province_code, region_code, name, language, topics, preferred_channel, created_at),
  UPDATE (province_code, region_code, name, language, topics, preferred_channel), DELETE ON contacts TO siar_registrar;
GRANT EXECUTE ON FUNCTION held_about(bigint), erase_contact(bigint, bytea[]) TO siar_registrar;
GRANT SELECT (id, address_id, given_at, withdrawn_at, reconfirm_asked_at, reconfirm_code_hash), INSERT (address_id, source, wording, given_at, imported), UPDATE (withdrawn_at) ON consents TO siar_registrar;
GRANT SELECT (id, channel, hash, reason, detail, created_at), INSERT (channel, hash, reason, detail), UPDATE (reason, detail), DELETE ON suppressions TO siar_registrar;
GRANT EXECUTE ON FUNCTION note_moved(text, bytea) TO siar_registrar;
GRANT SELECT, INSERT, UPDATE ON sign_ups, confirmations, preference_links, rate_limits, telegram_updates TO siar_registrar;
GRANT INSERT (id, kind, channel, to_ciphertext, to_hash, message_ciphertext, key_id, expires_at, broadcast_id, person_id) ON notices TO siar_registrar;
GRANT USAGE ON SEQUENCE addresses_id_seq, contacts_id_seq, confirmations_id_seq, notices_id_seq TO siar_registrar;
GRANT INSERT (act, subject, detail) ON audit_entries TO siar_registrar;
GRANT SELECT (code, broadcast_id, address_id) ON deliveries TO siar_registrar;
`;

// The gateway, the only public program: shows what was approved, counts requests per network, and stores callbacks in
// an inbox that it cannot read. It has no personal data and asks the registrar. It may write no table, only call
// functions that do: a right to write includes the right to lock the rows, and the whole table (LOCK TABLE), for which
// others would wait.
const GATEWAY = `
REVOKE EXECUTE ON FUNCTION held_about(bigint), erase_contact(bigint, bytea[]) FROM siar_gateway;
REVOKE EXECUTE ON FUNCTION store_callback(text, bytea, integer), store_callbacks(text, bytea[], integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_callback(text, bytea, integer) TO siar_gateway;
-- A worker stores what a provider reports over its own connection.
GRANT EXECUTE ON FUNCTION store_callbacks(text, bytea[], integer) TO siar_worker;
GRANT SELECT (public_key) ON callback_intake TO siar_gateway, siar_worker;
REVOKE EXECUTE ON FUNCTION hold_networks(bytea[]), pay_networks(bytea[], timestamptz[]), note_untrusted_proxy(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_networks(bytea[]), pay_networks(bytea[], timestamptz[]), note_untrusted_proxy(text) TO siar_gateway;
GRANT EXECUTE ON FUNCTION note_untrusted_proxy(text) TO siar_app;
`;

// Public records: the gateway's pages show them, and so does the bot, which is in the registrar.
const PUBLIC_RECORDS = `
GRANT SELECT ON regions TO siar_registrar, siar_gateway;
GRANT SELECT (code, version, state, own_name, indonesian_name, english_name, direction, days, months, nameless, consent_data, consent_messages, approved_at)
  ON languages TO siar_registrar, siar_gateway;
GRANT SELECT (id, public_code, state, doubted_at, submission_no, original_id, remainder_of_id, updated_at) ON broadcasts TO siar_registrar, siar_gateway;
GRANT SELECT (broadcast_id, released_at) ON waves TO siar_registrar, siar_gateway;
GRANT SELECT ON endings TO siar_registrar, siar_gateway;
GRANT SELECT (lifted_at) ON emergency_stops TO siar_registrar, siar_gateway;
GRANT SELECT (channel, resumed_at) ON channel_pauses TO siar_registrar, siar_gateway;
GRANT SELECT ON approved_submissions, approved_shingles, approved_recordings TO siar_registrar, siar_gateway;
GRANT SELECT (id, organisation_id) ON people TO siar_registrar, siar_gateway;
GRANT SELECT (id, name) ON organisations TO siar_registrar, siar_gateway;
`;
