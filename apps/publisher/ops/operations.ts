import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Entry, newest, record } from '#audit';
import { type ChainPart, chainParts, UNCORRECTED } from '#broadcasts';
import { type ChannelName, CHANNELS } from '#channels';
import { type Refusal, refusalsNow } from '#dispatch';
import {
  Brake,
  type BrakeWarning,
  type ChannelPause,
  ChannelPauses,
  Emergency,
  type EmergencyStop,
  type HinderedBroadcast,
  type HindranceCause,
  hindrancesNow,
  type Standstill,
  Standstills,
} from '#dispatch/control';
import { type Findings, Reconciler, RESENDABLE_WAVE } from '#dispatch/recovery';
import {
  type Config,
  InjectConfig,
  Problem,
  row,
  rows,
  type SilentProgram,
  silentPrograms,
  within,
} from '#platform';
import { type FailedJob, Queues, type QueueStatus } from '#queue';
import { type BrakeFinding, type HindranceKind } from '#broadcasts';
import { Readiness, type ReadinessReport, type ServerState } from './readiness.js';

/** A job that was given up, and the channel whose queue it was in. */
export interface ListedJob extends FailedJob {
  channel: ChannelName;
}

/** How long a queue may take to answer, in ms. */
const LIMIT_MS = 3_000;
/** Failed jobs shown, and broadcasts of a list. */
const MOST = 50;
/** Events shown. */
const MOST_EVENTS = 30;

/** Events of broadcasts and channels, and repairs; shown as a short history. */
const EVENTS = [
  'broadcast.cancel',
  'broadcast.doubt',
  'broadcast.end-doubt',
  'broadcast.lift-doubt',
  'broadcast.expire',
  'broadcast.failing',
  'broadcast.pause',
  'broadcast.resend-unknown',
  'broadcast.resume',
  'broadcast.withdraw',
  'channel.pause',
  'channel.resume',
  'emergency.lift',
  'emergency.stop',
  'provider.away',
  'provider.back',
  'queue.retry',
  'reconcile.dead-claim',
  'reconcile.lost-jobs',
] as const;

/** Something that happened, with the title of the broadcast it is about. */
interface OperationsEvent extends Entry {
  act: (typeof EVENTS)[number];
  /** Null: it is about no broadcast. */
  broadcast: { id: string; title: string } | null;
  /** Of a broadcast that expired: its copies that were not sent, and all of them, whoever closed them. */
  unsent: { messages: number; all: number } | null;
}

/** The states before a withdrawal in which it stops something: before KPU's approval nothing is sent. */
const STOPPED_BY_WITHDRAWAL: readonly unknown[] = ['approved', 'running', 'paused'];

/** A broadcast with copies of which nobody can say whether they arrived, while they can be sent again. */
interface UncertainBroadcast {
  broadcastId: string;
  title: string;
  copies: number;
}

/** One channel, from its queue to its provider. */
interface ChannelOperation {
  channel: ChannelName;
  /** Null: the queue does not answer. */
  queue: QueueStatus | null;
  /** Chunks in the hands of workers that are dead: their leases have run out. */
  stalled: number;
  /** Handed to the provider, of the waves that are live or ended within the hour: two looks at it tell the rate. */
  handedOver: number;
  /** Copies of waves that have not ended, scheduled ones and those not listed yet among them. */
  waiting: number;
  /** Those among them of waves that are paused themselves: they wait with or without a pause of the channel. */
  paused: number;
  /** Since when copies wait that may go out and none is handed over; null: they go out. */
  stalledSince: Date | null;
  provider: ServerState;
  /** Messages a second that the provider takes; null: no limit. */
  rate: number | null;
  awaySince: Date | null;
  awayReason: string | null;
  /** The contact at the provider; null: PROVIDER_CONTACT_… is not set. */
  contact: string | null;
  /** When it is asked again. */
  probeAt: Date | null;
  /** An operator paused the channel: since when, by whom and why. */
  pause: Pick<ChannelPause, 'since' | 'by' | 'reason'> | null;
  /** The strongest of what holds it up, or a broadcast on it; null: it goes on. */
  hindrance: ChannelHindrance | null;
}

/** What holds a channel up. */
interface ChannelHindrance {
  kind: HindranceKind;
  /** `queue`: the queue does not answer; `unreachable`: the provider does not answer this program's look. */
  cause: HindranceCause | 'queue' | 'unreachable';
  since: Date | null;
  /** Null: nobody said why. */
  reason: string | null;
  /** Of the brake: what it found. */
  brake: BrakeFinding | null;
  by: string | null;
  /** Whether it holds single broadcasts only, and the others go on. */
  inPart: boolean;
}

/** What operators watch. */
export interface OperationsView {
  backend: 'redis' | 'postgres';
  ready: Pick<ReadinessReport, 'status' | 'down' | 'database' | 'queue'>;
  channels: ChannelOperation[];
  /** Broadcasts that are held up, the strongest hold first; at most 50 of a channel. */
  hindrances: HinderedBroadcast[];
  /** Broadcasts that come near their brake: nothing is paused yet. */
  brakeWarnings: BrakeWarning[];
  receipts: { waiting: number; oldestSeconds: number };
  /** Programs that give no sign of life: they hang or were killed. */
  silent: SilentProgram[];
  /** Programs that were reached within the hour through a proxy that TRUST_PROXY does not name: to them all people are one network. */
  untrustedProxies: { program: 'gateway' | 'publisher'; seenAt: Date }[];
  /** Workers that send nothing of a broadcast now, because their settings are not those it was approved with. */
  refusals: Refusal[];
  /** What this publisher's reconciler has mended since it began. */
  mended: Findings;
  /** Broadcasts with copies of which nobody can say, the most first. */
  uncertain: UncertainBroadcast[];
  /** What happened last, the newest first. */
  events: OperationsEvent[];
  /** Of the broadcasts named above that have the title of another: what they are, by id. */
  chainParts: Record<string, ChainPart>;
}

/** The operators' view, and the retry of failed jobs. */
@Injectable()
export class Operations {
  constructor(
    private readonly database: DataSource,
    private readonly queues: Queues,
    private readonly readiness: Readiness,
    private readonly reconciler: Reconciler,
    private readonly pauses: ChannelPauses,
    private readonly standstills: Standstills,
    private readonly brake: Brake,
    private readonly emergency: Emergency,
    @InjectConfig() private readonly config: Config,
  ) {}

  async view(): Promise<OperationsView> {
    const { manager } = this.database;
    const [
      ready,
      accounts,
      receipts,
      refusals,
      happened,
      uncertain,
      brakeWarnings,
      paused,
      stalled,
      unserved,
      silent,
      untrustedProxies,
      held,
      stop,
      dead,
    ] = await Promise.all([
      this.readiness.report(true),
      rows<AccountOperation>(manager, ACCOUNTS, [CHANNELS]),
      row<OperationsView['receipts']>(manager, RECEIPTS),
      refusalsNow(this.database),
      newest(manager, EVENTS, MOST_EVENTS),
      rows<UncertainBroadcast>(manager, UNCERTAIN, [MOST]),
      this.brake.warnings(),
      this.pauses.standing(),
      this.standstills.list(),
      this.standstills.unserved(),
      silentPrograms(manager, this.config.DATABASE_TIMEOUT_SECONDS),
      rows<OperationsView['untrustedProxies'][number]>(manager, UNTRUSTED),
      hindrancesNow(manager, MOST),
      this.emergency.standing(),
      Promise.all(CHANNELS.map((channel) => this.queue(channel))),
    ]);
    const { status, down, database, queue, providers } = ready;
    const events = await this.told(happened);
    const named = [
      ...[...held, ...brakeWarnings, ...uncertain].map(({ broadcastId }) => broadcastId),
      ...events.flatMap(({ broadcast }) => broadcast?.id ?? []),
    ];
    return {
      backend: this.queues.backend,
      ready: { status, down, database, queue },
      channels: CHANNELS.flatMap((channel, at) => {
        const account = accounts.find((one) => one.channel === channel);
        if (!account) return [];
        const provider = providers?.[channel] ?? 'not configured here';
        const since = (found: readonly Standstill[]): Date | null =>
          found.find((one) => one.channel === channel)?.since ?? null;
        const stalledSince = since(stalled);
        const unservedSince = since(unserved);
        const pause = pauseOf(channel, paused);
        const status = dead[at] ?? null;
        const hindrance = strongest(channel, {
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
        return [{ ...of, queue: status, provider, pause, stalledSince, contact, hindrance }];
      }),
      hindrances: held,
      brakeWarnings,
      receipts: receipts ?? { waiting: 0, oldestSeconds: 0 },
      silent,
      untrustedProxies,
      refusals,
      mended: { ...this.reconciler.totals },
      uncertain,
      events,
      chainParts: await chainParts(manager, named),
    };
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
      const act = EVENTS.find((one) => one === entry.act);
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
  'queue' | 'provider' | 'pause' | 'stalledSince' | 'contact' | 'hindrance'
> {
  /** Since when the provider says "slow down", and its reason. */
  slowSince: Date | null;
  slowReason: string | null;
}

const CONTACT = {
  email: 'PROVIDER_CONTACT_EMAIL',
  telegram: 'PROVIDER_CONTACT_TELEGRAM',
  sms: 'PROVIDER_CONTACT_SMS',
} as const satisfies Record<ChannelName, keyof Config>;

/** The strongest hindrance of a channel: stopped, braked, paused or slowed, in this order. */
function strongest(
  channel: ChannelName,
  {
    stop,
    held,
    pause,
    account: { awaySince, awayReason, slowSince, slowReason },
    stalledSince,
    unservedSince,
    status,
    provider,
  }: {
    stop: EmergencyStop | null;
    held: readonly HinderedBroadcast[];
    pause: ChannelOperation['pause'];
    account: AccountOperation;
    stalledSince: Date | null;
    unservedSince: Date | null;
    status: QueueStatus | null;
    provider: ServerState;
  },
): ChannelHindrance | null {
  const whole = { brake: null, by: null, inPart: false };
  if (stop)
    return {
      kind: 'stopped',
      cause: 'emergency',
      since: stop.since,
      reason: stop.reason,
      brake: null,
      by: stop.by.name,
      inPart: false,
    };
  const own = held.filter((one) => one.channel === channel);
  const [braked] = own.filter(({ kind }) => kind === 'braked');
  if (braked) {
    const { since, reason, brake } = braked;
    return { kind: 'braked', cause: 'brake', since, reason, brake, by: null, inPart: true };
  }
  if (pause) return { kind: 'paused', cause: 'channel', ...pause, brake: null, inPart: false };
  const [paused] = own.filter(({ kind }) => kind === 'paused');
  if (paused) {
    const { since, reason, by } = paused;
    return { kind: 'paused', cause: 'broadcast', since, reason, brake: null, by, inPart: true };
  }
  // No worker is left that would probe the provider.
  if (unservedSince)
    return { kind: 'slowed', cause: 'unserved', since: unservedSince, reason: null, ...whole };
  if (awaySince) return { kind: 'slowed', cause: 'away', since: awaySince, reason: awayReason, ...whole };
  if (slowSince)
    return { kind: 'slowed', cause: 'slow-down', since: slowSince, reason: slowReason, ...whole };
  if (stalledSince) return { kind: 'slowed', cause: 'stall', since: stalledSince, reason: null, ...whole };
  // Nothing waits, or no check has run yet; the channel is still not healthy.
  if (status === null) return { kind: 'slowed', cause: 'queue', since: null, reason: null, ...whole };
  if (provider === 'down')
    return { kind: 'slowed', cause: 'unreachable', since: null, reason: null, ...whole };
  return null;
}

function pauseOf(channel: ChannelName, paused: readonly ChannelPause[]): ChannelOperation['pause'] {
  const found = paused.find((one) => one.channel === channel);
  return found ? { since: found.since, by: found.by, reason: found.reason } : null;
}

const ACCOUNTS = `
  SELECT c.channel, b.rate_per_second AS rate, a.since AS "awaySince", b.away_reason AS "awayReason", b.probe_at AS "probeAt",
    s.since AS "slowSince", s.reason AS "slowReason",
    (SELECT count(*)::int FROM claims k JOIN waves w ON w.id = k.wave_id
     WHERE w.channel = c.channel AND k.leased_until <= siar_now()) AS stalled,
    (SELECT coalesce(sum(w.accepted + w.delivered + w.failed + w.unknown), 0)::int FROM waves w
     WHERE w.channel = c.channel AND (w.ended_at IS NULL OR w.ended_at > siar_now() - interval '1 hour')) AS "handedOver",
    (SELECT coalesce(sum(w.pending + w.unlisted), 0)::int FROM waves w WHERE w.channel = c.channel AND w.ended_at IS NULL) AS waiting,
    (SELECT coalesce(sum(w.pending + w.unlisted), 0)::int FROM waves w WHERE w.channel = c.channel AND w.state = 'paused') AS paused
  FROM unnest($1::text[]) AS c(channel) LEFT JOIN budgets b ON b.account = c.channel
    LEFT JOIN providers_away a ON a.channel = c.channel LEFT JOIN providers_slow s ON s.channel = c.channel`;

// Copies of unexpired waves, of broadcasts that run or ended within the last days.
const UNCERTAIN = `
  SELECT b.id AS "broadcastId", b.title, sum(w.unknown)::int AS copies FROM broadcasts b JOIN waves w ON w.broadcast_id = b.id
  WHERE (b.state IN ('running', 'paused') OR b.state = 'completed' AND b.ended_at > siar_now() - interval '7 days')
    AND w.unknown > 0 AND ${RESENDABLE_WAVE} AND ${UNCORRECTED('b.id')}
  GROUP BY b.id ORDER BY copies DESC, b.id DESC LIMIT $1`;

const RECEIPTS = `
  SELECT count(*)::int AS waiting, coalesce(extract(epoch FROM siar_now() - min(received_at)), 0)::float8 AS "oldestSeconds"
  FROM receipts WHERE applied_at IS NULL AND retry_at IS NULL`;

const UNTRUSTED = `
  SELECT program, seen_at AS "seenAt" FROM untrusted_proxies WHERE seen_at BETWEEN siar_now() - interval '1 hour' AND siar_now() + interval '1 minute' ORDER BY program`;
