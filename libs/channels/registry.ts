import type { Config } from '#platform';
import type { Channel, ChannelName } from './channel.js';
import { normaliseEmail } from './email/address.js';
import { openEmail } from './email/email.channel.js';
import { normalisePhone } from './sms/address.js';
import { openSms } from './sms/sms.channel.js';
import { normaliseChatId } from './telegram/address.js';
import { openTelegram } from './telegram/telegram.channel.js';

/** What a channel's folder offers. */
interface Registered {
  /** Connects nothing yet. @throws ConfigError that names the setting that is missing */
  open(config: Config): Channel;
  /** The one spelling of an address; null when it is none. */
  normalise(text: string): string | null;
}

/** Every channel, one line each: see docs/channels.md for adding one. */
const REGISTRY: Readonly<Record<ChannelName, Registered>> = {
  email: { open: openEmail, normalise: normaliseEmail },
  telegram: { open: openTelegram, normalise: normaliseChatId },
  sms: { open: openSms, normalise: normalisePhone },
};

/** Opens a channel. @throws ConfigError with one line that names the setting that is missing or wrong */
export const openChannel = (name: ChannelName, config: Config): Channel => REGISTRY[name].open(config);

/** Brings an address into the one spelling it is hashed, stored and sent to under; null when it is no address. Pure. */
export const normaliseAddress = (channel: ChannelName, text: string): string | null =>
  REGISTRY[channel].normalise(text);
