import type { Button, ChannelName } from '#channels';
import { addressHash, type Keys } from '#platform/crypto';
import { row, rows, type Tx } from '#platform/database';
import { move, transition } from '#platform/states';
import type { NoticeFate } from '#contract/api/broadcasts';
import { NOTICES, type NoticeState } from './notice.states.js';

export type { NoticeFate } from '#contract/api/broadcasts';

/** The content of a notice. */
export interface NoticeMessage {
  subject?: string | undefined;
  text: string;
  html?: string | undefined;
  /** Telegram only. */
  buttons?: Button[][] | undefined;
  /** ISO 639 code; Indonesian by default. */
  language?: string | undefined;
}

/**
 * The kinds of notices to citizens: {@link deleteOldNotices} deletes them, and a citizen reads each in words of its own
 * (libs/audience/rights/held-words.ts). `answer`: the bot's, or to an SMS. A confirmation may also go to a member of staff.
 */
const CITIZEN_NOTICES = ['confirmation', 'preferences', 'answer', 'reconfirmation'] as const;
export type CitizenNotice = (typeof CITIZEN_NOTICES)[number];

/** A system message to one person. */
export interface NewNotice {
  kind: CitizenNotice | 'test' | 'alert';
  channel: ChannelName;
  /** E-mail address, Telegram chat id, or E.164 number: sealed before it is stored, as is the message. */
  to: string;
  message: NoticeMessage;
  /** From then on it is no longer sent. */
  expiresAt: Date;
  broadcastId?: string | undefined;
  /** The member of staff who receives it; without it, a citizen does. */
  personId?: string | undefined;
  /** What it is written for, such as `alert-12`: it is withdrawn by that. */
  about?: string | undefined;
}

/**
 * Writes a notice in the caller's transaction: it is sent if and only if that commits, with a publisher's next tick. A
 * program without a queue, such as the gateway, needs nothing else to send one.
 * @returns its id
 */
export async function writeNotice(tx: Tx, keys: Keys, notice: NewNotice): Promise<string> {
  const made = await row<{ id: string }>(tx, `SELECT nextval(pg_get_serial_sequence('notices', 'id')) AS id`);
  if (!made) throw new Error('The notice got no id');
  const to = keys.seal(notice.to, toContext(made.id));
  const message = keys.seal(JSON.stringify(notice.message), messageContext(made.id));
  await tx.query(
    `INSERT INTO notices (id, kind, channel, to_ciphertext, to_hash, message_ciphertext, key_id, expires_at, broadcast_id, person_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      made.id,
      notice.kind,
      notice.channel,
      to.ciphertext,
      notice.personId === undefined ? addressHash(keys, notice.channel, notice.to) : null,
      message.ciphertext,
      message.keyId,
      notice.expiresAt,
      notice.broadcastId ?? null,
      notice.personId ?? null,
    ],
  );
  // By itself: the registrar, which writes notices too, has no right to it.
  if (notice.about !== undefined)
    await tx.query('UPDATE notices SET about = $2 WHERE id = $1', [made.id, notice.about]);
  return made.id;
}

/** The last notice written for a matter to each person on each channel, by name. */
export function fatesOf(tx: Tx, about: string): Promise<NoticeFate[]> {
  return rows<NoticeFate>(
    tx,
    `SELECT person, channel, state, at, reason FROM (
       SELECT DISTINCT ON (n.person_id, n.channel) p.name AS person, n.channel, coalesce(n.ended_at, n.created_at) AS at, n.reason,
         CASE WHEN n.state IN ('pending', 'claimed') THEN 'waiting' WHEN n.state IN ('accepted', 'delivered') THEN 'sent' ELSE n.state END AS state
       FROM notices n JOIN people p ON p.id = n.person_id WHERE n.about = $1 ORDER BY n.person_id, n.channel, n.id DESC) last
     ORDER BY person, channel`,
    [about],
  );
}

/**
 * Withdraws notices whose matter is over, in the caller's transaction. Also one that is being handed over: its expiry
 * moves, so that it is not tried again.
 */
export async function withdrawNotices(tx: Tx, about: readonly string[]): Promise<void> {
  await tx.query(
    `WITH overtaken AS MATERIALIZED (
       SELECT id, state FROM notices WHERE about = ANY ($1) AND state IN ('pending', 'claimed') ORDER BY id FOR UPDATE
     ), handed AS (
       UPDATE notices n SET expires_at = least(n.expires_at, siar_now()) FROM overtaken o WHERE n.id = o.id AND o.state = 'claimed'
     )
     ${transition(NOTICES, 'expired', {
       set: `expires_at = least(n.expires_at, siar_now()), reason = 'overtaken', ended_at = siar_now(), enqueued_at = NULL`,
       from: 'overtaken o',
       where: `n.id = o.id AND o.state = 'pending'`,
     })}`,
    [about],
  );
}

/** Locks the notices of some receipts, in id order. */
export function lockNotices(
  tx: Tx,
  ids: readonly string[],
): Promise<{ id: string; channel: ChannelName; state: NoticeState }[]> {
  return rows(
    tx,
    'SELECT id, channel, state FROM notices WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE',
    [ids],
  );
}

/** Writes the state that a receipt gives a locked notice. */
export async function endNotice(
  tx: Tx,
  id: string,
  state: 'delivered' | 'failed',
  reason: string | null,
): Promise<void> {
  const set =
    'reason = $2, leased_until = NULL, next_attempt_at = NULL, ended_at = coalesce(n.ended_at, siar_now())';
  await move(tx, NOTICES, state, { set, where: 'n.id = $1' }, [id, reason]);
}

/** Takes a draft that is deleted off the notices about it, such as its tests, which stay. */
export async function unlinkDraft(tx: Tx, broadcastId: string): Promise<void> {
  await tx.query('UPDATE notices SET broadcast_id = NULL WHERE broadcast_id = $1', [broadcastId]);
}

/** Deletes citizens' notices that ended, and were written this many seconds ago. */
export async function deleteOldNotices(tx: Pick<Tx, 'query'>, seconds: number): Promise<void> {
  await tx.query(
    `DELETE FROM notices WHERE kind = ANY ($2) AND person_id IS NULL
       AND ended_at IS NOT NULL AND created_at < siar_now() - make_interval(secs => $1)`,
    [seconds, CITIZEN_NOTICES],
  );
}

/** Deletes notices to staff, and tests, that ended this many days ago, at most a thousand. @returns how many */
export async function deleteStaffNotices(tx: Tx, days: number): Promise<number> {
  const deleted = await rows(
    tx,
    `DELETE FROM notices WHERE id = ANY (ARRAY(SELECT id FROM notices WHERE person_id IS NOT NULL
       AND ended_at < siar_now() - make_interval(days => $1) LIMIT 1000)) RETURNING 1`,
    [days],
  );
  return deleted.length;
}

/** The context that a notice's address is bound to. */
export const toContext = (noticeId: string): string => `notice\0${noticeId}\0to`;
/** The context that a notice's message is bound to. */
export const messageContext = (noticeId: string): string => `notice\0${noticeId}\0message`;
