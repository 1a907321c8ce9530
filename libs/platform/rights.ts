import type { EntityManager } from 'typeorm';

/**
 * The database's roles (DESIGN §3): each program works as one of them, whoever it logs in as. The tables' owner only
 * migrates. Roles belong to the whole cluster; their rights to one database.
 */
export type DatabaseRole = 'siar_app' | 'siar_worker' | 'siar_registrar' | 'siar_gateway';

/**
 * How a program connects so that it works as a role from the first statement on. The login must be a member of it, or the
 * owner of the tables, as on a developer's machine.
 * @param databaseUrl its own `options` come after the settings and so override them
 * @param role left out: whoever the URL logs in
 * @param settings PostgreSQL's settings for the session
 */
export function connectAs(
  databaseUrl: string,
  role: DatabaseRole | undefined,
  settings: Readonly<Record<string, number>> = {},
): { connectionString: string; options: string } {
  const url = new URL(databaseUrl);
  const given = url.searchParams.get('options');
  // What stands in the URL would take the place of what we say beside it.
  url.searchParams.delete('options');
  const options = [
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`),
    given,
    role && `-c role=${role}`,
  ];
  return { connectionString: url.toString(), options: options.filter(Boolean).join(' ') };
}

/**
 * Makes the roles where there are none, and gives them exactly their rights in this database, as the tables' owner. Safe
 * to run again, and at the same time on other databases of the cluster: run after every migration, so that no table is
 * forgotten.
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
      -- Another database of the cluster is migrated at this moment.
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END;
    END IF;
    -- So that the owner may work as it too, where one login does everything. An owner without the right to say so has
    -- programs that log in as members.
    IF NOT pg_has_role(current_user, wanted, 'SET') THEN
      BEGIN
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
      EXCEPTION WHEN insufficient_privilege THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;
-- Claims, the emergency stop and the bot wait for advisory locks, which anybody who is connected could hold: not the
-- gateway. These functions are PostgreSQL's own; an owner who is no superuser changes nothing here but gets a warning.
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
-- Nor does anybody fill the disk, or find the database at all, for being let in to the server: temporary tables and large
-- objects are bounded by nothing. Of the functions holds what holds of those above; the database must be the owner's, too.
DO $$
DECLARE
  large_object_function regprocedure;
BEGIN
  FOR large_object_function IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND proname ~ '^(lo_.*|loread|lowrite)$' ORDER BY oid LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', large_object_function);
  END LOOP;
  BEGIN
    EXECUTE format('REVOKE CONNECT, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO siar_app, siar_worker, siar_registrar, siar_gateway', current_database());
    -- An import is rehearsed in temporary tables.
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO siar_app', current_database());
  EXCEPTION WHEN insufficient_privilege THEN NULL;
  END;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO siar_app, siar_worker, siar_registrar, siar_gateway;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM siar_app, siar_worker, siar_registrar, siar_gateway;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM siar_app, siar_worker, siar_registrar, siar_gateway;
REVOKE EXECUTE ON FUNCTION beat(text, text, boolean, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beat(text, text, boolean, text[]) TO siar_app, siar_worker, siar_registrar, siar_gateway;
`;

// The publisher: rows of every table, but nothing of a table itself; the trail only grows, and what a recording's
// hash is over does not change.
const APP = `
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO siar_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO siar_app;
REVOKE UPDATE, DELETE ON audit_entries, audit_seals, audit_roots FROM siar_app;
REVOKE ALL ON migrations, definitions FROM siar_app;
REVOKE UPDATE ON recording_pieces FROM siar_app;
-- A view writes with its owner's rights.
REVOKE INSERT, UPDATE, DELETE ON approved_submissions FROM siar_app;
REVOKE EXECUTE ON FUNCTION tend_ledger(), held_about(bigint), erase_contact(bigint, bytea[]), end_gateway_strays(integer), trim_networks(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tend_ledger(), held_about(bigint), erase_contact(bigint, bytea[]), end_gateway_strays(integer), trim_networks(bigint) TO siar_app;
`;

// A channel worker: writes the ledger, its claims and its provider's budget, sends notices, marks or moves addresses, pulls
// the brake. It reads what was approved and changes none of it: triggers in the schema hold it to pausing, to notices that have
// not gone out, and to moving Telegram chats. No person, session or request of a citizen, and no entry in the trail in a
// person's name.
const WORKER = `
GRANT SELECT ON regions, contacts, addresses, consents, suppressions, broadcasts, submissions, waves, batches, deliveries, claims, budgets,
  brake_signs, emergency_stops, channel_pauses, notices, standstills TO siar_worker;
GRANT SELECT, INSERT ON installation TO siar_worker;

GRANT UPDATE (state, paused_by, pause_reason, updated_at) ON broadcasts TO siar_worker;
GRANT UPDATE (state, resume_state, pause_reason, paused_by, paused_at, brake, doubted, fan_out_after, fanned_out_at, batches, first_handover_at, handed_at,
  targeted, pending, claimed, accepted, failed, suppressed, expired, unknown) ON waves TO siar_worker;
GRANT INSERT (wave_id, no, size), UPDATE (state, not_before, queued_at) ON batches TO siar_worker;
GRANT INSERT (broadcast_id, address_id, wave_id, contact_id, batch_no, state, reason, code),
  UPDATE (state, attempts, claim_id, next_attempt_at, handed_at, provider_id, reason) ON deliveries TO siar_worker;
GRANT INSERT, DELETE ON claims TO siar_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON refusals TO siar_worker;
GRANT SELECT ON deleted_recipients TO siar_worker;
GRANT INSERT (account, rate_per_second), UPDATE ON budgets TO siar_worker;
GRANT INSERT, DELETE ON brake_signs TO siar_worker;
GRANT INSERT (kind, broadcast_id, channel, decide_by, until, next_at) ON alerts TO siar_worker;

GRANT UPDATE (state, soft_failures, ciphertext, key_id, hash, class) ON addresses TO siar_worker;
GRANT UPDATE (withdrawn_at) ON consents TO siar_worker;
GRANT INSERT (channel, hash, reason, detail), UPDATE (reason, detail) ON suppressions TO siar_worker;
GRANT UPDATE (state, attempts, next_attempt_at, leased_until, enqueued_at, reason, ended_at, to_ciphertext, to_hash)
  ON notices TO siar_worker;
GRANT INSERT (act, subject, detail) ON audit_entries TO siar_worker;
`;

// The private program behind the public one: takes and changes what citizens say of themselves, lets them leave, reads the
// callbacks of providers and hands on what they say. Column by column: no name, password, session or draft, nothing of what
// was sent to whom but the code it carries. What is held about a person it reads, and erases, by a function of the owner's,
// for one person at a time: neither can be listed or searched. No entry in the trail in a person's name. (ON CONFLICT needs
// its columns readable; a lock needs one that may be updated.)
const REGISTRAR = `
GRANT SELECT, UPDATE (tries, leased_until, set_aside_at), DELETE ON callbacks TO siar_registrar;
GRANT SELECT, UPDATE (public_key, drained, looked_to, looked_at, looked_before) ON callback_intake TO siar_registrar;
GRANT SELECT ON callback_units TO siar_registrar;
-- Whether a channel is interrupted, which a page says of what it has written.
GRANT SELECT (account, away_since) ON budgets TO siar_registrar;
GRANT SELECT (channel, resumed_at) ON channel_pauses TO siar_registrar;
GRANT INSERT (channel, broadcast_id, address_id, notice_id, verdict, reason, fingerprint), SELECT (fingerprint) ON receipts TO siar_registrar;

GRANT SELECT (id, channel, contact_id, state, ciphertext, key_id, hash), INSERT (id, channel, contact_id, state, ciphertext, key_id, hash, class, created_at),
  UPDATE (contact_id, state, ciphertext, key_id, hash, class, soft_failures), DELETE ON addresses TO siar_registrar;
GRANT SELECT (id, province_code, region_code, language, topics, preferred_channel),
  INSERT (id, province_code, region_code, name, language, topics, preferred_channel, created_at),
  UPDATE (province_code, region_code, name, language, topics, preferred_channel), DELETE ON contacts TO siar_registrar;
GRANT EXECUTE ON FUNCTION held_about(bigint), erase_contact(bigint, bytea[]) TO siar_registrar;
GRANT SELECT (id, address_id, given_at, withdrawn_at, reconfirm_asked_at, reconfirm_code_hash), INSERT (address_id, source, wording, given_at, imported), UPDATE (withdrawn_at) ON consents TO siar_registrar;
GRANT SELECT (channel, hash, reason, detail, created_at), INSERT (channel, hash, reason, detail), UPDATE (reason, detail), DELETE ON suppressions TO siar_registrar;
GRANT SELECT, INSERT, UPDATE ON sign_ups, confirmations, preference_links, rate_limits, telegram_updates TO siar_registrar;
GRANT INSERT (id, kind, channel, to_ciphertext, to_hash, message_ciphertext, key_id, expires_at, broadcast_id, person_id) ON notices TO siar_registrar;
GRANT USAGE ON SEQUENCE addresses_id_seq, contacts_id_seq, confirmations_id_seq, notices_id_seq TO siar_registrar;
GRANT INSERT (act, subject, detail) ON audit_entries TO siar_registrar;
GRANT SELECT (code, broadcast_id, address_id) ON deliveries TO siar_registrar;
`;

// The one public program: shows what was approved, counts what a network asks for, and puts callbacks into an inbox that it
// cannot read. Nothing of a person: it asks the registrar. It may write no table, only call functions that do: with a right
// to write comes one to lock the rows, and of a whole table (LOCK TABLE) everything in it, which others would wait for.
const GATEWAY = `
REVOKE EXECUTE ON FUNCTION held_about(bigint), erase_contact(bigint, bytea[]) FROM siar_gateway;
REVOKE EXECUTE ON FUNCTION store_callback(text, bytea, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION store_callback(text, bytea, integer) TO siar_gateway;
GRANT SELECT (public_key) ON callback_intake TO siar_gateway;
REVOKE EXECUTE ON FUNCTION hold_networks(bytea[]), pay_networks(bytea[], timestamptz[]), note_untrusted_proxy(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_networks(bytea[]), pay_networks(bytea[], timestamptz[]), note_untrusted_proxy(text) TO siar_gateway;
GRANT EXECUTE ON FUNCTION note_untrusted_proxy(text) TO siar_app;
`;

// What is public: the gateway's pages show it, and the bot, which is in the registrar.
const PUBLIC_RECORDS = `
GRANT SELECT ON regions TO siar_registrar, siar_gateway;
GRANT SELECT (id, public_code, state, doubted_at, submission_no, original_id, remainder_of_id, updated_at) ON broadcasts TO siar_registrar, siar_gateway;
GRANT SELECT (broadcast_id, released_at) ON waves TO siar_registrar, siar_gateway;
GRANT SELECT ON approved_submissions, approved_shingles, approved_recordings TO siar_registrar, siar_gateway;
GRANT SELECT (id, organisation_id) ON people TO siar_registrar, siar_gateway;
GRANT SELECT (id, name) ON organisations TO siar_registrar, siar_gateway;
`;
