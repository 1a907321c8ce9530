import { type DynamicModule, Module } from '@nestjs/common';
import { CallbackInbox } from '#callbacks';
import type { Channel, ChannelName } from '#channels';
import type { Account } from '#channels/accounts';
import { DispatchModule } from '#dispatch';
import { BindTable, Budget, Circuit, QueueFeeder, Spending, WarmUp, useOnly } from '#dispatch/flow-control';
import { Sender, Senders, SendingAccount, type SendObserver } from '#dispatch/sending';
import { NoticesModule } from '#notices';
import { CONFIG, LOGGER } from '#platform';
import { type Config, Installation } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';
import type { Logger } from '#platform/logging';
import { Heartbeat } from '#platform/program';
import { ChannelWorker } from './channel-workers.js';
import { FanOutProcessor, NoticeProcessor, processorsOf, SendProcessor } from './processors.js';
import { ReportInbox } from './report-inbox.js';
import { ACCOUNTS, CHANNEL, OBSERVER } from './tokens.js';

/** An account and its adapter. */
export interface OpenAccount {
  account: Account;
  channel: Channel;
}

/** Everything that serves one channel: its accounts with their budgets and circuits, its sender, and its queues' processors. */
@Module({})
export class ChannelWorkerModule {
  static for(channel: ChannelName, opened: readonly OpenAccount[]): DynamicModule {
    const { sends, fanOuts, notices } = processorsOf(channel);
    return {
      module: ChannelWorkerModule,
      imports: [DispatchModule, NoticesModule],
      providers: [
        { provide: CHANNEL, useValue: channel },
        {
          provide: ACCOUNTS,
          useFactory: (...parts: AccountParts): Promise<SendingAccount[]> => openAll(channel, opened, parts),
          // Nest makes no processor before this resolves: no job finds an account without a budget.
          inject: [Database, CONFIG, LOGGER, QueueFeeder, Installation],
        },
        {
          provide: Sender,
          useFactory: (
            senders: Senders,
            accounts: SendingAccount[],
            observer: SendObserver,
            config: Config,
            logger: Logger,
            { name: worker }: Heartbeat,
          ): Sender => senders.of({ channel, accounts, observer, config, logger, worker }),
          inject: [Senders, ACCOUNTS, OBSERVER, CONFIG, LOGGER, Heartbeat],
        },
        { provide: SendProcessor, useClass: sends },
        { provide: FanOutProcessor, useClass: fanOuts },
        { provide: NoticeProcessor, useClass: notices },
        CallbackInbox,
        {
          provide: ReportInbox,
          useFactory: (inbox: CallbackInbox, keys: Keys, logger: Logger): ReportInbox => {
            const reports = new ReportInbox(inbox, keys, logger);
            for (const one of opened) reports.takeFrom(one.channel);
            return reports;
          },
          inject: [CallbackInbox, Keys, LOGGER],
        },
        {
          provide: BindTable,
          // Before the first connection of an account, which `prepare` opens.
          useFactory: (database: Database, { name }: Heartbeat, logger: Logger): BindTable => {
            const binds = new BindTable(database, name, logger);
            for (const one of opened) one.channel.shareBinds?.(binds);
            return binds;
          },
          inject: [Database, Heartbeat, LOGGER],
        },
        ChannelWorker,
      ],
    };
  }
}

type AccountParts = [database: Database, config: Config, logger: Logger, feed: QueueFeeder];

async function openAll(
  name: ChannelName,
  opened: readonly OpenAccount[],
  [database, config, logger, feed]: AccountParts,
): Promise<SendingAccount[]> {
  const accounts = await Promise.all(
    opened.map(async ({ account, channel }) => {
      const budget = new Budget(database, account);
      const changed = await budget.open();
      if (changed)
        logger.warn(
          { account: account.name, rate: account.rate, was: changed.was },
          "the account's rate changed for all workers: align their settings",
        );
      const spending = new Spending(database, account);
      await spending.open();
      const several = opened.length > 1;
      const onClosed = (): Promise<number> => feed.top(name);
      const circuit = new Circuit({ channel, config, logger, database, several, onClosed });
      return new SendingAccount(
        {
          account,
          channel: circuit.withCircuitBreaker(),
          budget,
          spending,
          warmUp: new WarmUp(database, account),
          circuit,
        },
        config.CLAIM_WINDOW,
      );
    }),
  );
  await useOnly(
    database,
    name,
    opened.map(({ account }) => account.name),
  );
  return accounts;
}
