import type { INestApplicationContext } from '@nestjs/common';
import { Audience } from '#audience';
import { Broadcasts } from '#broadcasts';
import { type Account, accountsOf, type Channel } from '#channels';
import { Budget, Circuit, QueueFeeder, Sender, SendingAccount, Spending } from '#dispatch';
import { type Config, createLogger, Database, Keys } from '#platform';
import { Brake } from '../../libs/dispatch/control/brake.js';

/**
 * Makes a sender as a worker does, of adapters that a test has written.
 * @param adapters one for each account; their names are the accounts'
 * @param rates of the accounts by name; without one, the rate of the settings
 */
export async function testSender(
  app: INestApplicationContext,
  config: Config,
  adapters: readonly [Channel, ...Channel[]],
  {
    database = app.get<Database>(Database),
    accounts = {},
  }: {
    database?: Database;
    accounts?: Record<
      string,
      Partial<Pick<Account, 'kind' | 'rate' | 'unit' | 'share' | 'cost' | 'ceiling'>>
    >;
  } = {},
): Promise<Sender> {
  const logger = createLogger('test', 'silent');
  const [{ name: channel }] = adapters;
  const [first] = accountsOf(config)[channel];
  const sending = adapters.map(async (adapter) => {
    const account = {
      kind: first?.kind ?? '',
      rate: first?.rate ?? null,
      unit: 'messages' as const,
      share: 1,
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
    return new SendingAccount(
      { account, channel: circuit.withCircuitBreaker(), budget, spending, circuit },
      config.CLAIM_WINDOW,
    );
  });
  return new Sender({
    channel,
    accounts: await Promise.all(sending),
    config,
    database,
    keys: new Keys(config),
    logger,
    broadcasts: app.get(Broadcasts),
    audience: app.get(Audience),
    brake: app.get(Brake),
    feed: app.get(QueueFeeder),
    observer: { handedOver: () => undefined },
    worker: 'test',
  });
}
