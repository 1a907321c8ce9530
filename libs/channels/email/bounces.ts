import type { Attachment } from 'mailparser';
import type { Config } from '#platform/config';
import { constantTimeEqual } from '#platform/crypto';
import { Problem } from '#platform/http';
import type { ParsedReceipt } from '../receipt.js';
import { classOf } from './replies.js';
import { readVerpToken } from './verp.js';

/** Headers with the address that a report was delivered to; the most trustworthy first. */
const RECIPIENT_HEADERS = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'to'];

/** Feedback types of a complaint (RFC 5965 §3.1, the registry of feedback types) that mean "no more". */
const COMPLAINTS: Readonly<Record<string, ParsedReceipt['verdict']>> = {
  abuse: 'complaint',
  fraud: 'complaint',
  virus: 'complaint',
  other: 'complaint',
  'opt-out': 'opted_out',
};

/**
 * Reads a message to the bounce address: a delivery report (RFC 3464) or a complaint (ARF, RFC 5965). Null for anything
 * else: auto-replies, reports of delay or success, and reports that name no copy of ours.
 * @param raw the whole message
 */
export async function readBounceReport(
  raw: Buffer,
  config: Pick<Config, 'EMAIL_BOUNCE_DOMAIN'>,
): Promise<ParsedReceipt | null> {
  // Loaded with the first report: with its tables of encodings it is larger than all other code of a channel at start.
  const { simpleParser } = await import('mailparser');
  const mail = await simpleParser(raw, {
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    // A report's headers are small; a list of addresses as long as a mail would block the event loop for a second.
    maxHeadSize: 64 * 1024,
  });
  const delivery = partOf(mail.attachments, 'message/delivery-status');
  const feedback = partOf(mail.attachments, 'message/feedback-report');
  const parsed =
    feedback !== null ? readComplaint(feedback) : delivery !== null ? readDelivery(delivery) : null;
  const failedRecipients = mail.headerLines.some(({ key }) => key === 'x-failed-recipients');
  // Older versions of Exim report in plain text, and name the recipients in a header.
  const finding = parsed ?? (delivery === null && feedback === null && failedRecipients ? UNEXPLAINED : null);
  if (finding === null) return null;

  const headers = RECIPIENT_HEADERS.flatMap((key) => mail.headerLines.filter((header) => header.key === key));
  const ours = [
    ...headers.map(({ line }) => line),
    // A complaint is addressed to the postmaster; it names the sender of the original.
    ...fieldsOf(feedback, 'Original-Mail-From'),
    ...returnedHeaders(mail.attachments),
  ];
  const named = ours
    .map((text) => readVerpToken(text, config.EMAIL_BOUNCE_DOMAIN))
    .find((token) => token !== null);
  const token = named ?? fieldsOf(delivery, 'Original-Envelope-Id')[0]?.toLowerCase();
  return token ? { token, ...finding } : null;
}

/**
 * Checks that our own mail server submitted a report.
 * @param authorization the header Authorization as received
 * @throws Problem forbidden when it does not carry EMAIL_BOUNCE_SECRET, or when none is set
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

type Finding = Omit<ParsedReceipt, 'token'>;
const UNEXPLAINED: Finding = { verdict: 'failed', reason: 'smtp bounced' };

/** Each message has one recipient, and so has its report; of several, the first that failed counts. */
function readDelivery(report: string): Finding | null {
  const failed = report
    .split(/\r?\n\s*\r?\n/)
    .find((block) => fieldsOf(block, 'Action')[0]?.toLowerCase() === 'failed');
  if (failed === undefined) return null;
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fieldsOf(failed, 'Status')[0] ?? '')?.[0];
  // Many gateways report 5.0.0 and put the server's own code into the diagnostic.
  const diagnostic = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(fieldsOf(failed, 'Diagnostic-Code')[0] ?? '')?.[0];
  const code = status && !status.endsWith('.0.0') ? status : (diagnostic ?? status);
  if (!code) return UNEXPLAINED;
  const meaning = classOf(code);
  return {
    // A bare 5.x.x may be policy as well: no reason to count anything against anybody.
    verdict: meaning === 'hard' ? 'failed' : meaning,
    reason: `smtp ${code}`,
  };
}

function readComplaint(report: string): Finding | null {
  const type = fieldsOf(report, 'Feedback-Type')[0]?.toLowerCase() ?? '';
  const verdict = COMPLAINTS[type];
  return verdict ? { verdict, reason: `arf ${type}` } : null;
}

const partOf = (parts: Attachment[], type: string): string | null =>
  parts.find(({ contentType }) => contentType === type)?.content.toString('utf8') ?? null;

/** The headers of the returned message, whole or as text/rfc822-headers. */
function returnedHeaders(parts: Attachment[]): string[] {
  return parts
    .filter(({ contentType }) =>
      ['message/rfc822', 'message/rfc822-headers', 'text/rfc822-headers'].includes(contentType),
    )
    .map(({ content }) => content.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? '')
    .flatMap((headers) => fieldsOf(headers, 'Return-Path'));
}

/** The values of a field in a block of header-like lines, with folded lines joined. */
function fieldsOf(block: string | null, name: string): string[] {
  const lines = (block ?? '').replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const start = `${name.toLowerCase()}:`;
  return lines
    .filter((line) => line.toLowerCase().startsWith(start))
    .map((line) => line.slice(start.length).trim());
}
