import { accountsOf, type Channel, type ChannelName, openAccount } from '#channels';
import type { Config } from '#platform';

/** Opens the only account of a channel. */
export async function openOnly(name: ChannelName, config: Config): Promise<Channel> {
  const [account, another] = accountsOf(config)[name];
  if (!account || another) throw new Error(`${name} has not one account`);
  return openAccount(account, config);
}
