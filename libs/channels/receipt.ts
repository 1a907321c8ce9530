/** What a provider says later about a copy it took, in words that are no provider's own. */
export interface ParsedReceipt {
  /** Which copy: the token it was sent with. Whether the token is ours is for the reader to check (Keys). */
  token: string;
  /** `soft`: it failed for a passing reason of this person's own, such as a full mailbox or a phone that is off. */
  verdict: 'delivered' | 'failed' | 'soft' | 'dead' | 'opted_out' | 'complaint' | 'sender_at_fault';
  /** A short stable code such as `twilio 30005` or `smtp 5.1.1`; never a text with an address in it. */
  reason: string;
}
