import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CHANNELS, type Channel, type ChannelName, openChannel } from '#channels';
import { type Config, InjectConfig, InjectLogger, type Logger, within } from '#platform';
import { Queues } from '#queue';
import { Emergency, type EmergencyStop } from '#waves';

/** How long one part may take to answer, in ms. */
const LIMIT_MS = 2_000;
/** Providers are asked once in this many ms at most, however often we are: anyone may ask us. */
const PROVIDERS_KEPT_MS = 10_000;

/** The settings without which a channel's provider cannot be reached from here. */
const NEEDED: Record<ChannelName, readonly (keyof Config)[]> = {
  email: ['SMTP_URL'],
  telegram: ['TELEGRAM_BOT_TOKEN'],
  sms: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_MESSAGING_SERVICE_SID'],
};

export type ServerState = 'up' | 'down' | 'not configured here';

/** What is there and what is not. `down` names what is missing. */
export interface ReadinessReport {
  status: 'up' | 'down';
  down: string[];
  database: ServerState;
  queue: ServerState;
  /** What stops everything, since when and why; null: nothing does. Left out while the database is away. */
  emergencyStop?: Pick<EmergencyStop, 'since' | 'reason'> | null;
  providers?: Record<ChannelName, ServerState>;
  /** Of a training installation: nothing of it reaches people. Left out of all others. */
  training?: true;
}

/** Asks everything Siar needs whether it is there. A provider counts where this process has its settings. */
@Injectable()
export class Readiness implements OnApplicationShutdown {
  private readonly channels = new Map<ChannelName, Channel>();
  private kept: { until: number; states: Promise<Record<ChannelName, ServerState>> } | undefined;

  constructor(
    private readonly queues: Queues,
    private readonly emergency: Emergency,
    @InjectConfig() private readonly config: Config,
    @InjectLogger() private readonly logger: Logger,
  ) {
    for (const name of CHANNELS) {
      if (NEEDED[name].every((setting) => config[setting] !== undefined)) {
        this.channels.set(name, openChannel(name, config));
      }
    }
  }

  /** @param providers whether to ask the providers, too */
  async report(providers: boolean): Promise<ReadinessReport> {
    let emergencyStop: ReadinessReport['emergencyStop'];
    const [database, queue, states] = await Promise.all([
      this.state('database', async () => {
        const stop = await this.emergency.standing();
        emergencyStop = stop && { since: stop.since, reason: stop.reason };
      }),
      this.state('queue', () => this.queues.check(LIMIT_MS)),
      providers ? this.providers() : undefined,
    ]);
    const parts = { database, queue, ...states };
    const down = Object.entries(parts).flatMap(([name, state]) => (state === 'down' ? [name] : []));
    return {
      status: down.length === 0 ? 'up' : 'down',
      down,
      database,
      queue,
      ...(emergencyStop !== undefined && { emergencyStop }),
      ...(states && { providers: states }),
      ...(this.config.TRAINING && { training: true }),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.channels.values()].map((channel) => channel.close()));
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
        const channel = this.channels.get(name);
        return [name, channel ? await this.state(name, () => channel.check()) : 'not configured here'];
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
