import { Injectable } from '@nestjs/common';
import { approvalsOf, type Entry, newest, newestWithin, record, type Span } from '#audit';
import { approvedTimes } from '#broadcasts';
import { chainParts, UNQUESTIONED } from '#broadcasts/corrections';
import { type ChannelName, CHANNELS } from '#channels';
import { accountsOf, identityOf } from '#channels/accounts';
import { dailyCeiling } from '#dispatch/flow-control';
import { settingsRefusalsNow } from '#dispatch/sending';
import {
  type ChannelPause,
  type EmergencyStop,
  type HinderedBroadcast,
  HinderingView,
  type ChannelSince,
} from '#dispatch/control';
import { Throughput } from '#dispatch/reports';
import { Reconciler, RESENDABLE_WAVE } from '#dispatch/recovery';
import { OPEN_WAVE } from '#planning';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Database, row, rows } from '#platform/database';
import { Problem } from '#platform/http';
import { silentPrograms } from '#platform/program';
import { within } from '#platform/waiting';
import { Queues, type QueueStatus } from '#queue';
import { Readiness } from '../../ops/readiness.js';
import type { AnswerOf } from '#contract/api';
import type { ServerState } from '#contract/api/operations';
import {
  type ChannelHindrance,
  type ListedJob,
  operationsEventAct,
  type OperationsEvent,
  type OperationsView,
} from '#contract/api/operations';

/** How long a queue may take to answer, in ms. */
const LIMIT_MS = 3_000;
/** Failed jobs shown, and broadcasts of a list. */
const MOST = 50;
/** Events shown; of each kind of repairs as many. */
const MOST_EVENTS = 30;
/** Siar's repairs. They come by the dozen: each kind is read apart, so that it pushes nothing else out. */
const REPAIRS: readonly OperationsEvent['act'][] = ['reconcile.dead-claim', 'reconcile.lost-jobs'];
/** Of approvals, only those of corrections are events: they are read apart. */
const APPROVAL = 'broadcast.approve';
/** All other acts, those of people among them. */
const OTHERS = operationsEventAct.options.filter((act) => !REPAIRS.includes(act) && act !== APPROVAL);
/** Events of one day, at most. */
const MOST_OF_DAY = 200;
const DAY_MS = 86_400_000;

/** The states before a withdrawal in which it stops something: before KPU's approval nothing is sent. */
const STOPPED_BY_WITHDRAWAL: readonly unknown[] = ['approved', 'running', 'paused'];

type ChannelOperation = OperationsView['channels'][number];
type Account = ChannelOperation['accounts'][number];

/** The operators' view, and the retry of failed jobs. */
@Injectable()
export class Operations {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly readiness: Readiness,
    private readonly reconciler: Reconciler,
    private readonly hindering: HinderingView,
    private readonly throughput: Throughput,
    @InjectConfig() private readonly config: Config,
  ) {}

  async view(): Promise<OperationsView> {
    const { manager } = this.database;
    const [
      ready,
      figures,
      accounts,
      receipts,
      refusals,
      happened,
      uncertain,
      { stop, paused, held, brakeWarnings, carrierHolds, stalled, unserved },
      silent,
      untrustedProxies,
      dead,
      paces,
      going,
    ] = await Promise.all([
      this.readiness.report(true),
      rows<AccountOperation>(manager, CHANNEL_FIGURES, [CHANNELS]),
      rows<ListedAccount>(manager, ACCOUNTS),
      row<OperationsView['receipts']>(manager, RECEIPTS),
      settingsRefusalsNow(this.database),
      this.happened(MOST_EVENTS, null),
      rows<OperationsView['uncertain'][number]>(manager, UNCERTAIN, [MOST]),
      this.hindering.now(MOST),
      silentPrograms(manager, this.config.DATABASE_TIMEOUT_SECONDS),
      rows<OperationsView['untrustedProxies'][number]>(manager, UNTRUSTED),
      Promise.all(CHANNELS.map((channel) => this.queue(channel))),
      this.throughput.now(),
      row<{ running: number; halted: number }>(manager, RUNNING),
    ]);
    const { status, down, database, queue, providers, unsafe = [] } = ready;
    const events = await this.told(happened);
    const named = [
      ...[...held, ...brakeWarnings, ...carrierHolds, ...uncertain].map(({ broadcastId }) => broadcastId),
      ...events.flatMap(({ broadcast }) => broadcast?.id ?? []),
    ];
    return {
      backend: this.queues.backend,
      running: going?.running ?? 0,
      halted: going?.halted ?? 0,
      ready: { status, down, database, queue, unsafe },
      channels: CHANNELS.flatMap((channel, at) => {
        const account = figures.find((one) => one.channel === channel);
        if (!account) return [];
        const provider = providers?.[channel] ?? 'not configured here';
        const since = (found: readonly ChannelSince[]): Date | null =>
          found.find((one) => one.channel === channel)?.since ?? null;
        const stalledSince = since(stalled);
        const unservedSince = since(unserved);
        const pause = pauseOf(channel, paused);
        const status = dead[at] ?? null;
        const [hindrance = null, ...alsoHeldBy] = hindrancesOn(channel, {
          stop,
          held,
          pause,
          account,
          stalledSince,
          unservedSince,
          status,
          provider,
        });
        const contact = this.config[CONTACT[channel]] ?? null;
        const { slowSince: _, slowReason: __, ...of } = account;
        const own = accounts
          .filter((one) => one.channel === channel)
          .map((one) => accountOf(one, this.config));
        return [
          {
            ...of,
            accounts: own,
            // Counters are written in groups: those of a minute may have more than the limit, which holds even so.
            pace: Math.min(paces.get(channel) ?? 0, of.rate ?? Infinity),
            queue: status,
            provider,
            pause,
            stalledSince,
            contact,
            hindrance,
            alsoHeldBy,
          },
        ];
      }),
      hindrances: held,
      brakeWarnings,
      carrierHolds,
      receipts: receipts ?? { waiting: 0, oldestSeconds: 0 },
      silent,
      untrustedProxies,
      refusals,
      mended: { ...this.reconciler.totals },
      uncertain,
      events,
      chainParts: await chainParts(manager, named),
      approved: await approvedTimes(manager, named),
    };
  }

  /** What happened on a day in Jakarta. @param day `YYYY-MM-DD` */
  async eventsOf(day: string): Promise<AnswerOf<'GET /operations/events'>> {
    const from = new Date(`${day}T00:00:00+07:00`);
    const span = { from, to: new Date(from.getTime() + DAY_MS) };
    const found = await this.happened(MOST_OF_DAY + 1, span);
    const events = await this.told(found.slice(0, MOST_OF_DAY));
    const { manager } = this.database;
    const named = events.flatMap(({ broadcast }) => broadcast?.id ?? []);
    return {
      events,
      more: found.length > MOST_OF_DAY,
      chainParts: await chainParts(manager, named),
      approved: await approvedTimes(manager, named),
    };
  }

  /** The newest entries that are events; of each kind of repairs as many as of all others. */
  private async happened(limit: number, span: Span | null): Promise<Entry[]> {
    const { manager } = this.database;
    const [corrections, ...others] = await Promise.all([
      rows<{ subject: string }>(manager, CORRECTED, [limit, span?.from ?? null, span?.to ?? null]),
      ...[OTHERS, ...REPAIRS.map((act) => [act])].map((acts) =>
        span ? newestWithin(manager, acts, limit, span) : newest(manager, acts, limit),
      ),
    ]);
    const approvals = await approvalsOf(
      manager,
      corrections.map(({ subject }) => subject),
      span,
    );
    return [...others.flat(), ...approvals].toSorted((a, b) => Number(b.id) - Number(a.id));
  }

  /** Jobs that were given up after all their tries, the newest first. @throws Problem unavailable while the queue is away */
  async failedJobs(): Promise<ListedJob[]> {
    try {
      const found = await within(
        LIMIT_MS,
        Promise.all(
          CHANNELS.map(async (channel) =>
            (await this.queues.failedJobs(channel, MOST)).map((job): ListedJob => ({ ...job, channel })),
          ),
        ),
      );
      return found.flat().sort((a, b) => Number(b.failedAt) - Number(a.failedAt));
    } catch {
      throw new Problem('queue-away', {}, [], { down: ['queue'] });
    }
  }

  /**
   * Puts a failed job back into its queue. The job reads the tables again, so nothing is sent twice.
   * @throws Problem not-found
   */
  async retry(channel: ChannelName, jobId: string, actorId: string): Promise<void> {
    const job = await this.queues.retry(channel, jobId);
    if (!job) throw new Problem('no-such-job');
    await record(this.database.manager, {
      actorId,
      act: 'queue.retry',
      subject: `queue:${channel}`,
      detail: { jobId, job },
    });
  }

  /** Adds the titles of the broadcasts that events are about, and how much of what expired was not sent. */
  private async told(happened: Entry[]): Promise<OperationsEvent[]> {
    const idOf = ({ subject }: Entry): string | undefined => /^broadcast:(\d+)$/.exec(subject)?.[1];
    const named = await rows<{ id: string; title: string; messages: number; all: number }>(
      this.database.manager,
      `SELECT b.id, b.title, u.messages, u.all FROM broadcasts b
         CROSS JOIN LATERAL (SELECT coalesce(sum(w.targeted + w.never_listed), 0)::int AS all,
           coalesce(sum(w.expired + CASE WHEN w.state = 'expired' THEN w.never_listed ELSE 0 END), 0)::int AS messages
           FROM waves w WHERE w.broadcast_id = b.id) u
       WHERE b.id = ANY ($1::bigint[])`,
      [happened.flatMap((entry) => idOf(entry) ?? [])],
    );
    return happened.flatMap((entry) => {
      const act = operationsEventAct.options.find((one) => one === entry.act);
      if (!act) return [];
      if (act === 'broadcast.withdraw' && !STOPPED_BY_WITHDRAWAL.includes(entry.detail['from'])) return [];
      const found = named.find(({ id }) => id === idOf(entry));
      const broadcast = found ? { id: found.id, title: found.title } : null;
      const unsent =
        act === 'broadcast.expire' && found ? { messages: found.messages, all: found.all } : null;
      return [{ ...entry, act, broadcast, unsent }];
    });
  }

  private async queue(channel: ChannelName): Promise<QueueStatus | null> {
    try {
      return await within(LIMIT_MS, this.queues.status(channel));
    } catch {
      // The readiness report beside it shows that the queue is down.
      return null;
    }
  }
}

/** A channel's data from the tables. */
interface AccountOperation extends Omit<
  ChannelOperation,
  | 'pace'
  | 'queue'
  | 'provider'
  | 'pause'
  | 'stalledSince'
  | 'contact'
  | 'hindrance'
  | 'alsoHeldBy'
  | 'accounts'
> {
  /** Since when the provider says "slow down", and its reason. */
  slowSince: Date | null;
  slowReason: string | null;
}

/** An account's data from the tables. */
interface ListedAccount extends Omit<
  Account,
  'rest' | 'share' | 'spending' | 'warmUp' | 'sender' | 'server'
> {
  channel: ChannelName;
  restedAt: Date | null;
  restedBy: string | null;
  restReason: string | null;
  weight: number;
  movedAt: Date | null;
  movedReason: NonNullable<Account['share']>['reason'] | null;
  spent: number | null;
  ceiling: number | null;
  reachedAt: Date | null;
  now: Date;
  /** What counts for today's warm-up. */
  taken: { carrier: string; copies: number }[];
}

function accountOf(listed: ListedAccount, config: Config): Account {
  const { channel: _, restedAt, restedBy, restReason, weight, movedAt, movedReason, ...others } = listed;
  const { spent, ceiling, reachedAt, now, taken, ...account } = others;
  const configured = accountsOf(config)[listed.channel].find(({ name }) => name === listed.name);
  const warmUp = configured?.warmUp;
  const daily = warmUp ? dailyCeiling(warmUp, now) : null;
  return {
    ...account,
    ...(configured ? identityOf(configured, config) : { sender: null, server: null }),
    warmUp: daily === null ? null : { ceiling: daily, taken },
    rest: restedAt && { since: restedAt, by: restedBy ?? '', reason: restReason ?? '' },
    share: weight < 1 && movedAt && movedReason ? { weight, since: movedAt, reason: movedReason } : null,
    spending: spent === null ? null : { spent, ceiling, reachedAt },
  };
}

const CONTACT = {
  email: 'PROVIDER_CONTACT_EMAIL',
  telegram: 'PROVIDER_CONTACT_TELEGRAM',
  sms: 'PROVIDER_CONTACT_SMS',
} as const satisfies Record<ChannelName, keyof Config>;

/** What is known of a channel, from which its hindrances follow. */
interface Standing {
  stop: EmergencyStop | null;
  held: readonly HinderedBroadcast[];
  pause: ChannelOperation['pause'];
  account: AccountOperation;
  stalledSince: Date | null;
  unservedSince: Date | null;
  status: QueueStatus | null;
  provider: ServerState;
}

/**
 * The hindrances of a channel: stopped, braked, paused or slowed, in this order. Each ends by an act of its own, so a
 * stronger one hides none of the others.
 */
function hindrancesOn(channel: ChannelName, standing: Standing): ChannelHindrance[] {
  const { stop, held, pause } = standing;
  const found: ChannelHindrance[] = [];
  if (stop) {
    const { since, reason, by } = stop;
    found.push({
      kind: 'stopped',
      cause: 'emergency',
      since,
      reason,
      brake: null,
      by: by?.name ?? null,
      inPart: false,
    });
  }
  const own = held.filter((one) => one.channel === channel);
  const braked = own.find(({ cause }) => cause === 'brake');
  if (braked) {
    const { since, reason, brake } = braked;
    found.push({ kind: 'braked', cause: 'brake', since, reason, brake, by: null, inPart: true });
  }
  if (pause) found.push({ kind: 'paused', cause: 'channel', ...pause, brake: null, inPart: false });
  const paused = own.find(({ cause }) => cause === 'broadcast');
  if (paused) {
    const { since, reason, by } = paused;
    found.push({ kind: 'paused', cause: 'broadcast', since, reason, brake: null, by, inPart: true });
  }
  const slowed = slowedBy(standing);
  if (slowed) found.push({ kind: 'slowed', ...slowed, brake: null, by: null, inPart: false });
  return found;
}

/** What slows a channel down; of several the one that explains the others. */
function slowedBy({
  account: { awaySince, awayReason, slowSince, slowReason },
  stalledSince,
  unservedSince,
  status,
  provider,
}: Standing): Pick<ChannelHindrance, 'cause' | 'since' | 'reason'> | null {
  // No worker is left that would probe the provider.
  if (unservedSince) return { cause: 'unserved', since: unservedSince, reason: null };
  if (awaySince) return { cause: 'away', since: awaySince, reason: awayReason };
  if (slowSince) return { cause: 'slow-down', since: slowSince, reason: slowReason };
  if (stalledSince) return { cause: 'stall', since: stalledSince, reason: null };
  // Nothing waits, or no check has run yet; the channel is still not healthy.
  if (status === null) return { cause: 'queue', since: null, reason: null };
  if (provider === 'down') return { cause: 'unreachable', since: null, reason: null };
  return null;
}

function pauseOf(channel: ChannelName, paused: readonly ChannelPause[]): ChannelOperation['pause'] {
  const found = paused.find((one) => one.channel === channel);
  return found ? { since: found.since, by: found.by, reason: found.reason } : null;
}

// Which account holds a copy stands in its claim alone: they are counted by batch, where there are several to tell apart.
const ACCOUNTS = `
  SELECT h.channel, h.account AS name, h.rate_per_second AS rate,
    CASE WHEN count(*) OVER (PARTITION BY h.channel) > 1 THEN (SELECT count(*)::int FROM claims k
      JOIN deliveries d ON d.broadcast_id = k.broadcast_id AND d.wave_id = k.wave_id AND d.batch_no = k.batch_no AND d.claim_id = k.id
      WHERE k.account = h.account AND d.state = 'claimed') ELSE 0 END AS "inHand",
    h.rested_at AS "restedAt", p.name AS "restedBy", b.rest_reason AS "restReason", b.preferred,
    b.weight, b.weight_moved_at AS "movedAt", b.weight_reason AS "movedReason",
    h.away_since AS "awaySince", h.away_reason AS "awayReason", h.probe_at AS "probeAt", h.slow_since AS "slowSince", h.slow_reason AS "slowReason",
    h.spent, h.ceiling, h.spent_at AS "reachedAt", b.routes, siar_now() AS now,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('carrier', w.carrier, 'copies', w.taken) ORDER BY w.taken DESC, w.carrier), '[]') FROM warm_ups w
     WHERE w.account = h.account AND w.day = (siar_now() AT TIME ZONE 'Asia/Jakarta')::date) AS taken
  FROM accounts_held h JOIN budgets b ON b.account = h.account LEFT JOIN people p ON p.id = b.rested_by ORDER BY 1, 2`;

const CHANNEL_FIGURES = `
  SELECT c.channel, l.rate_per_second AS rate, a.since AS "awaySince", a.reason AS "awayReason",
    (SELECT min(h.probe_at) FROM accounts_held h WHERE h.channel = c.channel AND h.rested_at IS NULL) AS "probeAt",
    s.since AS "slowSince", s.reason AS "slowReason",
    CASE WHEN s.since IS NOT NULL AND l.next_slot > clock_timestamp() + interval '2 seconds' THEN l.next_slot END AS "slowUntil",
    (SELECT count(*)::int FROM claims k JOIN waves w ON w.id = k.wave_id
     WHERE w.channel = c.channel AND k.leased_until <= siar_now()) AS stalled,
    (SELECT coalesce(sum(w.accepted + w.delivered + w.failed + w.unknown), 0)::int FROM waves w
     WHERE w.channel = c.channel AND (w.ended_at IS NULL OR w.ended_at > siar_now() - interval '1 hour')) AS "handedOver",
    (SELECT count(DISTINCT w.broadcast_id)::int FROM waves w JOIN broadcasts b ON b.id = w.broadcast_id
     WHERE w.channel = c.channel AND w.ended_at IS NULL AND w.pending + w.claimed + w.unlisted > 0
       AND b.state IN ('running', 'paused')) AS broadcasts,
    (SELECT coalesce(sum(w.pending + w.unlisted), 0)::int FROM waves w WHERE w.channel = c.channel AND w.ended_at IS NULL) AS waiting,
    (SELECT coalesce(sum(w.pending + w.unlisted), 0)::int FROM waves w WHERE w.channel = c.channel
       AND w.state IN ('planned', 'prepared', 'released') AND (w.due_at > siar_now() OR NOT ${OPEN_WAVE})) AS scheduled,
    (SELECT coalesce(sum(w.pending + w.unlisted), 0)::int FROM waves w WHERE w.channel = c.channel AND w.state = 'paused') AS paused,
    (SELECT coalesce(sum(w.unlisted), 0)::int FROM waves w WHERE w.channel = c.channel AND w.ended_at IS NULL AND w.state <> 'paused') AS unlisted,
    (SELECT coalesce(sum(w.claimed), 0)::int FROM waves w WHERE w.channel = c.channel
       AND (w.ended_at IS NULL OR w.state IN ('cancelled', 'expired') AND w.settled_at IS NULL)) AS "inHand"
  FROM unnest($1::text[]) AS c(channel) LEFT JOIN channel_limits l ON l.channel = c.channel
    LEFT JOIN providers_away a ON a.channel = c.channel LEFT JOIN providers_slow s ON s.channel = c.channel`;

// Copies of unexpired waves, of broadcasts that run or ended within the last days.
const UNCERTAIN = `
  SELECT b.id AS "broadcastId", b.title, sum(w.unknown)::int AS copies FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
  WHERE (b.state IN ('running', 'paused') OR b.state = 'completed' AND b.ended_at > siar_now() - interval '7 days')
    AND w.unknown > 0 AND ${RESENDABLE_WAVE} AND ${UNQUESTIONED('b.id')}
  GROUP BY b.id ORDER BY copies DESC, b.id DESC LIMIT $1`;

// The corrections that KPU approved last. @param $2 from then on, or null @param $3 before then
const CORRECTED = `
  SELECT 'broadcast:' || b.id AS subject FROM broadcasts b JOIN submissions s ON s.broadcast_id = b.id AND s.no = b.submission_no
  WHERE b.original_id IS NOT NULL AND s.decision = 'approved' AND ($2::timestamptz IS NULL OR s.decided_at >= $2 AND s.decided_at < $3)
  ORDER BY s.decided_at DESC LIMIT $1`;

// As the emergency stop counts: one of which all that is left is paused or braked does not go out.
const RUNNING = `
  SELECT (count(*) FILTER (WHERE going))::int AS running, (count(*) FILTER (WHERE NOT going))::int AS halted FROM (
    SELECT b.state = 'running' AND (EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state IN ('planned', 'prepared', 'released'))
      OR NOT EXISTS (SELECT FROM waves w WHERE w.broadcast_id = b.id AND w.state = 'paused')) AS going
    FROM broadcasts b WHERE b.state IN ('running', 'paused')) run`;

const RECEIPTS = `
  SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM siar_now() - min(received_at)), 0)::float8 AS "oldestSeconds"
  FROM receipts WHERE applied_at IS NULL AND retry_at IS NULL`;

const UNTRUSTED = `
  SELECT program, seen_at AS "seenAt" FROM untrusted_proxies WHERE seen_at BETWEEN siar_now() - interval '1 hour' AND siar_now() + interval '1 minute' ORDER BY program`;
