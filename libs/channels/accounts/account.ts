import type { z } from 'zod';
import type { Config } from '#platform/config';
import type { Channel, ChannelName } from '../channel.js';

/** The warm-up of a sender of e-mail that the mailbox providers do not know yet. */
export interface WarmUp {
  /** Its first day, as a date of Jakarta. */
  from: string;
  /** The e-mails to each large mailbox provider, day by day; afterwards there is no ceiling. */
  daily: readonly number[];
}

/** One account: a contract with a provider, its limits, and what its kind needs to open it. */
export interface Account {
  /** Unique in the installation. It names the account's budget and stays the same for as long as the contract lasts. */
  name: string;
  channel: ChannelName;
  kind: string;
  /** The provider's limit a second, in `unit`; null: none. */
  rate: number | null;
  /** What the limit counts: of segments, a text takes as many as it has. */
  unit: 'messages' | 'segments';
  /** The account's part of the channel's copies, relative to the other accounts. */
  share: number;
  /** The large carriers whose recipients it takes, and takes alone; none: it takes everybody's (docs/accounts.md). */
  routes: readonly string[];
  /** How much of its copies it may hand over while the providers do not know it yet; null: as much as it can. */
  warmUp: WarmUp | null;
  /** What the provider charges for one message, of SMS for one segment, in rupiah; null: nothing is counted. */
  cost: number | null;
  /** What the account may spend in a calendar month, in rupiah; null: no ceiling. */
  ceiling: number | null;
  /** What its kind needs; null: it stands in the environment, or this program lacks it. */
  settings: unknown;
  /** Which secret of the file this program does not have, and where; null: none. */
  lacks: string | null;
}

/** An account with the settings of its kind. */
export type Opened<Settings> = Omit<Account, 'settings'> & { settings: Settings };

/** A kind of account: a protocol, with what it needs. A channel's folder describes its kinds. */
export interface Kind<Settings = never> {
  /** What an account of this kind needs in the accounts file; null: it cannot stand there. */
  settings: z.ZodObject | null;
  /** The settings of the environment with the same meaning; null: it cannot stand there. */
  environment: Readonly<Record<keyof Settings, keyof Config>> | null;
  /** Returns the URL that the account connects to. */
  endpoint(settings: Settings): string;
  /**
   * Returns the sender that the provider and the recipients see: an address, a bot, a name or a service; never a secret.
   * @param settings null: this program does not have them
   * @returns null: this program does not know it
   */
  sender(settings: Settings | null, config: Config): string | null;
  /**
   * Opens an account without connecting. Loads the kind's client only now: the clients would be a third of the code that
   * a program loads at start, and a program that does not send needs none.
   * @throws ConfigError that names an invalid setting
   */
  open(account: Opened<Settings>, config: Config): Promise<Channel>;
}
