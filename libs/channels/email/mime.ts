import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingMessage } from '../channel.js';

/** Who a message says it is from. */
export interface Sender {
  /** Shown beside the address. */
  name: string;
  /** The From address; its domain is that of the Message-ID too. */
  address: string;
}

/** Gmail's Feedback-ID wants a constant identifier of the sender, 5 to 15 characters, as its last field. */
const FEEDBACK_SENDER = 'siar-mail';

/**
 * Composes the whole message, ready for the wire but for dot-stuffing: lines end in CRLF and hold ASCII only.
 *
 * Both bodies are quoted-printable whatever they hold: left to choose, the composer would send long ASCII lines as
 * format=flowed, and what arrives would not be, character for character, what was approved.
 * @param date what the Date header says
 */
export async function composeMime(message: OutgoingMessage, sender: Sender, date: Date): Promise<string> {
  const domain = sender.address.slice(sender.address.lastIndexOf('@') + 1);
  const composed = new MailComposer({
    from: { name: sender.name, address: sender.address },
    to: { name: '', address: message.to },
    subject: message.subject ?? '',
    date,
    messageId: `<${message.messageId}@${domain}>`,
    text: canonical(message.text),
    ...(message.html === undefined ? {} : { html: canonical(message.html) }),
    encoding: 'quoted-printable',
    newline: 'win',
    headers: headers(message),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return (await composed.compile().build()).toString('latin1');
}

/** What RFC 8058 (one-click), RFC 3834 (no auto-replies) and bulk practice ask for beyond the ordinary headers. */
function headers({
  language,
  unsubscribeUrl,
  broadcastId,
}: OutgoingMessage): { key: string; value: Prepared }[] {
  return [
    ...header('Content-Language', language),
    ...header('Auto-Submitted', 'auto-generated'),
    ...(unsubscribeUrl === null
      ? []
      : [
          ...header('List-Unsubscribe', `<${unsubscribeUrl}>`),
          ...header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
        ]),
    ...(broadcastId === null
      ? []
      : [
          ...header('Precedence', 'bulk'),
          ...header('X-Siar-Broadcast', broadcastId),
          ...header('Feedback-ID', `${broadcastId}:${language}:broadcast:${FEEDBACK_SENDER}`),
        ]),
  ];
}

interface Prepared {
  prepared: true;
  value: string;
}

/** Never folded: a mail program may look for the address of a one-click unsubscription in one line. */
const header = (key: string, value: string): { key: string; value: Prepared }[] => [
  { key, value: { prepared: true, value: printable(value) } },
];

/** A value fit for a header: printable ASCII, in one line. */
export const printable = (value: string): string => value.replace(/[^\x20-\x7e]/g, '');

/** MIME knows CRLF only; the composer makes that of LF. */
export const canonical = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
