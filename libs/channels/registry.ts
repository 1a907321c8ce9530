import type { Kind } from './accounts/account.js';
import { type Carrier, CHANNELS, type ChannelName } from './channel.js';
import { normaliseEmail } from './email/address.js';
import { EMAIL_CARRIERS, emailCarrier } from './email/carrier.rules.js';
import { smtp } from './email/smtp.kind.js';
import { normalisePhone } from './sms/address.js';
import { SMS_CARRIERS, smsCarrier } from './sms/carrier.rules.js';
import { smpp } from './sms/smpp/smpp.kind.js';
import { twilio } from './sms/twilio/twilio.kind.js';
import { normaliseChatId } from './telegram/address.js';
import { labelsIn } from './telegram/buttons.js';
import { telegram } from './telegram/telegram.kind.js';

/** What a channel's folder provides. */
interface Registered {
  /** Its kinds of accounts by name; the first is that of the account in the environment. */
  kinds: Readonly<Record<string, Kind>>;
  /** The setting with the rate of the account in the environment. */
  rate: 'EMAIL_RATE' | 'TELEGRAM_RATE' | 'SMS_RATE';
  /** Returns the normal form of an address; null when it is none. */
  normalise(text: string): string | null;
  /** Returns the carrier of an address in normal form; null where one company carries all messages. */
  carrier: ((address: string) => Carrier) | null;
  /** The names of its large carriers. */
  largeCarriers: readonly string[];
  /** Returns the labels of the buttons under a broadcast's copy, as they arrive; null: the channel has no buttons. */
  buttons: ((language: string) => readonly string[]) | null;
}

/** Every channel: see docs/channels.md for adding one. */
export const REGISTRY: Readonly<Record<ChannelName, Registered>> = {
  email: {
    kinds: { smtp },
    rate: 'EMAIL_RATE',
    normalise: normaliseEmail,
    carrier: emailCarrier,
    largeCarriers: EMAIL_CARRIERS,
    buttons: null,
  },
  telegram: {
    kinds: { telegram },
    rate: 'TELEGRAM_RATE',
    normalise: normaliseChatId,
    carrier: null,
    largeCarriers: [],
    buttons: (language) => Object.values(labelsIn(language)),
  },
  sms: {
    kinds: { twilio, smpp },
    rate: 'SMS_RATE',
    normalise: normalisePhone,
    carrier: smsCarrier,
    largeCarriers: SMS_CARRIERS,
    buttons: null,
  },
};

/** Returns the normal form under which an address is hashed, stored and sent to; null when it is no address. Pure. */
export const normaliseAddress = (channel: ChannelName, text: string): string | null =>
  REGISTRY[channel].normalise(text);

/**
 * Returns the carrier of an address: a mailbox provider, an operator, or a domain. Pure.
 * @param address in normal form
 */
export const carrierOf = (channel: ChannelName, address: string): Carrier =>
  REGISTRY[channel].carrier?.(address) ?? { name: channel, large: true };

/** The labels of the buttons under a broadcast's copy in this language, in their order. Pure. */
export const buttonsUnder = (channel: ChannelName, language: string): string[] => [
  ...(REGISTRY[channel].buttons?.(language) ?? []),
];

/** The channels with several carriers. */
export const CHANNELS_WITH_CARRIERS: readonly ChannelName[] = CHANNELS.filter(
  (channel) => REGISTRY[channel].carrier !== null,
);
