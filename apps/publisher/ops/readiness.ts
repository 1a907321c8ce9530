import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CHANNELS, type Channel, type ChannelName } from '#channels';
import { accountsOf, isConfigured, openAccount } from '#channels/accounts';
import { ChannelWatch, Emergency } from '#dispatch/control';
import { InjectConfig, InjectLogger } from '#platform';
import type { Config } from '#platform/config';
import { Database, rows } from '#platform/database';
import { unsafeSettings } from '#platform/database/upkeep';
import { type Logger, LogThrottle } from '#platform/logging';
import { Heartbeat, silentPrograms } from '#platform/program';
import { within } from '#platform/waiting';
import { Queues } from '#queue';
import type { ReadinessReport, ServerState } from '#contract/api/operations';

/** How long one check may take, in ms. */
const LIMIT_MS = 2_000;
/** How long a provider's result is cached, in ms: anyone may call the health check. */
const PROVIDERS_KEPT_MS = 10_000;

/** How often unsafe settings are logged, in ms. */
const UNSAFE_SAID_MS = 3600_000;

type Watched = Required<Pick<ReadinessReport, 'emergencyStop' | 'away' | 'stalled'>> &
  Pick<ReadinessReport, 'silent'>;

/** Checks everything Siar needs. A provider is checked if this process has its settings. */
@Injectable()
export class Readiness implements OnModuleInit, OnApplicationShutdown {
  private readonly accounts: Channel[] = [];
  private readonly unsafeSaid = new LogThrottle(UNSAFE_SAID_MS);
  private readonly underWay = new Map<boolean, Promise<ReadinessReport>>();
  private kept: { until: number; states: Promise<Record<ChannelName, ServerState>> } | undefined;

  constructor(
    private readonly queues: Queues,
    private readonly emergency: Emergency,
    private readonly heartbeat: Heartbeat,
    private readonly watch: ChannelWatch,
    private readonly source: Database,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const account of Object.values(accountsOf(this.config)).flat())
      if (isConfigured(account, this.config)) this.accounts.push(await openAccount(account, this.config));
    // Says at the start what is unsafe.
    await this.unsafe('up', 'up');
  }

  /**
   * A call during a check waits for that check: anybody may call this, and each check takes connections.
   * @param providers whether to check the providers too
   */
  report(providers: boolean): Promise<ReadinessReport> {
    let report = this.underWay.get(providers);
    if (!report) {
      report = this.look(providers).finally(() => this.underWay.delete(providers));
      this.underWay.set(providers, report);
    }
    return report;
  }

  private async look(providers: boolean): Promise<ReadinessReport> {
    let watched: Watched | undefined;
    const [database, queue, states] = await Promise.all([
      this.state('database', async () => {
        await this.heartbeat.write();
        watched = await this.watched();
      }),
      this.state('queue', () => this.queues.check(LIMIT_MS)),
      providers ? this.providers() : undefined,
    ]);
    const unsafe = await this.unsafe(database, queue);
    const parts = { database, queue };
    const down = Object.entries(parts).flatMap(([name, state]) => (state === 'down' ? [name] : []));
    return {
      status: down.length === 0 ? 'up' : 'down',
      down,
      database,
      queue,
      ...watched,
      ...(states && { providers: states }),
      ...(unsafe.length > 0 && { unsafe }),
      ...(this.config.TRAINING && { training: true }),
    };
  }

  private async watched(): Promise<Watched> {
    const { manager } = this.source;
    const stop = await this.emergency.standing();
    return {
      emergencyStop: stop && { since: stop.since, fenced: stop.fenced },
      away: await rows(manager, 'SELECT channel, since FROM providers_away ORDER BY 1'),
      stalled: await this.watch.stalled(),
      ...(await this.silent()),
    };
  }

  /** A trial installation may be fast instead of safe. What does not answer is not asked again. */
  private async unsafe(database: ServerState, queue: ServerState): Promise<string[]> {
    if (!this.config.REQUIRE_TOTP) return [];
    try {
      const asked = await within(
        LIMIT_MS,
        Promise.all([
          database === 'up' ? unsafeSettings(this.source.manager) : [],
          queue === 'up' ? this.queues.unsafeSettings() : [],
        ]),
      );
      const unsafe = asked.flat();
      if (unsafe.length > 0)
        this.unsafeSaid.say(() =>
          this.logger.error(
            { unsafe },
            'a crash of a server would lose what was committed: change these settings',
          ),
        );
      return unsafe;
    } catch (error) {
      this.logger.warn({ err: error }, 'settings of the servers could not be read');
      return [];
    }
  }

  /** Omitted if it cannot be read, which is logged: the program counts as ready nevertheless. */
  private async silent(): Promise<Pick<ReadinessReport, 'silent'>> {
    try {
      const silent = await silentPrograms(this.source.manager, this.config.DATABASE_TIMEOUT_SECONDS);
      return { silent: silent.map(({ program, since }) => ({ program, since })) };
    } catch (error) {
      this.logger.error({ err: error }, 'signs of life could not be read');
      return {};
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.accounts.map((account) => account.close()));
  }

  private providers(): Promise<Record<ChannelName, ServerState>> {
    const at = performance.now();
    if (!this.kept || this.kept.until <= at) {
      this.kept = { until: at + PROVIDERS_KEPT_MS, states: this.askProviders() };
    }
    return this.kept.states;
  }

  private async askProviders(): Promise<Record<ChannelName, ServerState>> {
    const states = await Promise.all(
      CHANNELS.map(async (name): Promise<[ChannelName, ServerState]> => {
        const accounts = this.accounts.filter((account) => account.name === name);
        const states = await Promise.all(
          accounts.map((account) => this.state(account.account, () => account.check())),
        );
        // A channel goes on while one of its accounts answers.
        if (states.length === 0) return [name, 'not configured here'];
        return [name, states.includes('up') ? 'up' : 'down'];
      }),
    );
    return Object.fromEntries(states) as Record<ChannelName, ServerState>;
  }

  private async state(name: string, ask: () => Promise<unknown>): Promise<ServerState> {
    try {
      await within(LIMIT_MS, ask());
      return 'up';
    } catch (error) {
      this.logger.warn({ part: name, err: error }, 'not ready');
      return 'down';
    }
  }
}
