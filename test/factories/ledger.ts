import { addressClass, sealAddress } from '#audience/addresses';
import type { ChannelName } from '#channels';
import { addressHash, type Keys, newCode, sha256 } from '#platform/crypto';
import { type Database, row, rows } from '#platform/database';

/** A running broadcast, with one wave and a delivery for each person. */
export interface RunningBroadcast {
  id: string;
  publicCode: string;
  waveId: string;
  /** In the order of the requested states; each person's address at the provider is `addresses[i]`. */
  addressIds: string[];
  addresses: string[];
}

/** The parts of a broadcast that a test sets. */
export interface Wanted {
  channel: ChannelName;
  /** The state of each delivery, one person each. */
  states: string[];
  /** The frozen document that KPU approved; empty where no test reads it. */
  document?: unknown;
  /** The 50 bits of the first delivery's code, for SMS. */
  code?: bigint;
  state?: string;
  decision?: 'approved' | null;
}

/** Inserts an approved, running broadcast and its ledger rows as the pipeline leaves them. */
export async function runningBroadcast(
  database: Database,
  keys: Keys,
  wanted: Wanted,
): Promise<RunningBroadcast> {
  return database.transaction(async (tx) => {
    const one = async (sql: string, parameters: unknown[] = []): Promise<string> => {
      const found = await row<{ id: string }>(tx, sql, parameters);
      if (!found) throw new Error(`nothing came back of ${sql}`);
      return found.id;
    };
    await tx.query(
      `INSERT INTO regions (code, kind, name, time_zone) VALUES ('11', 'province', 'Aceh', 'Asia/Jakarta') ON CONFLICT DO NOTHING`,
    );
    const office = (kind: string, name: string): Promise<string> =>
      one(
        `INSERT INTO organisations (kind, name) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET kind = excluded.kind RETURNING id`,
        [kind, name],
      );
    const person = async (organisation: string, username: string): Promise<string> =>
      one(
        `INSERT INTO people (organisation_id, username, name, password_hash) VALUES ($1, $2, $3, '-')
         ON CONFLICT (username) DO UPDATE SET name = excluded.name RETURNING id`,
        [organisation, username, `Orang ${username}`],
      );
    const ministry = await office('ministry', 'Kementerian Uji');
    const author = await person(ministry, 'penulis');
    const reviewer = await person(await office('kpu', 'KPU Republik Indonesia'), 'peninjau');
    await tx.query(
      `INSERT INTO person_roles (person_id, role) VALUES ($1, 'reviewer') ON CONFLICT DO NOTHING`,
      [reviewer],
    );
    const publicCode = newCode();
    const id = await one(
      `INSERT INTO broadcasts (kind, title, draft, organisation_id, author_id, public_code)
       VALUES ('ordinary', 'Uji', '{}', $1, $2, $3) RETURNING id`,
      [ministry, author, publicCode],
    );
    const document = JSON.stringify(wanted.document ?? {});
    const decision = wanted.decision === undefined ? 'approved' : wanted.decision;
    await tx.query(
      `INSERT INTO submissions (broadcast_id, no, digest, document, submitted_by, decision, decided_by, decided_at)
       VALUES ($1, 1, $2, $3, $4, $5, $6, $7)`,
      [
        id,
        sha256(document),
        document,
        author,
        decision,
        decision && reviewer,
        decision && new Date('2026-11-20T03:00:00Z'),
      ],
    );
    await tx.query(`UPDATE broadcasts SET state = $2, submission_no = 1, approved_at = $3 WHERE id = $1`, [
      id,
      wanted.state ?? 'running',
      decision && new Date('2026-11-20T03:00:00Z'),
    ]);
    const count = (state: string): number => wanted.states.filter((one_) => one_ === state).length;
    const waveId = await one(
      `INSERT INTO waves (broadcast_id, channel, region_code, time_zone, state, priority, due_at, expires_at, fanned_out_at, targeted,
         pending, claimed, accepted, delivered, failed, suppressed, expired, cancelled, unknown)
       VALUES ($1, $2, '11', 'Asia/Jakarta', 'released', 10, siar_now(), siar_now() + interval '1 day', siar_now(), $3,
         $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
      [
        id,
        wanted.channel,
        wanted.states.length,
        ...[
          'pending',
          'claimed',
          'accepted',
          'delivered',
          'failed',
          'suppressed',
          'expired',
          'cancelled',
          'unknown',
        ].map(count),
      ],
    );
    // The reconciler ends a claimed row without a claim.
    const claimId = wanted.states.includes('claimed')
      ? await one(
          `INSERT INTO claims (broadcast_id, wave_id, batch_no, account, worker, leased_until)
           VALUES ($1, $2, 0, 'email', 'test', siar_now() + interval '30 minutes') RETURNING id`,
          [id, waveId],
        )
      : null;
    const addressIds: string[] = [];
    const addresses: string[] = [];
    for (const [index, state] of wanted.states.entries()) {
      const contact = await one(
        `INSERT INTO contacts (province_code, region_code, preferred_channel) VALUES ('11', '11', $1) RETURNING id`,
        [wanted.channel],
      );
      const addressId = await one(`SELECT nextval(pg_get_serial_sequence('addresses', 'id')) AS id`);
      const address = endpoint(wanted.channel, addressId);
      const sealed = sealAddress(keys, addressId, wanted.channel, address);
      await tx.query(
        `INSERT INTO addresses (id, contact_id, channel, state, ciphertext, key_id, hash, class) VALUES ($1, $2, $3, 'active', $4, $5, $6, $7)`,
        [
          addressId,
          contact,
          wanted.channel,
          sealed.ciphertext,
          sealed.keyId,
          addressHash(keys, wanted.channel, address),
          addressClass(keys, wanted.channel, address),
        ],
      );
      await tx.query(
        `INSERT INTO consents (address_id, source, wording, given_at) VALUES ($1, 'test', 'v1', siar_now())`,
        [addressId],
      );
      const handed = ['accepted', 'delivered', 'failed', 'unknown'].includes(state);
      await tx.query(
        `INSERT INTO deliveries (broadcast_id, address_id, wave_id, contact_id, batch_no, state, code, handed_at, claim_id)
         VALUES ($1, $2, $3, $4, 0, $5, $6, CASE WHEN $7 THEN siar_now() END, $8)`,
        [
          id,
          addressId,
          waveId,
          contact,
          state,
          index === 0 ? (wanted.code?.toString() ?? null) : null,
          handed,
          state === 'claimed' ? claimId : null,
        ],
      );
      addressIds.push(addressId);
      addresses.push(address);
    }
    return { id, publicCode, waveId, addressIds, addresses };
  });
}

/** The state of each delivery, by address id. */
export async function ledgerStates(database: Database, broadcastId: string): Promise<Record<string, string>> {
  const found = await rows<{ addressId: string; state: string }>(
    database.manager,
    'SELECT address_id AS "addressId", state FROM deliveries WHERE broadcast_id = $1 ORDER BY address_id',
    [broadcastId],
  );
  return Object.fromEntries(found.map(({ addressId, state }) => [addressId, state]));
}

function endpoint(channel: ChannelName, id: string): string {
  switch (channel) {
    case 'email':
      return `warga-${id}@contoh.id`;
    case 'telegram':
      return String(700_000_000 + Number(id));
    case 'sms':
      return `+62812${id.padStart(8, '0')}`;
  }
}
