import MailComposer from 'nodemailer/lib/mail-composer';
import type { OutgoingMessage } from '../channel.js';

/** The sender of a message. */
export interface MailFrom {
  /** The display name. */
  name: string;
  /** The From address; the Message-ID has its domain. */
  address: string;
}

/** Gmail's Feedback-ID requires a constant identifier of the sender, 5 to 15 characters, as its last field. */
const FEEDBACK_SENDER = 'siar-mail';

/**
 * Composes the whole message, ready for the wire except for dot-stuffing: ASCII, in lines that end in CRLF.
 *
 * Both bodies are always quoted-printable. Otherwise the composer would send long ASCII lines as format=flowed, and the
 * delivered text would not be, character for character, the approved one.
 * @param date value of the Date header
 */
export async function composeMime(message: OutgoingMessage, sender: MailFrom, date: Date): Promise<string> {
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

/** Headers that RFC 8058 (one-click), RFC 3834 (no auto-replies) and bulk practice require beyond the ordinary ones. */
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

/** Returns a value as a header can hold it: printable ASCII, in one line. */
export const printable = (value: string): string => value.replace(/[^\x20-\x7e]/g, '');

/** MIME allows CRLF only; the composer makes it of LF. */
export const canonical = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
