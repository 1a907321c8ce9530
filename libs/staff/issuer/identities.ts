import { normaliseAddress } from '#channels';
import { fault } from '#contract/problems';
import type { Keys } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import type { Claims } from './issuer.js';

/** The person whom an account at the issuer opens. */
interface Known {
  personId: string;
  disabled: boolean;
}

/** The hashes under which an address may wait, the newest key's first. */
const hashesOf = (keys: Keys, email: string): Buffer[] => keys.hashes('issuer email', email);

/**
 * Makes a person's account one of the issuer's: who signs in there first with this address, verified, is linked.
 * @throws Problem invalid when it is no address, conflict when another account waits for it
 */
export async function expectIdentity(tx: Tx, keys: Keys, personId: string, email: string): Promise<void> {
  const address = normaliseAddress('email', email);
  if (address === null) throw new Problem('no-address-to-reach', {}, [fault('issuerEmail', 'own-email')]);
  const made = await row(
    tx,
    `INSERT INTO person_identities (person_id, email_hash)
     SELECT $1, ($2::bytea[])[1] WHERE NOT EXISTS (SELECT FROM person_identities WHERE email_hash = ANY ($2::bytea[]))
     ON CONFLICT (email_hash) DO NOTHING RETURNING person_id AS "personId"`,
    [personId, hashesOf(keys, address)],
  );
  if (!made) throw new Problem('issuer-email-taken', {}, [fault('issuerEmail', 'taken')]);
}

/** The person with this account at the issuer; undefined: nobody. */
export async function findIdentity(
  tx: Tx,
  { issuer, subject }: Pick<Claims, 'issuer' | 'subject'>,
): Promise<Known | undefined> {
  return row<Known>(
    tx,
    `SELECT p.id AS "personId", p.disabled_at IS NOT NULL AS disabled
     FROM person_identities i JOIN people p ON p.id = i.person_id WHERE i.issuer = $1 AND i.subject = $2`,
    [issuer, subject],
  );
}

/**
 * Links an account at the issuer to the person whose account waits for its address.
 * @param email verified by the issuer
 * @returns the person's id; undefined: no enabled account waits for it
 */
export async function linkIdentity(
  tx: Tx,
  keys: Keys,
  { issuer, subject }: Pick<Claims, 'issuer' | 'subject'>,
  email: string,
): Promise<string | undefined> {
  const address = normaliseAddress('email', email);
  if (address === null) return undefined;
  const linked = await row<{ personId: string }>(
    tx,
    `UPDATE person_identities i SET issuer = $1, subject = $2, linked_at = siar_now(), email_hash = NULL
     FROM people p WHERE i.email_hash = ANY ($3::bytea[]) AND p.id = i.person_id AND p.disabled_at IS NULL
     RETURNING i.person_id AS "personId"`,
    [issuer, subject, hashesOf(keys, address)],
  );
  return linked?.personId;
}

/** Makes a person's account a local one. */
export async function dropIdentity(tx: Tx, personId: string): Promise<void> {
  await tx.query('DELETE FROM person_identities WHERE person_id = $1', [personId]);
}
