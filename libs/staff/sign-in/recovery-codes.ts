import { type Keys, newCode } from '#platform/crypto';
import { row, rows, type Tx } from '#platform/database';

/** Codes per set: enough for years of forgotten phones, few enough for one sheet. */
const HOW_MANY = 10;

/** Normalises a typed code: case, hyphens and spaces are ignored. */
const plain = (typed: string): string => typed.replace(/[^0-9a-z]/gi, '').toUpperCase();

const KIND = 'recovery-code';
const valueOf = (personId: string, code: string): string => `${personId}\0${code}`;

/**
 * Creates a person's recovery codes and deletes their earlier ones. Each allows one sign-in without the authenticator.
 * Stored as keyed hashes only.
 * @returns 50 bits each, in two halves: to be shown once
 */
export async function makeRecoveryCodes(tx: Tx, keys: Keys, personId: string): Promise<string[]> {
  const codes = Array.from({ length: HOW_MANY }, newCode);
  await dropRecoveryCodes(tx, personId);
  await tx.query('INSERT INTO recovery_codes (person_id, hash) SELECT $1, unnest($2::bytea[])', [
    personId,
    codes.map((code) => keys.hash(KIND, valueOf(personId, code))),
  ]);
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

/** Consumes a code if it is the person's and unused. */
export async function takeRecoveryCode(
  tx: Tx,
  keys: Keys,
  personId: string,
  typed: string,
): Promise<boolean> {
  const taken = await row(
    tx,
    `UPDATE recovery_codes SET used_at = siar_now() WHERE person_id = $1 AND hash = ANY ($2::bytea[]) AND used_at IS NULL RETURNING person_id`,
    [personId, keys.hashes(KIND, valueOf(personId, plain(typed)))],
  );
  return taken !== undefined;
}

/** Number of a person's unused codes. */
export async function recoveryCodesLeft(tx: Tx, personId: string): Promise<number> {
  const [left] = await rows<{ n: number }>(
    tx,
    'SELECT count(*)::int AS n FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL',
    [personId],
  );
  return left?.n ?? 0;
}

/** Deletes all of a person's codes together with their authenticator. */
export async function dropRecoveryCodes(tx: Tx, personId: string): Promise<void> {
  await tx.query('DELETE FROM recovery_codes WHERE person_id = $1', [personId]);
}
