import type { Config } from '#platform';
import type { Carrier, Channel, ChannelName } from './channel.js';
import { normaliseEmail } from './email/address.js';
import { emailCarrier } from './email/carrier.rules.js';
import { normalisePhone } from './sms/address.js';
import { smsCarrier } from './sms/carrier.rules.js';
import { normaliseChatId } from './telegram/address.js';

/** What a channel's folder provides. */
interface Registered {
  /**
   * Opens the channel without connecting. Loads the channel's client only now: the clients would be a third of the code
   * that a program loads at start, and a program that does not send needs none.
   * @throws ConfigError that names the missing setting
   */
  open(config: Config): Promise<Channel>;
  /** Returns the normal form of an address; null when it is none. */
  normalise(text: string): string | null;
  /** Returns the carrier of an address in normal form. */
  carrier(address: string): Carrier;
}

/** Every channel, one line each: see docs/channels.md for adding one. */
const REGISTRY: Readonly<Record<ChannelName, Registered>> = {
  email: {
    open: async (config) => (await import('./email/email.channel.js')).openEmail(config),
    normalise: normaliseEmail,
    carrier: emailCarrier,
  },
  // One company carries all messages.
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

/** Opens a channel. @throws ConfigError with one line that names the missing or invalid setting */
export const openChannel = (name: ChannelName, config: Config): Promise<Channel> =>
  REGISTRY[name].open(config);

/** Returns the normal form under which an address is hashed, stored and sent to; null when it is no address. Pure. */
export const normaliseAddress = (channel: ChannelName, text: string): string | null =>
  REGISTRY[channel].normalise(text);

/**
 * Returns the carrier of an address: a mailbox provider, an operator, or a domain. Pure.
 * @param address in normal form
 */
export const carrierOf = (channel: ChannelName, address: string): Carrier =>
  REGISTRY[channel].carrier(address);
