import { type DynamicModule, Module } from '@nestjs/common';
import type { Channel } from '#channels';
import {
  Budget,
  Circuit,
  DispatchModule,
  QueueFeeder,
  rateOf,
  Sender,
  Senders,
  type SendObserver,
} from '#dispatch';
import { NoticesModule } from '#notices';
import { CONFIG, type Config, Database, Heartbeat, Installation, LOGGER, type Logger } from '#platform';
import { ChannelWorker } from './channel-workers.js';
import { FanOutProcessor, NoticeProcessor, processorsOf, SendProcessor } from './processors.js';
import { CHANNEL, OBSERVER } from './tokens.js';

/** Everything that serves one channel: its account's budget and circuit, its sender, and its queues' processors. */
@Module({})
export class ChannelWorkerModule {
  static for(channel: Channel): DynamicModule {
    const { sends, fanOuts, notices } = processorsOf(channel.name);
    return {
      module: ChannelWorkerModule,
      imports: [DispatchModule, NoticesModule],
      providers: [
        { provide: CHANNEL, useValue: channel },
        {
          provide: Budget,
          useFactory: openBudget,
          inject: [CHANNEL, Database, CONFIG, LOGGER, Installation],
        },
        { provide: Circuit, useFactory: circuitOf, inject: [CHANNEL, Database, CONFIG, LOGGER, QueueFeeder] },
        {
          provide: Sender,
          useFactory: senderOf,
          inject: [Senders, Budget, Circuit, OBSERVER, CONFIG, LOGGER, Heartbeat],
        },
        { provide: SendProcessor, useClass: sends },
        { provide: FanOutProcessor, useClass: fanOuts },
        { provide: NoticeProcessor, useClass: notices },
        ChannelWorker,
      ],
    };
  }
}

/** Nest makes no processor before this resolves: no job finds its account without a budget. */
async function openBudget(
  { name }: Channel,
  database: Database,
  config: Config,
  logger: Logger,
): Promise<Budget> {
  const rate = rateOf(name, config);
  const budget = new Budget(database, name, rate);
  const changed = await budget.open();
  if (changed)
    logger.warn(
      { channel: name, rate, was: changed.was },
      "the account's rate changed for all workers: align their settings",
    );
  return budget;
}

const circuitOf = (
  channel: Channel,
  database: Database,
  config: Config,
  logger: Logger,
  feed: QueueFeeder,
): Circuit => new Circuit({ channel, config, logger, database, onClosed: () => feed.top(channel.name) });

const senderOf = (
  senders: Senders,
  budget: Budget,
  circuit: Circuit,
  observer: SendObserver,
  config: Config,
  logger: Logger,
  { name: worker }: Heartbeat,
): Sender =>
  senders.of({ channel: circuit.withCircuitBreaker(), budget, circuit, observer, config, logger, worker });
