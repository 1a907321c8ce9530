import { encodeWord, foldLines } from 'nodemailer/lib/mime-funcs';
import type { OutgoingMessage } from '../channel.js';
import { canonical, composeMime, printable, type MailFrom } from './mime.js';
import { RepeatingText } from './quoted-printable.js';

/**
 * Placeholders of what differs from copy to copy, in the message that a mould is made of. None of them is encoded or
 * folded.
 */
const HOLES = {
  to: 'hole-to@siar.invalid',
  subject: 'hole-subject',
  date: 'Thu, 01 Jan 1970 00:00:00 +0000',
  messageId: 'hole-message-id',
  unsubscribeUrl: 'https://siar.invalid/hole',
  text: 'hole-text',
  html: 'hole-html',
} as const;
type Hole = keyof typeof HOLES;
const IN_ORDER = new RegExp(`(?:Subject: )?(${Object.values(HOLES).map(escapeRegExp).join('|')})`);
const NAMES = new Map(Object.entries(HOLES).map(([name, value]) => [value as string, name as Hole]));

/** Maximum number of cached moulds: one for each language of each broadcast on its way. */
const MOST_MOULDS = 40;
/** Maximum length of a header line, where it can be folded (RFC 5322 §2.1.1). */
const HEADER_LINE = 76;

/** Values that go into a header unchanged; nodemailer composes all others. */
const PLAIN_ADDRESS = /^[\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const PLAIN_ID = /^[\w.-]{1,60}$/;
const PLAIN_SUBJECT = /^[ !#-~]+$/;
/** One line that is not blank, without anything that nodemailer may treat as encoded already. */
const PLAIN_LINE = /^(?!.*=\?)\P{Cc}*[^\s\p{Cc}]\P{Cc}*$/u;

/**
 * Composes the copies of broadcasts. nodemailer composes one message for each content and language, with holes where
 * copies differ; a copy fills them, which saves composing each from scratch. A message that does not fit a mould is
 * left to nodemailer. Both ways parse to the same message.
 */
export class Moulds {
  private readonly moulds = new Map<string, Promise<Mould>>();

  /** @param sender the sender of notices */
  constructor(private readonly sender: MailFrom) {}

  /** Composes like `composeMime`. */
  async compose(message: OutgoingMessage, date: Date): Promise<string> {
    const { broadcastId, language, sender = this.sender } = message;
    if (broadcastId === null || !fits(message)) return composeMime(message, sender, date);
    const mould = await this.mouldFor(broadcastId, language, sender);
    return mould.fill(message, date);
  }

  private mouldFor(broadcastId: string, language: string, sender: MailFrom): Promise<Mould> {
    const key = `${broadcastId} ${language} ${sender.address} ${sender.name}`;
    const known = this.moulds.get(key);
    if (known) return known;
    const mould = Mould.make(broadcastId, language, sender);
    this.moulds.set(key, mould);
    const [oldest] = this.moulds.keys();
    if (this.moulds.size > MOST_MOULDS && oldest !== undefined) this.moulds.delete(oldest);
    return mould;
  }
}

/** A message that fits a mould. */
type Fitting = OutgoingMessage & { subject: string; html: string; unsubscribeUrl: string };

function fits(message: OutgoingMessage): message is Fitting {
  const { subject, text, html, unsubscribeUrl, to, messageId } = message;
  return (
    unsubscribeUrl !== null &&
    text !== '' &&
    html !== undefined &&
    html !== '' &&
    subject !== undefined &&
    PLAIN_LINE.test(subject) &&
    PLAIN_ADDRESS.test(to) &&
    PLAIN_ID.test(messageId)
  );
}

/** A message with holes: literals, and a hole after each except the last. */
class Mould {
  private readonly text = new RepeatingText();
  private readonly html = new RepeatingText();
  private subject = { plain: '', header: 'Subject: ' };
  private date = { seconds: -1, header: '' };

  private constructor(
    private readonly literals: readonly string[],
    private readonly holes: readonly Hole[],
  ) {}

  static async make(broadcastId: string, language: string, sender: MailFrom): Promise<Mould> {
    const { date: _epoch, ...holes } = HOLES;
    const mime = await composeMime(
      { ...holes, broadcastId, language, token: '', verifyUrl: null, expiresAt: new Date(0) },
      sender,
      new Date(0),
    );
    const pieces = mime.split(IN_ORDER);
    const literals = pieces.filter((_, at) => at % 2 === 0);
    const found = pieces.filter((_, at) => at % 2 === 1).map((value) => NAMES.get(value) as Hole);
    if ([...found].sort().join() !== Object.keys(HOLES).sort().join())
      throw new Error(`a mould has the holes ${found.join(', ')}`);
    return new Mould(literals, found);
  }

  fill(message: Fitting, date: Date): string {
    const values: Record<Hole, string> = {
      to: message.to,
      subject: this.subjectHeader(message.subject),
      date: this.dateHeader(date),
      messageId: message.messageId,
      unsubscribeUrl: printable(message.unsubscribeUrl),
      text: this.text.encode(canonical(message.text)),
      html: this.html.encode(canonical(message.html)),
    };
    let mime = '';
    for (let at = 0; at < this.holes.length; at++)
      mime += (this.literals[at] ?? '') + values[this.holes[at] as Hole];
    return mime + (this.literals.at(-1) ?? '');
  }

  /** Most copies have the subject of the previous one. */
  private subjectHeader(subject: string): string {
    if (subject !== this.subject.plain) {
      const value = PLAIN_SUBJECT.test(subject) ? subject : encodeWord(subject, 'Q', 52);
      const header = foldLines(`Subject: ${value}`, HEADER_LINE);
      this.subject = { plain: subject, header };
    }
    return this.subject.header;
  }

  private dateHeader(date: Date): string {
    const seconds = Math.floor(date.getTime() / 1000);
    if (seconds !== this.date.seconds)
      this.date = { seconds, header: date.toUTCString().replace('GMT', '+0000') };
    return this.date.header;
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.+?^$()[\]{}|\\*]/g, '\\$&');
}
