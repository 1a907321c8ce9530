import { Secret, TOTP } from 'otpauth';
import type { Keys } from '#platform/crypto';
import { now, row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';
import { dropRecoveryCodes } from './recovery-codes.js';

const ISSUER = 'Siar';
/** Accepted steps of 30 s before and after the current one, for phones with clock drift (RFC 6238 §5.2). */
const DRIFT_STEPS = 1;

interface Enrolment {
  username: string;
  ciphertext: Buffer | null;
  keyId: string | null;
  confirmed: boolean;
}

/** Encryption context of an authenticator's secret. */
export const totpContext = (personId: string): string => `totp\0${personId}`;

function generator(username: string, secret: Secret): TOTP {
  return new TOTP({ issuer: ISSUER, label: username, secret, algorithm: 'SHA1', digits: 6, period: 30 });
}

async function enrolment(tx: Tx, personId: string): Promise<Enrolment> {
  const found = await row<Enrolment>(
    tx,
    `SELECT username, totp_ciphertext AS ciphertext, totp_key_id AS "keyId", totp_confirmed_at IS NOT NULL AS confirmed
     FROM people WHERE id = $1 FOR UPDATE`,
    [personId],
  );
  if (!found) throw new Problem('no-such-person');
  return found;
}

/** Whether a person has confirmed an authenticator. */
export async function isEnrolled(tx: Tx, personId: string): Promise<boolean> {
  return (
    (await row(tx, 'SELECT FROM people WHERE id = $1 AND totp_confirmed_at IS NOT NULL', [personId])) !==
    undefined
  );
}

/** Deletes a person's authenticator and recovery codes. */
export async function dropSecondFactor(tx: Tx, personId: string): Promise<void> {
  await tx.query(
    `UPDATE people SET totp_ciphertext = NULL, totp_key_id = NULL, totp_confirmed_at = NULL, totp_last_counter = NULL
     WHERE id = $1`,
    [personId],
  );
  await dropRecoveryCodes(tx, personId);
}

/**
 * Starts an enrolment: the new secret counts only after a code made from it was entered.
 * @returns the otpauth:// address for an authenticator app
 * @throws Problem conflict when the person has a second factor already
 */
export async function beginEnrolment(tx: Tx, keys: Keys, personId: string): Promise<string> {
  const { username, confirmed } = await enrolment(tx, personId);
  if (confirmed) {
    throw new Problem('totp-already');
  }
  const secret = new Secret({ size: 20 });
  const { ciphertext, keyId } = keys.seal(secret.base32, totpContext(personId));
  await tx.query(
    'UPDATE people SET totp_ciphertext = $2, totp_key_id = $3, totp_last_counter = NULL WHERE id = $1',
    [personId, ciphertext, keyId],
  );
  return generator(username, secret).toString();
}

/**
 * Accepts a one-time code if it is right, within the drift, and newer than the last accepted one: a code counts once
 * (RFC 6238 §5.2).
 * @param confirming whether the code confirms an enrolment instead of using one
 */
export async function takeCode(
  tx: Tx,
  keys: Keys,
  personId: string,
  code: string,
  confirming = false,
): Promise<boolean> {
  const { username, ciphertext, keyId, confirmed } = await enrolment(tx, personId);
  if (!ciphertext || !keyId || confirmed === confirming) return false;
  const totp = generator(
    username,
    Secret.fromBase32(keys.open({ ciphertext, keyId }, totpContext(personId))),
  );
  const timestamp = (await now(tx)).getTime();
  const delta = totp.validate({ token: code, timestamp, window: DRIFT_STEPS });
  if (delta === null) return false;
  const taken = await row(
    tx,
    `UPDATE people SET totp_last_counter = $2, totp_confirmed_at = coalesce(totp_confirmed_at, siar_now())
     WHERE id = $1 AND coalesce(totp_last_counter, -1) < $2 RETURNING id`,
    [personId, totp.counter({ timestamp }) + delta],
  );
  return taken !== undefined;
}
