import type { INestApplicationContext } from '@nestjs/common';
import { Audience } from '#audience';
import { Broadcasts } from '#broadcasts';
import type { Channel } from '#channels';
import { type Account, accountsOf } from '#channels/accounts';
import { Budget, Circuit, QueueFeeder, Spending, WarmUp } from '#dispatch/flow-control';
import { Sender, SendingAccount } from '#dispatch/sending';
import type { Config } from '#platform/config';
import { Keys } from '#platform/crypto';
import { Database } from '#platform/database';
import { createLogger } from '#platform/logging';
import { Fence } from '#dispatch/recovery';
import { Brake } from '../../libs/dispatch/control/brake.js';

type Adapters = readonly [Channel, ...Channel[]];
interface Options {
  database?: Database;
  /** Of the accounts by name; without one, the rate of the settings. */
  accounts?: Record<string, Partial<Account>>;
}

/**
 * Makes the accounts of a channel as a worker does, of adapters that a test has written; their names are the accounts'.
 * They have read their rows once, and do not look again by themselves.
 */
export function testAccounts(
  app: INestApplicationContext,
  config: Config,
  adapters: Adapters,
  { database = app.get<Database>(Database), accounts = {} }: Options = {},
): Promise<SendingAccount[]> {
  const logger = createLogger('test', 'silent');
  const [{ name: channel }] = adapters;
  const [first] = accountsOf(config)[channel];
  const opening = adapters.map(async (adapter) => {
    const account = {
      kind: first?.kind ?? '',
      rate: first?.rate ?? null,
      unit: 'messages' as const,
      share: 1,
      routes: [],
      ...accounts[adapter.account],
    };
    const budget = new Budget(database, { name: adapter.account, channel, ...account });
    await budget.open();
    const spending = new Spending(app.get(Database), {
      name: adapter.account,
      cost: null,
      ceiling: null,
      ...account,
    });
    await spending.open();
    const onClosed = (): Promise<number> => app.get(QueueFeeder).top(channel);
    const several = adapters.length > 1;
    const circuit = new Circuit({ channel: adapter, config, database, logger, several, onClosed });
    await circuit.read();
    return new SendingAccount(
      {
        account,
        channel: circuit.withCircuitBreaker(),
        budget,
        spending,
        warmUp: new WarmUp(app.get(Database), { name: adapter.account, warmUp: null, ...account }),
        circuit,
      },
      config.CLAIM_WINDOW,
    );
  });
  return Promise.all(opening);
}

/** Makes a sender as a worker does, of adapters that a test has written. */
export async function testSender(
  app: INestApplicationContext,
  config: Config,
  adapters: Adapters,
  options: Options = {},
): Promise<Sender> {
  return new Sender({
    channel: adapters[0].name,
    accounts: await testAccounts(app, config, adapters, options),
    config,
    database: options.database ?? app.get<Database>(Database),
    keys: new Keys(config),
    logger: createLogger('test', 'silent'),
    broadcasts: app.get(Broadcasts),
    audience: app.get(Audience),
    brake: app.get(Brake),
    feed: app.get(QueueFeeder),
    fence: app.get(Fence),
    observer: { handedOver: () => undefined },
    worker: 'test',
  });
}
