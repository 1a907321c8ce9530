import type { ReportedAs } from '#channels';
import { type Database, prepared, row, rows, type Statement, type Tx } from '#platform';

/*
 * The ids of accepted messages at providers whose receipts hold nothing else that names a copy (SMPP). Providers whose
 * receipts hold a token of ours have none here: a token needs no look-up, and comes before the acceptance if it will.
 */

/** How long an id is looked up, in days: as long as an operator may report, and then some. */
const KEPT_DAYS = 7;
/** Ids deleted in one statement. */
const DELETED_AT_ONCE = 10_000;

/** The copy or notice of a message. */
export interface OfMessage {
  broadcastId: string | null;
  addressId: string | null;
  noticeId: string | null;
  /** Of a text in parts, the first one's id. */
  messageId: string;
}

/**
 * Notes the ids of accepted copies, in the transaction that writes their acceptance. A copy that keeps no provider's id,
 * because its address was erased, keeps none here.
 */
export async function noteMessageIds(
  tx: Tx,
  broadcastId: string,
  accepted: readonly { addressId: string; reportedAs?: ReportedAs | undefined }[],
): Promise<void> {
  const ids = accepted.flatMap(({ addressId, reportedAs }) =>
    (reportedAs?.ids ?? []).map((id) => ({
      account: reportedAs?.account,
      id,
      firstId: reportedAs && reportedAs.ids.length > 1 ? reportedAs.ids[0] : null,
      addressId,
    })),
  );
  if (ids.length === 0) return;
  await prepared(tx, NOTE, [
    broadcastId,
    ids.map(({ account }) => account),
    ids.map(({ id }) => id),
    ids.map(({ firstId }) => firstId),
    ids.map(({ addressId }) => addressId),
  ]);
}

// An SMSC may begin its ids again: the newest message has it.
const NOTE: Statement = {
  name: 'note message ids',
  sql: `
INSERT INTO message_ids (account, id, first_id, broadcast_id, address_id)
SELECT DISTINCT ON (v.account, v.id) v.account, v.id, v.first_id, d.broadcast_id, d.address_id
FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) AS v(account, id, first_id, address_id)
JOIN deliveries d ON d.broadcast_id = $1 AND d.address_id = v.address_id AND d.address_id = ANY ($5::bigint[]) AND d.provider_id IS NOT NULL
ORDER BY v.account, v.id
ON CONFLICT (account, id) DO UPDATE SET first_id = EXCLUDED.first_id, broadcast_id = EXCLUDED.broadcast_id,
  address_id = EXCLUDED.address_id, notice_id = NULL, delivered_at = NULL, noted_at = siar_now()`,
};

/**
 * Finds the message of a receipt. Of a text in parts it is delivered once all of them are.
 * @returns undefined: no such id (yet); null: parts are still on their way
 */
export async function messageOf(
  database: Database,
  { account, id, delivered }: { account: string; id: string; delivered: boolean },
): Promise<OfMessage | null | undefined> {
  const found = await row<OfMessage & { inParts: boolean }>(
    database.manager,
    `UPDATE message_ids SET delivered_at = CASE WHEN $3 THEN coalesce(delivered_at, siar_now()) ELSE delivered_at END
     WHERE account = $1 AND id = $2
     RETURNING broadcast_id AS "broadcastId", address_id AS "addressId", notice_id AS "noticeId",
       coalesce(first_id, id) AS "messageId", first_id IS NOT NULL AS "inParts"`,
    [account, id, delivered],
  );
  if (!found) return undefined;
  const { inParts, ...message } = found;
  if (!delivered || !inParts) return message;
  // A statement of its own, after the commit of the first: of two registrars with the last two parts, one sees both.
  const missing = await rows(
    database.manager,
    'SELECT FROM message_ids WHERE account = $1 AND first_id = $2 AND delivered_at IS NULL LIMIT 1',
    [account, message.messageId],
  );
  return missing.length === 0 ? message : null;
}

/** Deletes ids about which no receipt is expected any more. */
export async function forgetMessageIds(database: Database): Promise<void> {
  for (let deleted = DELETED_AT_ONCE; deleted === DELETED_AT_ONCE;) {
    const gone = await rows(
      database.manager,
      `DELETE FROM message_ids WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM message_ids WHERE noted_at < siar_now() - make_interval(days => $1) LIMIT $2)) RETURNING 1`,
      [KEPT_DAYS, DELETED_AT_ONCE],
    );
    deleted = gone.length;
  }
}
