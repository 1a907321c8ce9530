import { z } from 'zod';

const VERDICTS = [
  'delivered',
  'failed',
  'soft',
  'dead',
  'opted_out',
  'complaint',
  'sender_at_fault',
] as const;

/** A provider's later report about a copy it accepted, in a form common to all providers. */
export interface ParsedReceipt {
  /** The token that the copy was sent with. The reader must check that it is ours (Keys). */
  token: string;
  /** `soft`: a temporary failure of this recipient, such as a full mailbox or a phone that is off. */
  verdict: (typeof VERDICTS)[number];
  /** A short stable code such as `twilio 30005` or `smtp 5.1.1`; never a text with an address in it. */
  reason: string;
}

/**
 * A report over an account's own connection, from a provider that gives no token back: about the id of a message that it
 * accepted, or a person's text to the sender.
 */
export const reportSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    account: z.string(),
    kind: z.literal('receipt'),
    id: z.string(),
    verdict: z.enum(VERDICTS),
    reason: z.string(),
  }),
  z.strictObject({ account: z.string(), kind: z.literal('text'), from: z.string(), text: z.string() }),
]);

export type Report = z.output<typeof reportSchema>;
