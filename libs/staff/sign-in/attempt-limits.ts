import type { Keys } from '#platform/crypto';
import { row, type Tx } from '#platform/database';
import { Problem } from '#platform/http';

const WINDOW_MINUTES = 15;

/**
 * Failed attempts, or requested codes, allowed in one window of 15 minutes. Counted in this order, so that a network
 * over its limits adds nothing to the count of the user name. That limit is wide, because anybody's wrong passwords
 * fill it; a device on which the person signed in before has its own count.
 */
const LIMITS = {
  device: 5,
  network: 50,
  usernameInNetwork: 5,
  username: 100,
  code: 10,
  person: 5,
  address: 6,
  appointment: 30,
  issuer: 50,
  key: 50,
} as const;

/**
 * Subjects of the limits: a known device, a network, a typed user name within a network or in all, a person with a
 * right password and a wrong code, one who enters codes, one who requests codes, an admin who requests appointments; a
 * network whose answers of the issuer fail, and one that gives wrong machine keys: neither shuts out a password.
 */
export type Counted = keyof typeof LIMITS;

/** A counted attempt. */
export interface Attempt {
  /**
   * Removes this attempt from the count: it did not fail. Earlier failures stay, or a known password would allow
   * unlimited guesses at the one-time code.
   */
  succeed(): Promise<void>;
}

/**
 * Counts an attempt before it is made: a hundred concurrent attempts are limited like a hundred consecutive ones.
 * @param subjects what the attempt is counted by; stored as keyed hashes only
 * @param onLimit called once in a window, when a subject exceeds its limit
 * @throws Problem too-many with retryAfterSeconds when a subject exceeds its limit
 */
export async function countAttempt(
  tx: Tx,
  keys: Keys,
  subjects: Partial<Record<Counted, string>>,
  onLimit?: (by: Counted, minutes: number) => Promise<void>,
): Promise<Attempt> {
  const counted: string[] = [];
  for (const kind of Object.keys(LIMITS) as Counted[]) {
    const subject = subjects[kind];
    if (subject === undefined) continue;
    const key = keys.hash(`attempt ${kind}`, subject).toString('hex');
    counted.push(key);
    const book = await row<{ failures: number; seconds: number }>(
      tx,
      `INSERT INTO sign_in_failures AS f (key, failures, window_ends_at)
       VALUES ($1, 1, siar_now() + make_interval(mins => $2))
       ON CONFLICT (key) DO UPDATE SET
         failures = CASE WHEN f.window_ends_at <= siar_now() THEN 1 ELSE f.failures + 1 END,
         window_ends_at = CASE WHEN f.window_ends_at <= siar_now() THEN excluded.window_ends_at ELSE f.window_ends_at END
       RETURNING failures, ceil(extract(epoch FROM window_ends_at - siar_now()))::int AS seconds`,
      [key, WINDOW_MINUTES],
    );
    if (book && book.failures > LIMITS[kind]) {
      const minutes = Math.ceil(book.seconds / 60);
      if (book.failures === LIMITS[kind] + 1) await onLimit?.(kind, minutes);
      throw new Problem('too-many-attempts', { minutes }, [], {
        retryAfterSeconds: Math.max(1, book.seconds),
      });
    }
  }
  return {
    succeed: async () => {
      await tx.query(
        'UPDATE sign_in_failures SET failures = greatest(failures - 1, 0) WHERE key = ANY ($1)',
        [counted],
      );
    },
  };
}

/** Deletes counts whose window has ended. */
export async function forgetOldAttempts(tx: Tx): Promise<void> {
  await tx.query('DELETE FROM sign_in_failures WHERE window_ends_at <= siar_now()');
}
