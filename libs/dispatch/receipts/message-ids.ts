import type { ReportedAs } from '#channels';
import { type Database, prepared, rows, type Statement, type Tx } from '#platform/database';

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
  address_id = EXCLUDED.address_id, notice_id = NULL, delivered_at = NULL, reported_at = NULL, noted_at = siar_now()`,
};

/** The message that a receipt is about, by the provider's id. */
export interface AboutMessage {
  account: string;
  id: string;
  delivered: boolean;
}

/**
 * Finds the messages of receipts, in their order. Of a text in parts it is delivered once all of them are.
 * @returns for each, undefined: no such id (yet); null: parts are still on their way
 */
export async function messagesOf(
  database: Database,
  receipts: readonly AboutMessage[],
): Promise<(OfMessage | null | undefined)[]> {
  const found = await rows<OfMessage & { account: string; id: string; inParts: boolean }>(
    database.manager,
    MARK,
    [
      receipts.map(({ account }) => account),
      receipts.map(({ id }) => id),
      receipts.map(({ delivered }) => delivered),
    ],
  );
  const messages = new Map(found.map((one) => [keyOf(one.account, one.id), one]));
  const inParts = found.filter((one) => one.inParts);
  // A statement of its own, after the commit of the first: of two registrars with the last two parts, one sees both.
  const missing =
    inParts.length === 0
      ? []
      : await rows<{ account: string; firstId: string | null }>(
          database.manager,
          `SELECT DISTINCT m.account, m.first_id AS "firstId"
           FROM message_ids m, unnest($1::text[], $2::text[]) AS v(account, first_id)
           WHERE m.account = v.account AND m.first_id = v.first_id AND m.delivered_at IS NULL`,
          [inParts.map(({ account }) => account), inParts.map(({ messageId }) => messageId)],
        );
  const waiting = new Set(missing.map(({ account, firstId }) => keyOf(account, firstId ?? '')));
  return receipts.map(({ account, id, delivered }) => {
    const one = messages.get(keyOf(account, id));
    if (!one) return undefined;
    if (delivered && one.inParts && waiting.has(keyOf(account, one.messageId))) return null;
    const { broadcastId, addressId, noticeId, messageId } = one;
    return { broadcastId, addressId, noticeId, messageId };
  });
}

const keyOf = (account: string, id: string): string => JSON.stringify([account, id]);

// Locked in one order: two registrars may have receipts about the same messages.
const MARK = `
WITH said AS (
  SELECT account, id, bool_or(delivered) AS delivered
  FROM unnest($1::text[], $2::text[], $3::boolean[]) AS v(account, id, delivered) GROUP BY account, id
), locked AS MATERIALIZED (
  SELECT m.account, m.id, said.delivered FROM said JOIN message_ids m ON m.account = said.account AND m.id = said.id
  ORDER BY m.account, m.id FOR UPDATE OF m
)
UPDATE message_ids m SET reported_at = coalesce(m.reported_at, siar_now()),
  delivered_at = CASE WHEN l.delivered THEN coalesce(m.delivered_at, siar_now()) ELSE m.delivered_at END
FROM locked l WHERE m.account = l.account AND m.id = l.id
RETURNING m.account, m.id, m.broadcast_id AS "broadcastId", m.address_id AS "addressId", m.notice_id AS "noticeId",
  coalesce(m.first_id, m.id) AS "messageId", m.first_id IS NOT NULL AS "inParts"`;

/** Deletes ids about which no receipt is expected any more. */
export async function forgetMessageIds(database: Database): Promise<void> {
  for (let deleted = DELETED_AT_ONCE; deleted === DELETED_AT_ONCE;) {
    const gone = await rows(
      database.manager,
      `DELETE FROM message_ids WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM message_ids WHERE noted_at < (SELECT siar_now() - make_interval(days => $1)) LIMIT $2)) RETURNING 1`,
      [KEPT_DAYS, DELETED_AT_ONCE],
    );
    deleted = gone.length;
  }
}
