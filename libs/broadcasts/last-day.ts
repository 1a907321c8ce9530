import { newestWithin } from '#audit';
import type { ChannelName } from '#channels';
import { rows, type Tx } from '#platform/database';
import type { SignedIn } from '#staff/roles';
import { CHAIN_PART } from './corrections/lineage.js';
import { incidentsOf, type Known, READ, since } from './last-day.rules.js';
import { SEEN, sightOf } from './store.js';
import type { HomeBroadcasts, Incident } from '#contract/api/home';

const DAY_MS = 86_400_000;
/** What ended in the last day may have begun this long before it, in ms. */
const BEFORE_MS = 2 * DAY_MS;
/** Entries read, at most, and incidents shown. */
const ENTRIES = 400;
const SHOWN = 30;

type LastDay = NonNullable<HomeBroadcasts['lastDay']>;

/** What went wrong in the last 24 hours, from the trail: no copy and no wave is counted but those of what expired. */
export async function incidentsOfLastDay(
  tx: Tx,
  person: Pick<SignedIn, 'organisation'>,
  now: Date,
): Promise<LastDay['incidents']> {
  const span = { from: new Date(now.getTime() - DAY_MS - BEFORE_MS), to: new Date(now.getTime() + DAY_MS) };
  const entries = (await newestWithin(tx, READ, ENTRIES, span)).toReversed();
  const idsOf = (acts: readonly string[]): string[] => [
    ...new Set(
      entries.flatMap(({ act, subject }) => {
        const [kind, id] = subject.split(':');
        return kind === 'broadcast' && id !== undefined && (acts.length === 0 || acts.includes(act))
          ? [id]
          : [];
      }),
    ),
  ];
  const [seen, paused, unsent, known] = await Promise.all([
    rows<NonNullable<Incident['broadcast']>>(
      tx,
      `SELECT b.id, b.title, ${CHAIN_PART} AS part FROM broadcasts b WHERE b.id = ANY ($4::bigint[]) AND ${SEEN}`,
      [...sightOf(person), idsOf([])],
    ),
    rows<{ id: string }>(
      tx,
      `SELECT DISTINCT broadcast_id AS id FROM waves WHERE state = 'paused' AND broadcast_id = ANY ($1::bigint[])`,
      [idsOf(['broadcast.pause'])],
    ),
    rows<{ id: string; messages: number; all: number }>(
      tx,
      `SELECT w.broadcast_id AS id, coalesce(sum(w.targeted + w.never_listed), 0)::int AS all,
         coalesce(sum(w.expired + CASE WHEN w.state = 'expired' THEN w.never_listed ELSE 0 END), 0)::int AS messages
       FROM waves w WHERE w.broadcast_id = ANY ($1::bigint[]) GROUP BY 1`,
      [idsOf(['broadcast.expire'])],
    ),
    knownAccounts(tx),
  ]);
  const found = incidentsOf(entries, {
    ...known,
    paused: new Set(paused.map(({ id }) => id)),
    unsent: Object.fromEntries(unsent.map(({ id, ...copies }) => [id, copies])),
  });
  return since(found, new Date(now.getTime() - DAY_MS))
    .flatMap(({ broadcastId, ...one }): Incident[] => {
      const broadcast = seen.find(({ id }) => id === broadcastId) ?? null;
      return broadcastId !== null && broadcast === null ? [] : [{ ...one, broadcast }];
    })
    .slice(0, SHOWN);
}

/** The channel of each account, since when those are away that are now, and until when channels were slowed down. */
export async function knownAccounts(tx: Tx): Promise<Pick<Known, 'accounts' | 'away' | 'slowed'>> {
  const [found, slowed] = await Promise.all([
    rows<{ account: string; channel: ChannelName; away: Date | null }>(
      tx,
      `SELECT b.account, b.channel, CASE WHEN b.spent_at IS NULL THEN h.away_since END AS away
       FROM budgets b LEFT JOIN accounts_held h ON h.account = b.account`,
    ),
    rows<{ channel: ChannelName; until: Date | null }>(
      tx,
      // As in hindrances.view.sql, but also of what is away: it has asked for it until then.
      `SELECT channel, CASE WHEN max(slowed_until) <= clock_timestamp() - interval '5 seconds' THEN max(slowed_until) END AS until
       FROM budgets WHERE used GROUP BY 1`,
    ),
  ]);
  return {
    slowed: Object.fromEntries(slowed.map(({ channel, until }) => [channel, until])),
    accounts: Object.fromEntries(found.map(({ account, channel }) => [account, channel])),
    away: Object.fromEntries(found.flatMap(({ account, away }) => (away ? [[account, away]] : []))),
  };
}
