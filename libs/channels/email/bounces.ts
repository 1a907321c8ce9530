import type { Attachment } from 'mailparser';
import { type Config, constantTimeEqual, Problem } from '#platform';
import type { ParsedReceipt } from '../receipt.js';
import { classOf } from './replies.js';
import { readVerpToken } from './verp.js';

/** Headers in which mail systems put the address a report was delivered to; the most trustworthy first. */
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to'];

/** What a complaint may be about (RFC 5965 §3.1, the registry of feedback types), as far as it means "no more". */
const COMPLAINTS: Readonly<Record<string, ParsedReceipt['verdict']>> = {
  abuse: 'complaint',
  fraud: 'complaint',
  virus: 'complaint',
  other: 'complaint',
  'opt-out': 'opted_out',
};

/**
 * Reads what came to the bounce address: a delivery report (RFC 3464) or a complaint (ARF, RFC 5965). Null for anything
 * else: auto-replies, reports of delay or success, and what names no copy of ours.
 * @param raw the whole message
 */
export async function readBounceReport(
  raw: Buffer,
  config: Pick<Config, 'EMAIL_BOUNCE_DOMAIN'>,
): Promise<ParsedReceipt | null> {
  // Loaded with the first report: with its tables of encodings it is larger than all else that a start loads of a channel.
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(raw, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    // A report's headers are small; a list of addresses as long as a mail would hold the event loop for a second.
    maxHeadSize: 64 * 1024,
  });
  const delivery = partOf(mail.attachments, 'message/delivery-status');
  const feedback = partOf(mail.attachments, 'message/feedback-report');
  const heard =
    feedback !== null ? readComplaint(feedback) : delivery !== null ? readDelivery(delivery) : null;
  const failedRecipients = mail.headerLines.some(({ key }) => key === 'x-failed-recipients');
  // Older Exim reports in plain text, and names the recipients in a header.
  const said = heard ?? (delivery === null && feedback === null && failedRecipients ? UNEXPLAINED : null);
  if (said === null) return null;

  const headers = RECIPIENT_HEADERS.flatMap((key) => mail.headerLines.filter((header) => header.key === key));
  const ours = [
    ...headers.map(({ line }) => line),
    // A complaint is addressed to the postmaster; it tells whom the original was from.
    ...fieldsOf(feedback, 'Original-Mail-From'),
    ...returnedHeaders(mail.attachments),
  ];
  const named = ours
    .map((text) => readVerpToken(text, config.EMAIL_BOUNCE_DOMAIN))
    .find((token) => token !== null);
  const token = named ?? fieldsOf(delivery, 'Original-Envelope-Id')[0]?.toLowerCase();
  return token ? { token, ...said } : null;
}

/**
 * Checks that a report was piped in by our own mail server.
 * @param authorization the header Authorization as it came
 * @throws Problem forbidden when it does not bear EMAIL_BOUNCE_SECRET, or when none is set
 */
export function checkBounceSecret(
  config: Pick<Config, 'EMAIL_BOUNCE_SECRET'>,
  authorization: string | undefined,
): void {
  const expected = config.EMAIL_BOUNCE_SECRET;
  const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (!expected || !given || !constantTimeEqual(expected, given)) {
    throw new Problem('not-mail-server');
  }
}

type Said = Omit<ParsedReceipt, 'token'>;
const UNEXPLAINED: Said = { verdict: 'failed', reason: 'smtp bounced' };

/** We send to one recipient at a time, so that a report has one; of several the first that failed counts. */
function readDelivery(report: string): Said | null {
  const failed = report
    .split(/\r?\n\s*\r?\n/)
    .find((block) => fieldsOf(block, 'Action')[0]?.toLowerCase() === 'failed');
  if (failed === undefined) return null;
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fieldsOf(failed, 'Status')[0] ?? '')?.[0];
  // Many gateways write 5.0.0 and put what the server really said into the diagnostic.
  const diagnostic = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(fieldsOf(failed, 'Diagnostic-Code')[0] ?? '')?.[0];
  const code = status && !status.endsWith('.0.0') ? status : (diagnostic ?? status);
  if (!code) return UNEXPLAINED;
  const meaning = classOf(code);
  return {
    // A bare 5.x.x may be policy as well: no ground to count anything against anybody.
    verdict: meaning === 'hard' ? 'failed' : meaning,
    reason: `smtp ${code}`,
  };
}

function readComplaint(report: string): Said | null {
  const type = fieldsOf(report, 'Feedback-Type')[0]?.toLowerCase() ?? '';
  const verdict = COMPLAINTS[type];
  return verdict ? { verdict, reason: `arf ${type}` } : null;
}

const partOf = (parts: Attachment[], type: string): string | null =>
  parts.find(({ contentType }) => contentType === type)?.content.toString('utf8') ?? null;

/** The headers of the message that came back, whole or as text/rfc822-headers. */
function returnedHeaders(parts: Attachment[]): string[] {
  return parts
    .filter(({ contentType }) =>
      ['message/rfc822', 'message/rfc822-headers', 'text/rfc822-headers'].includes(contentType),
    )
    .map(({ content }) => content.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '')
    .flatMap((headers) => fieldsOf(headers, 'Return-Path'));
}

/** The values of a field in a block of header-like lines, folded ones joined. */
function fieldsOf(block: string | null, name: string): string[] {
  const lines = (block ?? '').replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const start = `${name.toLowerCase()}:`;
  return lines
    .filter((line) => line.toLowerCase().startsWith(start))
    .map((line) => line.slice(start.length).trim());
}
