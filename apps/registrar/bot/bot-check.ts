import type { TelegramUpdate } from '#channels';
import { type Config, readCode } from '#platform';
import { BOT_WORDS, type BotLanguage } from './bot-words.js';
import { inWords, type Opened, type PublicRecord, type Standing, type Verdict } from '#deliveries';

/** Of an approved text at most so much is repeated in the chat; the page has all of it. */
const MOST_TEXT = 3_000;

const WARNINGS: Partial<Record<Standing, Record<BotLanguage, string>>> = {
  doubted: { id: '⚠ Sedang diperiksa, jangan diteruskan.\n\n', en: '⚠ Under review, do not forward.\n\n' },
  stopped: {
    id: '⚠ Pengirimannya dihentikan, jangan diteruskan.\n\n',
    en: '⚠ Sending was stopped, do not forward.\n\n',
  },
  corrected: {
    id: '⚠ Pesan ini telah diralat. Jangan dipakai lagi.\n\n',
    en: '⚠ This message has been corrected. Do not rely on it.\n\n',
  },
  withdrawn: {
    id: '⚠ Pesan ini ditarik kembali. Jangan dipakai.\n\n',
    en: '⚠ This message was withdrawn. Do not rely on it.\n\n',
  },
};

/**
 * What the bot says of a code: what was approved, how it stands, and where all of it is.
 * @param opened null: nothing is known of it
 */
export function checkedAnswer(
  { COMMISSION_NAME: commission, PUBLIC_URL: root }: Pick<Config, 'COMMISSION_NAME' | 'PUBLIC_URL'>,
  typed: string,
  opened: Opened | null,
  language: BotLanguage,
): string {
  const words = BOT_WORDS[language];
  if (typed === '') return words.askCode;
  if (!opened) return words.unknownCode(commission);
  const { record, inForce, ofCopy } = opened;
  // Single copies have a code in an SMS alone: its text is what the person holds it against.
  const channel = ofCopy ? 'sms' : 'telegram';
  const warning = WARNINGS[record.standing]?.[language] ?? '';
  // Of a corrected message the correction's text is shown, and never the wrong one.
  if (inForce && inForce.publicCode !== record.publicCode)
    return words.corrected({
      warning,
      text: textOf(inForce, language, channel),
      url: `${root}/verify/${inForce.publicCode}`,
    });
  return words.checked({
    warning,
    office: record.office,
    when: whenOf(record, language),
    text: textOf(record, language, channel),
    url: `${root}/verify/${record.publicCode}`,
  });
}

/** Words from which on what somebody writes or forwards is a message to be checked, and no name of a place. */
const LEAST_WORDS = 6;

/** The text somebody wants checked; null where there is none: what follows the command, or a message that was forwarded. */
export function textToCheck(update: TelegramUpdate): string | null {
  if (update.kind === 'command' && update.command === 'cek')
    return /\s/.test(update.argument) && readCode(update.argument) === null ? update.argument : null;
  return update.kind === 'text' && update.text.split(/\s+/).length >= LEAST_WORDS ? update.text : null;
}

/** The code somebody wants checked: what follows the command, or a message that is nothing else; null where there is none. */
export function codeToCheck(update: TelegramUpdate): string | null {
  if (update.kind === 'command' && update.command === 'cek') return update.argument;
  return update.kind === 'text' && /^\s*[a-z0-9]{10}\s*$/i.test(update.text) ? update.text.trim() : null;
}

/** What the bot says of a text. */
export function verdictAnswer(
  { COMMISSION_NAME: commission, PUBLIC_URL: root }: Pick<Config, 'COMMISSION_NAME' | 'PUBLIC_URL'>,
  verdict: Verdict,
  language: BotLanguage,
): string {
  const words = BOT_WORDS[language];
  switch (verdict.kind) {
    case 'found': {
      const { answer, record, match, inForce } = verdict;
      const said = inWords(verdict, language);
      const approved = words.approved({ office: record.office, when: whenOf(record, language) });
      const parts = [
        answer === 'same' ? said.title : `⚠ ${said.title}`,
        [...said.reasons, ...(answer === 'same' ? [approved] : [])].join(' '),
        ...(said.inForce !== null && inForce
          ? [`${said.inForce}:`, `«${textOf(inForce, language, match?.channel)}»`]
          : []),
        ...(answer === 'altered' && match ? [words.differences] : []),
        `${root}/verify/${(inForce ?? record).publicCode}`,
      ];
      return parts.join('\n\n');
    }
    case 'not-found':
      return words.notFound(commission);
    case 'too-long':
      return words.tooLong;
    case 'later':
      return words.tooOften;
  }
}

const whenOf = ({ approvedAt }: PublicRecord, language: BotLanguage): string =>
  new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'full',
    timeZone: 'Asia/Jakarta',
  }).format(approvedAt);

/** @param channel of the text that somebody has; another's differs in each word */
function textOf(record: PublicRecord, language: BotLanguage, channel = 'telegram'): string {
  const inChannel = record.texts.filter((text) => text.channel === channel);
  const texts = inChannel.length > 0 ? inChannel : record.texts;
  const text = (texts.find((each) => each.language === language) ?? texts[0])?.text ?? '';
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
