import { z } from 'zod';
import { instant } from './shared.js';

// What the check of the sender's own domain (libs/channels/email/sender-domain) finds in the DNS.

export const senderCheckState = z.enum(['good', 'attention', 'wrong', 'unknown']).meta({
  id: 'SenderCheckState',
  description:
    '`wrong`: receivers refuse or distrust the mail; `attention`: it works, and is weaker than it should be; `unknown`: the DNS did not answer, or it cannot be seen from here.',
});
export type SenderCheckState = z.output<typeof senderCheckState>;

/** What a check can find, by the record it is about. The console has the sentence of each. */
export const SENDER_FINDINGS = [
  'dns-silent',
  'dns-error',

  'spf-missing',
  'spf-missing-from',
  'spf-several',
  'spf-syntax',
  'spf-lookups',
  'spf-lookups-within',
  'spf-voids',
  'spf-all-absent',
  'spf-all-pass',
  'spf-all-neutral',
  'spf-after-all',
  'spf-ptr',
  'spf-relay-allowed',
  'spf-relay-not-allowed',
  'spf-relay-unseen',

  'dkim-relay-signs',
  'dkim-private-key',
  'dkim-missing',
  'dkim-several',
  'dkim-malformed',
  'dkim-revoked',
  'dkim-key-type',
  'dkim-short',
  'dkim-below-advised',
  'dkim-mismatch',
  'dkim-matches',
  'dkim-testing',
  'dkim-hash',
  'dkim-service',

  'dmarc-missing',
  'dmarc-several',
  'dmarc-malformed',
  'dmarc-inherited',
  'dmarc-policy',
  'dmarc-policy-none',
  'dmarc-partial',
  'dmarc-no-reports',
  'dmarc-reports-malformed',
  'dmarc-reports-refused',
  'dmarc-dkim-aligned',
  'dmarc-dkim-unaligned',
  'dmarc-dkim-unseen',
  'dmarc-spf-aligned',
  'dmarc-spf-unaligned',

  'mx-missing',
  'mx-implicit',
  'mx-null',
  'mx-address',
  'mx-unresolved',
  'mx-private',
  'mx-found',

  'sts-missing',
  'sts-several',
  'sts-malformed',
  'sts-no-mx',
  'sts-host-missing',
  'sts-unreachable',
  'sts-certificate',
  'sts-status',
  'sts-policy',
  'sts-mode-none',
  'sts-testing',
  'sts-short-age',
  'sts-mx-uncovered',
  'sts-enforced',
  'tls-reports-missing',
  'tls-reports-malformed',
  'tls-reports-found',

  'ptr-host-missing',
  'ptr-private',
  'ptr-missing',
  'ptr-unconfirmed',
  'ptr-confirmed',
  'ptr-outgoing',
] as const;

/** The values that the sentences of findings have. */
const SENDER_PARAMS = [
  'address',
  'bits',
  'code',
  'domain',
  'field',
  'from',
  'hashes',
  'host',
  'mode',
  'name',
  'number',
  'percent',
  'policy',
  'result',
  'rua',
  'seconds',
  'services',
  'status',
  'terms',
  'text',
  'type',
  'url',
] as const;

export const senderFinding = z
  .object({
    code: z.enum(SENDER_FINDINGS),
    level: z
      .enum(['remark', 'attention', 'wrong', 'unknown'])
      .describe('What it does to the state of its check; a remark does nothing.'),
    params: z
      .partialRecord(z.enum(SENDER_PARAMS), z.string())
      .describe('The values of its sentence: names, addresses, figures.'),
  })
  .meta({ id: 'SenderFinding', description: 'One finding of a check, as values: the screen has the words.' });
export type SenderFinding = z.output<typeof senderFinding>;

export const senderRecord = z
  .object({
    type: z.enum(['TXT', 'MX', 'PTR', 'A', 'AAAA', 'file']).describe('`file`: the text at a URL, no record.'),
    name: z.string().describe('The name in the DNS; of a file its URL.'),
    value: z.string().describe('The strings of a TXT record are joined.'),
  })
  .meta({ id: 'SenderRecord', description: 'A record in the DNS, or a file that belongs to one.' });
export type SenderRecord = z.output<typeof senderRecord>;

export const senderCheck = z
  .object({
    kind: z.enum(['spf', 'dkim', 'dmarc', 'mx', 'mta-sts', 'ptr']),
    of: z
      .enum(['bounces', 'from', 'signature', 'relay'])
      .describe('Whose name is checked: the envelope sender, From, the signature, or the mail server.'),
    name: z.string().describe('The domain, or the host of the mail server.'),
    state: senderCheckState,
    findings: z.array(senderFinding).describe('The weightiest first.'),
    found: z.array(senderRecord).describe('What is there now.'),
    right: z
      .array(senderRecord)
      .describe('What should be there instead; empty: it is right, or cannot be derived from what is known.'),
  })
  .meta({ id: 'SenderCheck', description: 'One check of the sender’s domain.' });
export type SenderCheck = z.output<typeof senderCheck>;

export const senderDomainView = z
  .object({
    checkedAt: instant.describe('When the check was completed: for 30 s it is not repeated.'),
    skipped: z
      .enum(['no-relay', 'training'])
      .nullable()
      .describe(
        'Why nothing was checked: no mail server is set, or nothing of a training installation reaches people.',
      ),
    from: z.string().describe('The address of EMAIL_FROM.'),
    bounceDomain: z.string(),
    relays: z
      .array(z.object({ name: z.string(), host: z.string() }))
      .describe('The mail servers that carry the mail.'),
    checks: z.array(senderCheck),
  })
  .meta({ id: 'SenderDomainView', description: 'The check of the domains in whose name Siar sends e-mail.' });
export type SenderDomainView = z.output<typeof senderDomainView>;
