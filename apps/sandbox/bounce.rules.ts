import { hash32 } from './faults.rules.js';

/** Reasons of a bounce: RFC 3463 status and the server's text. */
const REASONS = [
  { status: '5.1.1', diagnostic: '550 5.1.1 The email account that you tried to reach does not exist' },
  { status: '5.2.1', diagnostic: '550 5.2.1 The email account that you tried to reach is disabled' },
] as const;

/** The message that a report is about. */
export interface Bounced {
  /** The envelope sender, which receives the report. */
  from: string;
  /** The recipient of the failed delivery. */
  to: string;
  /** The header section of the message. */
  header: string;
  queueId: string;
  at: Date;
}

/** Writes the delivery status notification of a failed delivery (RFC 3464), with CRLF line ends. */
export function bounceReport({ from, to, header, queueId, at }: Bounced): string {
  const { status, diagnostic } = REASONS[hash32(to) % REASONS.length] ?? REASONS[0];
  const boundary = `${queueId}/mx.sandbox.invalid`;
  return [
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@mx.sandbox.invalid>',
    `To: <${from}>`,
    'Subject: Undelivered Mail Returned to Sender',
    `Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${queueId}.bounce@mx.sandbox.invalid>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary="${boundary}"`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=utf-8',
    '',
    "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.",
    '',
    `<${to}>: host mx.sandbox.invalid said: ${diagnostic}`,
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.sandbox.invalid',
    `X-Postfix-Queue-ID: ${queueId}`,
    `X-Postfix-Sender: rfc822; ${from}`,
    `Arrival-Date: ${at.toUTCString().replace('GMT', '+0000')}`,
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Original-Recipient: rfc822; ${to}`,
    'Action: failed',
    `Status: ${status}`,
    'Remote-MTA: dns; mx.sandbox.invalid',
    `Diagnostic-Code: smtp; ${diagnostic}`,
    '',
    `--${boundary}`,
    'Content-Description: Undelivered Message Headers',
    'Content-Type: message/rfc822-headers',
    '',
    header,
    '',
    `--${boundary}--`,
    '',
  ].join('\r\n');
}
