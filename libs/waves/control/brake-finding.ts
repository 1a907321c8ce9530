import type { ChannelName } from '#channels';

/** Why the brake stopped a broadcast on a channel, as values: screens and e-mails put them into words. */
export interface BrakeFinding {
  channel: ChannelName;
  /**
   * `key`: the sending program lacks the key of the addresses; `sender`: the provider refuses the sender; `fault`: too
   * many answers refuse the sender or the content; `dead`: too many addresses do not exist any more.
   */
  why: 'key' | 'sender' | 'fault' | 'dead';
  /** The provider's code, the most frequent of several; null: there is none. */
  code: string | null;
  /** Of `fault` and `dead`: the number of bad answers, and of all answers. */
  copies: number | null;
  of: number | null;
  /**
   * Of `fault` and `dead`: the large provider to which the examined recipients belong; null: all recipients were
   * examined.
   */
  carrier: string | null;
}
