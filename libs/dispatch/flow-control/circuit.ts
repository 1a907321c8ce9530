import { setTimeout as sleep } from 'node:timers/promises';
import { record } from '#audit';
import type { Channel, Revision } from '#channels';
import type { Config } from '#platform/config';
import { type Database, row } from '#platform/database';
import { type Logger, LogThrottle } from '#platform/logging';
import {
  ASKS_SECONDS,
  heardNothing,
  OPENS_AFTER,
  probePauseMs,
  REFUSES_AFTER,
  ROW_SECONDS,
  TROUBLE_SECONDS,
} from './circuit.rules.js';

/**
 * Shortest interval between reads of the account's row, in ms: whether a probe is due, and whether other workers had
 * failures.
 */
const LOOK_MS = 1000;
/** How often the answer times of an account go into its row, in ms. */
const ANSWERS_MS = 5000;
/** A probe is abandoned after this many times PROVIDER_TIMEOUT_SECONDS, the longest an adapter takes. */
const PROBE_MAY_TAKE = 1.5;
/** The probe of a dead worker is taken over after this many times PROVIDER_TIMEOUT_SECONDS. */
const PROBE_LASTS = 2;

/** The dependencies of a circuit. */
interface CircuitParts {
  channel: Channel;
  database: Database;
  config: Pick<Config, 'PROBE_SECONDS' | 'PROVIDER_TIMEOUT_SECONDS'>;
  logger: Logger;
  /** Whether the channel has other accounts. */
  several: boolean;
  /** Called when the provider is back: waiting work may continue. */
  onClosed: () => Promise<unknown>;
}

/** How a worker finds out whether only its own way to the provider is broken. */
interface Aside {
  /** Until when it waits for what others find; null: they have said that the provider is there. */
  asksUntil: number | null;
  /** When it looks itself again, and how often it has. */
  looksAt: number;
  looks: number;
}

/**
 * Stops the fleet from handing messages to a provider that is away. After a few consecutive failed hand-overs the circuit
 * of the account opens. Its state is in the budget's row, which all workers read: nothing of the channel is fed, claimed or
 * (for notices) queued. One worker at a time then probes the provider, with growing pauses, and closes the circuit when it
 * answers. The queue itself is not paused: it also carries the fan-outs, which continue.
 *
 * A worker that hears nothing at all may have a broken network of its own. It stands aside first: it hands nothing over, as
 * if others held all connections, and looks itself. Where that is in vain it asks the others, by the reason in the row. One
 * that reaches the provider clears the failures, and the first goes on alone once it reaches it too.
 *
 * What operators and the task of the shares decide about the account stands in the same row and is read with it: that it
 * rests, that it is preferred, and which part of its share it has. How fast it answers is written there.
 */
export class Circuit {
  private isOpen = false;
  private isResting = false;
  private isPreferred = false;
  private shareWeight = 1;
  /** Hand-overs since their time was last written, and how long they took together, in ms. */
  private answers = { count: 0, ms: 0, since: Number.NEGATIVE_INFINITY };
  /** Whether the row holds a failure that an answer would clear. */
  private troubled = false;
  /** Results not written to the row yet: whether the provider answered, and the failures after that. */
  private unwritten = { answered: false, failures: 0 };
  private reason = '';
  /** Answers in a row that refuse a copy for good. */
  private refusals = 0;
  private writing: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private looking: Promise<void> = Promise.resolve();
  private readonly troubles = new LogThrottle();
  /** Hand-overs that can be under way; none while other workers hold all connections: this one cannot say whether the provider is there. */
  private places: number;
  private tellPlaces: (places: number) => void = () => undefined;
  private aside: Aside | null = null;
  private asking: Promise<void> | null = null;
  /** When a hand-over failed last although the provider said something, on this process's clock. */
  private heardAt = Number.NEGATIVE_INFINITY;

  /** Whether another account of the channel takes copies; set by who knows the others. */
  elsewhere: () => boolean = () => false;

  constructor(private readonly parts: CircuitParts) {
    this.places = parts.channel.atOnce;
  }

  /** Whether the circuit is open in this process's view: it then hands nothing over. */
  get open(): boolean {
    return this.isOpen;
  }

  /** Whether the account refuses everything for good, as far as this process has seen. */
  get refusesAll(): boolean {
    return this.refusals >= REFUSES_AFTER;
  }

  /**
   * Whether an operator rests the account or its ceiling is reached, as this process has seen. What it has claimed is still
   * handed over.
   */
  get rests(): boolean {
    return this.isResting;
  }

  /** Whether the account takes new copies, as this process has seen. */
  get takes(): boolean {
    return !this.isOpen && !this.isResting;
  }

  /** Whether an operator prefers the account to the others of its channel, as this process has seen. */
  get preferred(): boolean {
    return this.isPreferred;
  }

  /** Which part of its configured share the account has, as this process has seen. */
  get weight(): number {
    return this.shareWeight;
  }

  /** Records that a claim was granted: the database refuses claims while the circuit is open or the account rests. */
  granted(): void {
    this.isOpen = false;
    this.isResting = false;
  }

  /** The channel wrapped by the circuit breaker: every hand-over goes through it. */
  withCircuitBreaker(): Channel {
    const { channel } = this.parts;
    const { revisions } = channel;
    const recorded = async (call: Promise<Revision>): Promise<Revision> => {
      const revision = await call;
      this.record(revision);
      return revision;
    };
    return {
      name: channel.name,
      account: channel.account,
      atOnce: channel.atOnce,
      revisions: revisions && {
        deletableForMs: revisions.deletableForMs,
        edit: (earlier, message) => recorded(revisions.edit(earlier, message)),
        delete: (earlier, to) => recorded(revisions.delete(earlier, to)),
      },
      ...(channel.segmentsOf && { segmentsOf: (text) => channel.segmentsOf?.(text) ?? 1 }),
      onPlaces: (tell) => {
        this.tellPlaces = tell;
        channel.onPlaces?.((places) => {
          this.places = places;
          if (!this.aside) tell(places);
        });
      },
      prepare: () => channel.prepare?.(),
      check: () => channel.check(),
      close: () => channel.close(),
      send: async (message) => {
        const begun = performance.now();
        const outcome = await channel.send(message);
        this.record(outcome);
        // A refused connection is no answer, and a quick one.
        if (outcome.kind !== 'away') {
          this.answers.count += 1;
          this.answers.ms += performance.now() - begun;
        }
        return outcome;
      },
    };
  }

  /** Starts watching the account: probes the provider when a probe is due and no other worker has taken it. */
  start(): void {
    this.looking = this.lookAgainAndAgain();
  }

  /** Stops probing. Call it when nothing is under way. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking;
    await this.writing;
    await this.asking;
  }

  private get account(): string {
    return this.parts.channel.account;
  }

  private record(outcome: Revision): void {
    if (outcome.kind === 'accepted') this.refusals = 0;
    if (outcome.kind === 'failed') this.refusals += 1;
    // Unknown is whether the message went out: the provider did not answer. An account that is refused takes nothing
    // either, nor does one that refuses everything; where no other one takes it, the brake holds the broadcasts.
    if (
      outcome.kind === 'away' ||
      outcome.kind === 'unknown' ||
      (this.parts.several && outcome.kind === 'own_fault') ||
      (outcome.kind === 'failed' && this.refusesAll && this.elsewhere())
    ) {
      // What was under way when this worker stood aside says nothing new, and would speak against the provider again.
      if (!heardNothing(outcome)) this.heardAt = performance.now();
      else if (this.aside) return;
      this.unwritten.failures += 1;
      this.reason = outcome.reason;
    } else {
      if (!this.troubled && this.unwritten.failures === 0) return;
      this.unwritten = { answered: true, failures: 0 };
    }
    this.writing ??= this.write().finally(() => (this.writing = null));
  }

  /** Writes results to the row, one statement at a time. Results that arrive during a statement go into the next one. */
  private async write(): Promise<void> {
    try {
      while (this.unwritten.answered || this.unwritten.failures > 0) {
        const { answered, failures } = this.unwritten;
        this.unwritten = { answered: false, failures: 0 };
        this.troubled ||= failures > 0;
        await this.count(answered, failures);
      }
    } catch (error) {
      // Without the database nothing can be claimed either, and the next failure is counted from there.
      this.complain(error);
    }
  }

  private async count(answered: boolean, failures: number): Promise<void> {
    const found = await row<{ failures: number; open: boolean; troubled: boolean }>(
      this.parts.database.manager,
      `UPDATE budgets SET failures = $3 + CASE WHEN $2 OR failed_at < siar_now() - make_interval(secs => $4) THEN 0 ELSE failures END,
         failed_at = CASE WHEN $3 > 0 THEN siar_now() ELSE failed_at END, probes = CASE WHEN $2 THEN 0 ELSE probes END,
         away_reason = CASE WHEN NOT $2 AND (away_since IS NOT NULL OR failed_at > siar_now() - make_interval(secs => $5)) THEN away_reason END,
         troubled_since = CASE WHEN NOT $2 AND (away_since IS NOT NULL OR failed_at > siar_now() - make_interval(secs => $5)) THEN troubled_since END
       WHERE account = $1 RETURNING failures, probe_at IS NOT NULL AS open, failures > 0 OR probes > 0 AS troubled`,
      [this.account, answered, failures, ROW_SECONDS, TROUBLE_SECONDS],
    );
    if (!found) throw new Error(`There is no budget ${this.account}`);
    this.troubled = found.troubled;
    this.isOpen = found.open;
    if (found.open || found.failures < OPENS_AFTER) return;
    if (performance.now() - this.heardAt < ROW_SECONDS * 1000) await this.openNow();
    else this.standAside();
  }

  /** Hands nothing over until it is known who is at fault, the provider or this worker's own network. */
  private standAside(): void {
    if (this.aside) return;
    this.aside = { asksUntil: Number.POSITIVE_INFINITY, looksAt: Number.POSITIVE_INFINITY, looks: 0 };
    this.tellPlaces(0);
    this.asking = this.ask(this.aside).catch((error: unknown) => this.complain(error));
  }

  private async ask(aside: Aside): Promise<void> {
    if (await this.reaches(ASKS_SECONDS * 1000)) {
      // Nothing is wrong with its network: the provider leaves messages without an answer.
      try {
        await this.openNow();
      } finally {
        this.comeBack();
      }
      return;
    }
    if (this.stopping.signal.aborted) return;
    try {
      const first = await row(
        this.parts.database.manager,
        `UPDATE budgets SET away_reason = $2
         WHERE account = $1 AND probe_at IS NULL AND failures >= $3 AND away_reason IS NULL AND troubled_since IS NULL
         RETURNING account`,
        [this.account, this.reason, OPENS_AFTER],
      );
      // Another worker has asked already, or nobody has got a word since it was away: it is not the network of one.
      if (!first) await this.openNow();
    } finally {
      aside.asksUntil = performance.now() + ASKS_SECONDS * 1000;
      aside.looksAt = performance.now() + this.pauseMs(aside.looks);
    }
  }

  private comeBack(): void {
    this.aside = null;
    this.tellPlaces(this.places);
  }

  private pauseMs(looks: number): number {
    return probePauseMs(this.parts.config.PROBE_SECONDS * 1000, looks, Math.random());
  }

  /** Whether the provider answers this worker within a time in ms. */
  private async reaches(limitMs: number): Promise<boolean> {
    const over = new AbortController();
    const limit = sleep(limitMs, undefined, {
      signal: AbortSignal.any([this.stopping.signal, over.signal]),
    }).then(() => Promise.reject(new Error('the provider took too long')));
    try {
      await Promise.race([this.parts.channel.check(), limit]);
      return true;
    } catch {
      return false;
    } finally {
      limit.catch(() => undefined);
      over.abort();
    }
  }

  /** Opens the circuit and records it in the trail, unless another worker has done so or the provider has answered since. */
  private async openNow(): Promise<void> {
    const { database, logger } = this.parts;
    const { account } = this;
    const opened = await database.transaction(async (tx) => {
      const now = await row<{ probes: number; asked: string | null }>(
        tx,
        'SELECT probes, away_reason AS asked FROM budgets WHERE account = $1 AND probe_at IS NULL AND failures >= $2 FOR UPDATE',
        [account, OPENS_AFTER],
      );
      if (!now) return null;
      const reason = this.reason || now.asked || 'no answer';
      await tx.query(
        `UPDATE budgets SET away_since = siar_now(), troubled_since = coalesce(troubled_since, siar_now()), away_reason = $2, probe_at = siar_now() + make_interval(secs => $3::float8 / 1000)
         WHERE account = $1`,
        [account, reason, this.pauseMs(now.probes)],
      );
      await record(tx, {
        actorId: null,
        act: 'provider.away',
        subject: `provider:${account}`,
        detail: { reason },
      });
      return { reason };
    });
    // Another worker has opened it, or the provider has answered since.
    if (!opened) return this.read();
    this.isOpen = true;
    logger.error(
      { account, ...opened },
      'the provider does not answer: its account takes nothing until it is there again',
    );
  }

  private async lookAgainAndAgain(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => this.complain(error));
      await sleep(this.lookMs, undefined, { signal }).catch(() => undefined);
    }
  }

  private get lookMs(): number {
    return Math.min(LOOK_MS, this.parts.config.PROBE_SECONDS * 250);
  }

  /** Reads the row: what the whole fleet knows of the account. */
  async read(): Promise<void> {
    await this.readRow();
  }

  /** @returns whether a probe is due, and whether a worker asks if others reach the provider */
  private async readRow(): Promise<Pick<Standing, 'due' | 'asked'>> {
    const { several, database } = this.parts;
    const { count, ms, since } = this.answers;
    const now = performance.now();
    let found: Standing | undefined;
    // An account is compared with the others of its channel.
    if (several && count > 0 && now - since >= ANSWERS_MS) {
      this.answers = { count: 0, ms: 0, since: now };
      found = await row<Standing>(database.manager, TELL, [this.account, ms / count]);
    } else found = await row<Standing>(database.manager, READ, [this.account]);
    if (!found) return { due: false, asked: false };
    this.troubled = found.troubled;
    this.isOpen = found.open;
    this.isResting = found.rests;
    this.isPreferred = found.preferred;
    this.shareWeight = found.weight;
    return found;
  }

  private async look(): Promise<void> {
    const { database, config } = this.parts;
    const { due, asked } = await this.readRow();
    if (this.aside) await this.lookAside(this.aside, asked);
    if (this.places === 0) return;
    if (asked && !this.aside) await this.answer();
    if (!due) return;
    // The worker that moves the instant probes; the others find it moved.
    const mine = await row<{ probes: number }>(
      database.manager,
      `UPDATE budgets SET probes = probes + 1, probe_at = siar_now() + make_interval(secs => $2)
       WHERE account = $1 AND probe_at <= siar_now() - make_interval(secs => $3::float8 / 1000) RETURNING probes`,
      // A worker with a sound network goes first.
      [this.account, config.PROVIDER_TIMEOUT_SECONDS * PROBE_LASTS, this.aside ? 2 * this.lookMs : 0],
    );
    if (mine) await this.probe(mine.probes);
  }

  private async probe(probes: number): Promise<void> {
    const { database, config } = this.parts;
    if (!(await this.reaches(config.PROVIDER_TIMEOUT_SECONDS * PROBE_MAY_TAKE * 1000))) {
      // Still away, which the row already shows, or this worker stops: the channel keeps waiting.
      await database.query(
        `UPDATE budgets SET probe_at = siar_now() + make_interval(secs => $2::float8 / 1000) WHERE account = $1 AND probe_at IS NOT NULL`,
        [this.account, this.pauseMs(probes)],
      );
      return;
    }
    await this.closeNow(probes);
    if (this.aside) this.comeBack();
  }

  /** Tells a worker that asks whether the provider is there. */
  private async answer(): Promise<void> {
    if (!(await this.reaches(ASKS_SECONDS * 1000))) return this.openNow();
    await this.parts.database.query(
      'UPDATE budgets SET failures = 0, away_reason = NULL WHERE account = $1 AND probe_at IS NULL',
      [this.account],
    );
  }

  /** @param asked whether nobody has answered yet */
  private async lookAside(aside: Aside, asked: boolean): Promise<void> {
    const { account } = this;
    // It has not asked yet.
    if (aside.asksUntil === Number.POSITIVE_INFINITY) return;
    if (aside.asksUntil !== null && !asked) {
      aside.asksUntil = null;
      if (!this.isOpen)
        this.parts.logger.error(
          { account, reason: this.reason },
          'other workers reach the provider: this one alone takes nothing until it does',
        );
    } else if (aside.asksUntil !== null && performance.now() > aside.asksUntil) {
      aside.asksUntil = null;
      await this.openNow();
    }
    // While it is away for all, all take turns to look.
    if (this.isOpen || performance.now() < aside.looksAt) return;
    aside.looks += 1;
    if (await this.reaches(ASKS_SECONDS * 1000)) {
      this.comeBack();
      this.parts.logger.info({ account }, 'this worker reaches the provider again');
      await this.parts.onClosed();
    } else aside.looksAt = performance.now() + this.pauseMs(aside.looks);
  }

  /**
   * Closes the circuit and records it in the trail. The probe count stays until a message is answered: only that proves
   * recovery.
   */
  private async closeNow(probes: number): Promise<void> {
    const { database, logger, onClosed } = this.parts;
    const { account } = this;
    const seconds = await database.transaction(async (tx) => {
      const was = await row<{ seconds: number }>(
        tx,
        `SELECT extract(epoch FROM siar_now() - away_since)::int AS seconds FROM budgets
         WHERE account = $1 AND probe_at IS NOT NULL FOR UPDATE`,
        [account],
      );
      if (!was) return null;
      await tx.query(
        'UPDATE budgets SET away_since = NULL, probe_at = NULL, failures = 0 WHERE account = $1',
        [account],
      );
      await record(tx, {
        actorId: null,
        act: 'provider.back',
        subject: `provider:${account}`,
        detail: { seconds: was.seconds, probes },
      });
      return was.seconds;
    });
    this.isOpen = false;
    this.troubled = true;
    if (seconds === null) return;
    logger.info({ account, seconds, probes }, 'the provider answers again');
    await onClosed();
  }

  private complain(error: unknown): void {
    this.troubles.say((leftOut) =>
      this.parts.logger.warn(
        { account: this.account, err: error, leftOut },
        'whether the provider is there cannot be written down yet',
      ),
    );
  }
}

/** An account's row, as workers read it. */
interface Standing {
  open: boolean;
  /** Whether a probe is due. */
  due: boolean;
  /** Whether a worker asks if others reach the provider. */
  asked: boolean;
  troubled: boolean;
  rests: boolean;
  preferred: boolean;
  weight: number;
}

const STANDING = `probe_at IS NOT NULL AS open, coalesce(probe_at <= siar_now(), false) AS due, failures > 0 OR probes > 0 AS troubled,
  probe_at IS NULL AND failures >= ${OPENS_AFTER} AND away_reason IS NOT NULL AND troubled_since IS NULL AS asked, rested_at IS NOT NULL OR spent_at IS NOT NULL AS rests, preferred, weight`;
const READ = `SELECT ${STANDING} FROM budgets WHERE account = $1`;
/** The same as READ; also notes how long hand-overs took, in ms: the average over the workers moves towards it. */
const TELL = `
UPDATE budgets SET answer_ms = CASE WHEN answered_at > siar_now() - interval '1 minute' THEN 0.7 * answer_ms + 0.3 * $2::float8 ELSE $2 END,
  answered_at = siar_now()
WHERE account = $1 RETURNING ${STANDING}`;
