import { rows, type Tx } from '#platform/database';
import { hashPassword, oneTimePassword } from '../sign-in/password.js';
import { dropIdentity } from '../issuer/identities.js';
import { dropSecondFactor } from '../sign-in/second-factor.js';

/** Ends every session of a person. */
async function endSessions(tx: Tx, personId: string): Promise<void> {
  await tx.query('DELETE FROM sessions WHERE person_id = $1', [personId]);
}

/** Ends every session of everybody. @returns how many were open or forgotten */
export async function endAllSessions(tx: Tx): Promise<number> {
  return (await rows(tx, 'DELETE FROM sessions RETURNING id')).length;
}

/** Disables a person, at once and in every session, or enables them again. */
export async function writeDisabled(tx: Tx, personId: string, disabled: boolean): Promise<void> {
  await tx.query(
    `UPDATE people SET disabled_at = CASE WHEN $2 THEN coalesce(disabled_at, siar_now()) END WHERE id = $1`,
    [personId, disabled],
  );
  if (disabled) await endSessions(tx, personId);
}

/**
 * Deletes password, authenticator, the link to an account at the issuer, and sessions: a local account is left.
 * @returns a one-time password, which is not stored in clear
 */
export async function resetAccount(tx: Tx, personId: string): Promise<string> {
  const password = oneTimePassword();
  await tx.query('UPDATE people SET password_hash = $2, password_must_change = true WHERE id = $1', [
    personId,
    await hashPassword(password),
  ]);
  await dropSecondFactor(tx, personId);
  await dropIdentity(tx, personId);
  await endSessions(tx, personId);
  return password;
}

/** Deletes the authenticator and the sessions; the password stays. */
export async function resetSecondFactor(tx: Tx, personId: string): Promise<void> {
  await dropSecondFactor(tx, personId);
  await endSessions(tx, personId);
}
