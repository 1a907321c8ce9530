import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CHANNELS } from '#channels';
import { Brake, ChannelWatch } from '#dispatch/control';
import { Reconciler } from '#dispatch/recovery';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, row, rows } from '#platform/database';
import { diskOf } from '#platform/files';
import type { Logger } from '#platform/logging';
import { silentPrograms } from '#platform/program';
import { within } from '#platform/waiting';
import { Queues } from '#queue';
import { DELIVERY_STATES } from '#contract';
import { brakeSign } from '#contract/api/brake';

/** How long the database or the queue may delay a scrape, in ms. */
const LIMIT_MS = 3_000;
const QUANTILES = ['0.5', '0.95', '1'] as const;

/** What a scrape reads from elsewhere. */
type Part = 'queue' | 'database';
/** A gauge's name, its help and its labels. */
type Declared = [name: string, help: string, ...labelNames: string[]];

interface WaveTotals {
  channel: string;
  states: Record<string, number>;
}

interface Lateness {
  channel: string;
  waves: number;
  seconds: number[];
}

/**
 * The metrics for Prometheus. Those of this process are counted here; those of the whole of Siar are read from the tables
 * and the queue at each scrape, so every publisher returns the same values: aggregate with the maximum, not the sum.
 */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  private readonly registry = new Registry();
  /** The gauges that each part of a scrape sets: where it cannot be read, they are left out. */
  private readonly gauges: Record<Part, Gauge[]> = { queue: [], database: [] };
  private readonly requests = new Histogram({
    name: 'siar_http_request_duration_seconds',
    help: 'Seconds to answer a request, by route pattern',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });
  private readonly collected = this.gauge(
    'siar_collected',
    'Whether a part could be read at this scrape',
    'part',
  );
  private readonly queueDepth = this.fromQueue(
    'siar_queue_jobs',
    'Jobs on a channel’s queue',
    'channel',
    'state',
  );
  private readonly deliveries = this.fromTables(
    'siar_deliveries',
    'Deliveries of the waves that are live or ended in the last 24 hours',
    'channel',
    'state',
  );
  private readonly lateness = this.fromTables(
    'siar_wave_first_handover_delay_seconds',
    'Seconds between a wave’s due time and its first hand-over, over the last 24 hours',
    'channel',
    'quantile',
  );
  private readonly wavesHandedOver = this.fromTables(
    'siar_wave_first_handover_delay_waves',
    'Waves that the delay is taken over',
    'channel',
  );
  private readonly claims = this.fromTables(
    'siar_claims',
    'Claims outstanding; overdue ones belong to dead workers',
    'lease',
  );
  private readonly receipts = this.fromTables('siar_receipts_waiting', 'Receipts not yet applied');
  private readonly receiptAge = this.fromTables(
    'siar_receipts_oldest_seconds',
    'Age of the oldest receipt not yet applied',
  );

  private readonly emergencyStop = this.fromTables(
    'siar_emergency_stop',
    '1 while an emergency stop stands: nothing is sent on any channel',
  );

  private readonly providerAway = this.fromTables(
    'siar_provider_away',
    '1 while a channel waits since its provider does not answer',
    'channel',
  );
  private readonly accountAway = this.fromTables(
    'siar_account_away',
    '1 while the provider of an account takes no messages; those of its channel go to its other accounts. 0 while it rests',
    'channel',
    'account',
  );
  private readonly accountRests = this.fromTables(
    'siar_account_rests',
    '1 while an operator rests an account',
    'channel',
    'account',
  );
  private readonly stalledFor = this.fromTables(
    'siar_stalled_seconds',
    'Seconds for which copies wait that may go out and none was handed over; 0 below STALL_SECONDS',
    'channel',
  );
  private readonly silent = this.fromTables(
    'siar_silent_programs',
    'Programs that have given no sign of life for DATABASE_TIMEOUT_SECONDS: they hang or were killed',
    'program',
  );
  private readonly brakeWarnings = this.gauge(
    'siar_brake_warnings',
    'Broadcasts that come near their brake: dead addresses, or refusals of the sender',
    'channel',
    'sign',
  );
  private readonly departuresAge = this.fromTables(
    'siar_departures_oldest_seconds',
    'Age of the oldest departure that is not in the journal yet',
  );
  private readonly monthsAhead = this.fromTables(
    'siar_ledger_months_ahead',
    'Months after this one that have their partition of the ledger; below 1 somebody must act',
  );
  private readonly monthsDue = this.fromTables(
    'siar_ledger_months_due',
    'Months of the ledger past KEEP_LEDGER_MONTHS that are still there',
  );
  private readonly transactionAge = this.fromTables(
    'siar_database_transaction_age',
    'Transactions since the oldest row that is not frozen; PostgreSQL stops writing at two thousand million',
  );
  private readonly databaseBytes = this.fromTables('siar_database_bytes', 'Size of the database');
  private readonly diskBytes = this.gauge(
    'siar_disk_bytes',
    'Size of the disk that a folder of this program is on',
    'folder',
  );
  private readonly diskFree = this.gauge(
    'siar_disk_free_bytes',
    'Room left on that disk; left out where the disk does not answer',
    'folder',
  );
  private readonly mended = new Counter({
    name: 'siar_reconciled_total',
    help: 'What this publisher’s reconciler found and mended: sum it over all publishers',
    labelNames: ['finding'],
    registers: [this.registry],
  });

  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly watch: ChannelWatch,
    private readonly reconciler: Reconciler,
    private readonly brake: Brake,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** Records the duration of a request. */
  answered(answer: { method: string; route: string; status: number; seconds: number }): void {
    const { method, route, status, seconds } = answer;
    this.requests.observe({ method, route, status }, seconds);
  }

  /**
   * All metrics in Prometheus' text format. Leaves out what cannot be read, which siar_collected reports: no stale values.
   */
  async scrape(): Promise<string> {
    this.readTasks();
    await Promise.all([
      this.collect('queue', this.readQueues()),
      this.collect('database', this.readTables()),
      this.readDisk(),
    ]);
    return this.registry.metrics();
  }

  onApplicationShutdown(): void {
    this.registry.clear();
  }

  private async collect(part: Part, reading: Promise<() => void>): Promise<void> {
    try {
      (await within(LIMIT_MS, reading))();
      this.collected.set({ part }, 1);
    } catch (error) {
      this.logger.warn({ part, err: error }, 'a scrape could not read this part');
      for (const gauge of this.gauges[part]) leaveOut(gauge);
      this.collected.set({ part }, 0);
    }
  }

  private async readDisk(): Promise<void> {
    try {
      const { free, size } = await diskOf(this.config.JOURNAL_DIR);
      this.diskFree.set({ folder: 'JOURNAL_DIR' }, free);
      this.diskBytes.set({ folder: 'JOURNAL_DIR' }, size);
    } catch (error) {
      this.logger.warn({ err: error }, 'the disk of JOURNAL_DIR does not answer');
      leaveOut(this.diskFree);
      leaveOut(this.diskBytes);
    }
  }

  private readTasks(): void {
    this.mended.reset();
    for (const [finding, total] of Object.entries(this.reconciler.totals))
      this.mended.inc({ finding }, total);
    for (const channel of CHANNELS) {
      for (const sign of brakeSign.options) {
        const near = this.brake.near.filter((one) => one.channel === channel && one.sign === sign);
        this.brakeWarnings.set({ channel, sign }, near.length);
      }
    }
  }

  private async readQueues(): Promise<() => void> {
    const depths = await Promise.all(
      CHANNELS.map(async (channel) => ({ channel, depth: await this.queues.depth(channel) })),
    );
    return () => {
      for (const { channel, depth } of depths) {
        for (const [state, jobs] of Object.entries(depth))
          this.queueDepth.set({ channel, state }, jobs as number);
      }
    };
  }

  private async readTables(): Promise<() => void> {
    const tx = this.database.manager;
    const [totals, late, counts, providers, accounts, stalled, silent] = await Promise.all([
      rows<WaveTotals>(tx, TOTALS),
      rows<Lateness>(tx, LATENESS, [QUANTILES.map(Number)]),
      row<{
        live: number;
        overdue: number;
        receipts: number;
        age: number;
        stop: number;
        departures: number;
        months: number;
        due: number;
        age_of_rows: number;
        bytes: number;
      }>(tx, COUNTS, [this.config.KEEP_LEDGER_MONTHS]),
      rows<{ channel: string; away: number }>(
        tx,
        'SELECT l.channel, (a.since IS NOT NULL)::int AS away FROM channel_limits l LEFT JOIN providers_away a ON a.channel = l.channel',
      ),
      rows<{ channel: string; account: string; away: number; rests: number }>(
        tx,
        `SELECT channel, account, (away_since IS NOT NULL AND rested_at IS NULL)::int AS away, (rested_at IS NOT NULL)::int AS rests
         FROM accounts_held`,
      ),
      this.watch.stalled(),
      silentPrograms(tx, this.config.DATABASE_TIMEOUT_SECONDS),
    ]);
    return () => {
      for (const gauge of [this.deliveries, this.lateness, this.wavesHandedOver]) gauge.reset();
      for (const { channel, states } of totals) {
        for (const [state, count] of Object.entries(states)) this.deliveries.set({ channel, state }, count);
      }
      for (const { channel, waves, seconds } of late) {
        this.wavesHandedOver.set({ channel }, waves);
        QUANTILES.forEach((quantile, i) => this.lateness.set({ channel, quantile }, seconds[i] ?? 0));
      }
      this.claims.set({ lease: 'live' }, counts?.live ?? 0);
      this.claims.set({ lease: 'overdue' }, counts?.overdue ?? 0);
      this.receipts.set(counts?.receipts ?? 0);
      this.receiptAge.set(counts?.age ?? 0);
      this.emergencyStop.set(counts?.stop ?? 0);
      this.departuresAge.set(counts?.departures ?? 0);
      this.monthsAhead.set(counts?.months ?? 0);
      this.monthsDue.set(counts?.due ?? 0);
      this.transactionAge.set(counts?.age_of_rows ?? 0);
      this.databaseBytes.set(counts?.bytes ?? 0);
      this.silent.reset();
      for (const { program } of silent) this.silent.inc({ program });
      for (const channel of CHANNELS) {
        const since = stalled.find((one) => one.channel === channel)?.since;
        this.stalledFor.set({ channel }, since ? (Date.now() - since.getTime()) / 1000 : 0);
      }
      for (const { channel, away } of providers) this.providerAway.set({ channel }, away);
      this.accountAway.reset();
      this.accountRests.reset();
      for (const { away, rests, ...account } of accounts) {
        this.accountAway.set(account, away);
        this.accountRests.set(account, rests);
      }
    };
  }

  /** A gauge that readTables sets: read by every publisher at each scrape, so its statement needs an index. */
  private fromTables(...declared: Declared): Gauge {
    return this.of('database', declared);
  }

  /** A gauge that readQueues sets. */
  private fromQueue(...declared: Declared): Gauge {
    return this.of('queue', declared);
  }

  private of(part: Part, declared: Declared): Gauge {
    const gauge = this.gauge(...declared);
    this.gauges[part].push(gauge);
    return gauge;
  }

  private gauge(...[name, help, ...labelNames]: Declared): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}

/** Takes the values of a gauge out of the answer. Resetting one without labels would say 0. */
function leaveOut(gauge: Gauge & { labelNames?: readonly string[] }): void {
  if (gauge.labelNames?.length === 0) gauge.remove();
  else gauge.reset();
}

const TOTALS = `
  SELECT channel, json_build_object(${DELIVERY_STATES.map((state) => `'${state}', sum(${state})`).join(', ')}) AS states
  FROM waves WHERE ended_at IS NULL OR ended_at > siar_now() - interval '24 hours' GROUP BY channel`;

const LATENESS = `
  SELECT channel, count(*)::int AS waves,
    percentile_cont($1::float8[]) WITHIN GROUP (ORDER BY extract(epoch FROM first_handover_at - due_at)::float8) AS seconds
  FROM waves WHERE first_handover_at > siar_now() - interval '24 hours' GROUP BY channel`;

const COUNTS = `
  SELECT c.live, c.overdue, r.receipts, r.age, (SELECT count(*)::int FROM emergency_stops WHERE lifted_at IS NULL) AS stop,
    ledger_months_ahead() AS months,
    (SELECT count(*)::int FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid WHERE i.inhparent = 'deliveries'::regclass
       AND p.relname < 'deliveries_' || to_char(siar_now() AT TIME ZONE 'UTC' - make_interval(months => $1), 'YYYY_MM')) AS due,
    (SELECT age(datfrozenxid)::float8 FROM pg_database WHERE datname = current_database()) AS age_of_rows,
    pg_database_size(current_database())::float8 AS bytes,
    coalesce((SELECT extract(epoch FROM siar_now() - at) FROM departures ORDER BY id LIMIT 1), 0)::float8 AS departures
  FROM (SELECT (count(*) FILTER (WHERE leased_until > siar_now()))::int AS live,
          (count(*) FILTER (WHERE leased_until <= siar_now()))::int AS overdue FROM claims) c,
    (SELECT count(*)::int AS receipts,
       coalesce(extract(epoch FROM siar_now() - min(received_at)), 0)::float8 AS age
     FROM receipts WHERE applied_at IS NULL AND retry_at IS NULL) r`;
