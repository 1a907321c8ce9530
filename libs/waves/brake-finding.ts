import type { ChannelName } from '#channels';

/** Why the brake stopped a broadcast on a channel: values, which screens and e-mails say in words. */
export interface BrakeFinding {
  channel: ChannelName;
  /**
   * `key`: the sending program lacks the key of the addresses; `sender`: the provider refuses the sender; `fault`: too many
   * answers refuse the sender or the content; `dead`: too many addresses do not exist any more.
   */
  why: 'key' | 'sender' | 'fault' | 'dead';
  /** The provider's code, the commonest of several; null: there is none. */
  code: string | null;
  /** Of `fault` and `dead`: how many answers speak against it, and out of how many. */
  copies: number | null;
  of: number | null;
  /** Of `fault` and `dead`: the large provider whose recipients alone were looked at; null: all were. */
  carrier: string | null;
}
