import { record } from '#audit';
import { type Database, row, rows, sqlState, type Tx } from '#platform/database';

/** How long a month waits for those who read the ledger, in ms: whoever comes later queues behind it. */
const LOCK_MS = 2_000;
/** Attempts, with a pause between two. */
const ATTEMPTS = 30;
const PAUSE_MS = 1_000;

/** A month of the ledger that is past its term. */
export interface DueMonth {
  /** Such as `2021-03`, UTC. */
  month: string;
  bytes: number;
  /** Estimated. */
  copies: number;
  /** What still needs it, as a sentence for the operator; empty: it may go. */
  needs: string[];
}

/**
 * Returns the months that ended more than `keepMonths` months ago, the oldest first. A copy stands in the month in which
 * its broadcast was drafted.
 */
export async function dueMonths(tx: Tx, keepMonths: number): Promise<DueMonth[]> {
  const found = await rows<Omit<DueMonth, 'needs'>>(tx, DUE, [keepMonths]);
  const months: DueMonth[] = [];
  for (const month of found) months.push({ ...month, needs: await needsOf(tx, month.month, keepMonths) });
  return months;
}

/**
 * Detaches a month from the ledger and drops it, in one transaction: the copies of its broadcasts are gone for good, their
 * counts, texts and approvals stay. Takes an instant, and waits at most two seconds at a time for those who read.
 * @param database as the owner of the tables
 * @throws Error with what still needs the month, or when the ledger is read without a pause
 */
export async function retireMonth(
  database: Database,
  { month, copies, bytes }: DueMonth,
  keepMonths: number,
  pause: (ms: number) => Promise<unknown>,
): Promise<void> {
  if (!/^\d{4}-\d{2}$/.test(month)) throw new Error(`${month} is no month`);
  const partition = `deliveries_${month.replace('-', '_')}`;
  for (let attempt = 1; ; attempt++) {
    try {
      await database.transaction(async (tx) => {
        await tx.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
        await tx.query(`ALTER TABLE deliveries DETACH PARTITION ${partition}`);
        const needs = await needsOf(tx, month, keepMonths);
        if (needs.length > 0) throw new Error(`${month} is still needed: ${needs.join('; ')}`);
        await tx.query(`DROP TABLE ${partition}`);
        await record(tx, {
          actorId: null,
          act: 'ledger.retire',
          subject: `ledger:${month}`,
          detail: { copies, bytes, keptMonths: keepMonths },
        });
      });
      return;
    } catch (error) {
      // lock_not_available
      if (sqlState(error) !== '55P03' || attempt === ATTEMPTS) throw error;
      await pause(PAUSE_MS);
    }
  }
}

async function needsOf(tx: Tx, month: string, keepMonths: number): Promise<string[]> {
  const found = await row<{ unended: string[]; recent: string[]; corrections: string[]; receipts: number }>(
    tx,
    NEEDS,
    [`${month}-01`, keepMonths],
  );
  if (!found) throw new Error('what needs a month was not told');
  const named = (ids: readonly string[]): string =>
    `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`;
  return [
    ...(found.unended.length > 0 ? [`broadcasts that have not ended: ${named(found.unended)}`] : []),
    ...(found.recent.length > 0 ? [`broadcasts that ended within the term: ${named(found.recent)}`] : []),
    ...(found.corrections.length > 0
      ? [`broadcasts of which a correction has not ended: ${named(found.corrections)}`]
      : []),
    ...(found.receipts > 0 ? [`${found.receipts} receipts that are not applied yet`] : []),
  ];
}

const DUE = `
SELECT replace(substr(c.relname, 12), '_', '-') AS month, pg_total_relation_size(c.oid)::float8 AS bytes, greatest(c.reltuples, 0)::float8 AS copies
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'deliveries'::regclass AND c.relname ~ '^deliveries_[0-9]{4}_[0-9]{2}$'
  AND to_date(substr(c.relname, 12), 'YYYY_MM') + make_interval(months => 1 + $1) <= siar_now() AT TIME ZONE 'UTC'
ORDER BY 1`;

// $1 the first day of the month $2 the months that the ledger is kept
const NEEDS = `
WITH ours AS MATERIALIZED (
  SELECT id, state, ended_at FROM broadcasts
  WHERE id >= broadcast_id_at($1::date::timestamp AT TIME ZONE 'UTC') AND id < broadcast_id_at(($1::date + interval '1 month') AT TIME ZONE 'UTC')
)
SELECT coalesce((SELECT array_agg(id ORDER BY id) FROM ours WHERE state IN ('in_review', 'approved', 'running', 'paused')), '{}') AS unended,
  coalesce((SELECT array_agg(id ORDER BY id) FROM ours WHERE ended_at > siar_now() - make_interval(months => $2)), '{}') AS recent,
  coalesce((SELECT array_agg(o.id ORDER BY o.id) FROM ours o WHERE EXISTS (SELECT FROM broadcasts c WHERE c.original_id = o.id AND c.ended_at IS NULL)), '{}') AS corrections,
  (SELECT count(*)::int FROM receipts r WHERE r.applied_at IS NULL AND r.broadcast_id IN (SELECT id FROM ours)) AS receipts`;
