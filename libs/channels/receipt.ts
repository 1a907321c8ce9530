/** A provider's later report about a copy it accepted, in a form common to all providers. */
export interface ParsedReceipt {
  /** The token that the copy was sent with. The reader must check that it is ours (Keys). */
  token: string;
  /** `soft`: a temporary failure of this recipient, such as a full mailbox or a phone that is off. */
  verdict: 'delivered' | 'failed' | 'soft' | 'dead' | 'opted_out' | 'complaint' | 'sender_at_fault';
  /** A short stable code such as `twilio 30005` or `smtp 5.1.1`; never a text with an address in it. */
  reason: string;
}
