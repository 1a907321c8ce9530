import type { Config } from '#platform';
import type { Carrier, Channel, ChannelName } from './channel.js';
import { normaliseEmail } from './email/address.js';
import { emailCarrier } from './email/carrier.rules.js';
import { normalisePhone } from './sms/address.js';
import { smsCarrier } from './sms/carrier.rules.js';
import { normaliseChatId } from './telegram/address.js';

/** What a channel's folder offers. */
interface Registered {
  /**
   * Connects nothing yet. Loads the channel's client, which a program that does not send never needs: they are a third of
   * what would be loaded at start.
   * @throws ConfigError that names the setting that is missing
   */
  open(config: Config): Promise<Channel>;
  /** The one spelling of an address; null when it is none. */
  normalise(text: string): string | null;
  /** Who takes messages to an address in its one spelling. */
  carrier(address: string): Carrier;
}

/** Every channel, one line each: see docs/channels.md for adding one. */
const REGISTRY: Readonly<Record<ChannelName, Registered>> = {
  email: {
    open: async (config) => (await import('./email/email.channel.js')).openEmail(config),
    normalise: normaliseEmail,
    carrier: emailCarrier,
  },
  // One company takes them all.
  telegram: {
    open: async (config) => (await import('./telegram/telegram.channel.js')).openTelegram(config),
    normalise: normaliseChatId,
    carrier: () => ({ name: 'telegram', large: true }),
  },
  sms: {
    open: async (config) => (await import('./sms/sms.channel.js')).openSms(config),
    normalise: normalisePhone,
    carrier: smsCarrier,
  },
};

/** Opens a channel. @throws ConfigError with one line that names the setting that is missing or wrong */
export const openChannel = (name: ChannelName, config: Config): Promise<Channel> =>
  REGISTRY[name].open(config);

/** Brings an address into the one spelling it is hashed, stored and sent to under; null when it is no address. Pure. */
export const normaliseAddress = (channel: ChannelName, text: string): string | null =>
  REGISTRY[channel].normalise(text);

/** Says who takes messages to an address: a mailbox provider, an operator, or a domain. Pure. @param address in its one spelling */
export const carrierOf = (channel: ChannelName, address: string): Carrier =>
  REGISTRY[channel].carrier(address);
