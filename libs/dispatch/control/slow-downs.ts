import { record } from '#audit';
import { type ChannelName, CHANNELS } from '#channels';
import { type Database, prepared, row, type Statement, type Tx } from '#platform/database';

/** A provider that says nothing for this long, in seconds, no longer slows its channel down: one series is one entry. */
const OVER_SECONDS = 20;

/** A channel with a last entry that is not true any more. */
interface Changed {
  channel: ChannelName;
  /** Of a beginning: the provider's code. */
  reason: string | null;
  /** Of an end: how long it lasted; null: it begins. */
  seconds: number | null;
}

/**
 * Records when providers begin to slow a channel down and when they stop: the screens show it only while it lasts. Two
 * entries a series, however many workers are told. Any number of publishers may call it: one of them writes.
 */
export async function noteSlowDowns(database: Database): Promise<void> {
  if ((await changed(database.manager)).length === 0) return;
  await database.transaction(async (tx) => {
    const turn = await row<{ mine: boolean }>(
      tx,
      `SELECT pg_try_advisory_xact_lock(hashtext('slow_downs')) AS mine`,
    );
    if (!turn?.mine) return;
    for (const { channel, reason, seconds } of await changed(tx))
      await record(tx, {
        actorId: null,
        act: seconds === null ? 'channel.slow' : 'channel.steady',
        subject: `channel:${channel}`,
        detail: seconds === null ? { reason } : { seconds },
      });
  });
}

const changed = (tx: Tx): Promise<Changed[]> => prepared<Changed>(tx, CHANGED, [CHANNELS]);

// Seconds since it began until the provider was last heard of.
const CHANGED: Statement = {
  name: 'slow-downs that began or ended',
  sql: `
SELECT c.channel, s.reason, CASE WHEN s.since IS NULL THEN greatest(0, extract(epoch FROM least(b.until, clock_timestamp()) - l.at))::int END AS seconds
FROM unnest($1::text[]) AS c (channel)
LEFT JOIN providers_slow s ON s.channel = c.channel
LEFT JOIN LATERAL (SELECT e.act, e.at FROM audit_entries e
  WHERE e.subject = 'channel:' || c.channel AND e.act IN ('channel.slow', 'channel.steady') ORDER BY e.id DESC LIMIT 1) l ON true
LEFT JOIN LATERAL (SELECT max(u.slowed_until) AS until FROM budgets u WHERE u.channel = c.channel AND u.used) b ON true
WHERE CASE WHEN s.since IS NOT NULL THEN l.act IS DISTINCT FROM 'channel.slow'
  ELSE l.act = 'channel.slow' AND coalesce(b.until, '-infinity') < clock_timestamp() - interval '${OVER_SECONDS} seconds' END`,
};
