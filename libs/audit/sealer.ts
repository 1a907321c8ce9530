import { Injectable } from '@nestjs/common';
import { InjectLogger } from '#platform';
import { Database, row, rows, type Tx } from '#platform/database';
import type { Logger } from '#platform/logging';
import { chain, GENESIS, type Seal, type SealedEntry } from './chain.rules.js';

/** Maximum number of entries sealed in one round. */
const ROUND = 2000;

/** The entry of alias `e` as it is sealed. Text, not a Date: that would lose the microseconds. */
export const ENTRY_COLUMNS = `e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
  e.actor_id AS "actorId", e.act, e.subject, e.detail`;

/**
 * Chains committed entries by hash. A visible entry is committed, and audit_waiting lists those without a seal. So no
 * writer waits for a sealer, and an entry whose transaction ends late is sealed late.
 */
@Injectable()
export class Sealer {
  constructor(
    private readonly database: Database,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  /**
   * Runs one round. Any number of sealers may try at once; one at a time does. The first seal of a UTC day becomes the
   * day's root, and is logged for a third party to keep.
   * @returns the number of sealed entries
   */
  async seal(): Promise<number> {
    const { sealed, root } = await this.database.transaction((tx) => sealWaiting(tx));
    if (root) this.logger.info(root, 'audit root of the day');
    return sealed;
  }
}

interface Round {
  sealed: number;
  root?: { day: string; position: string; hash: string } | undefined;
}

async function sealWaiting(tx: Tx): Promise<Round> {
  // In a statement of its own, so that the next one sees all that the previous sealer committed before it released the
  // lock.
  const turn = await row<{ mine: boolean }>(
    tx,
    `SELECT pg_try_advisory_xact_lock(hashtext('audit_seals')) AS mine`,
  );
  if (!turn?.mine) return { sealed: 0 };
  const entries = await rows<SealedEntry>(
    tx,
    `WITH taken AS (
       DELETE FROM audit_waiting WHERE entry_id IN (SELECT entry_id FROM audit_waiting ORDER BY entry_id LIMIT $1)
       RETURNING entry_id
     ) SELECT ${ENTRY_COLUMNS} FROM taken JOIN audit_entries e ON e.id = taken.entry_id
     WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.entry_id = e.id) ORDER BY e.id`,
    [ROUND],
  );
  if (entries.length === 0) return { sealed: 0 };
  const head = await row<{ position: string; hash: string }>(
    tx,
    `SELECT position, encode(hash, 'hex') AS hash FROM audit_seals ORDER BY position DESC LIMIT 1`,
  );
  const seals = chain(entries, head ?? { position: '0', hash: GENESIS });
  await insert(tx, entries, seals);
  const [first] = seals;
  const root = await row<{ day: string; position: string; hash: string }>(
    tx,
    `INSERT INTO audit_roots (day, position, hash)
     VALUES ((siar_now() AT TIME ZONE 'UTC')::date, $1, decode($2, 'hex')) ON CONFLICT (day) DO NOTHING
     RETURNING day::text, position, encode(hash, 'hex') AS hash`,
    [first?.position, first?.hash],
  );
  return { sealed: seals.length, root };
}

function insert(tx: Tx, entries: SealedEntry[], seals: Seal[]): Promise<unknown> {
  return tx.query(
    `INSERT INTO audit_seals (position, entry_id, digest, previous, hash)
     SELECT position, entry_id, decode(digest, 'hex'), decode(previous, 'hex'), decode(hash, 'hex')
     FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[]) AS s(position, entry_id, digest, previous, hash)`,
    [
      seals.map(({ position }) => position),
      entries.map(({ id }) => id),
      seals.map(({ digest }) => digest),
      seals.map(({ previous }) => previous),
      seals.map(({ hash }) => hash),
    ],
  );
}
