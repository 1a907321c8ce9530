import type { Channel, ChannelName } from '#channels';
import { accountsOf, openAccount } from '#channels/accounts';
import type { Config } from '#platform/config';

/** Opens the only account of a channel. */
export async function openOnly(name: ChannelName, config: Config): Promise<Channel> {
  const [account, another] = accountsOf(config)[name];
  if (!account || another) throw new Error(`${name} has not one account`);
  return openAccount(account, config);
}
