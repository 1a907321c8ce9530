import { LOCALES } from '#contract/lists';
import type { TelegramUpdate } from '#channels/telegram';
import type { Config } from '#platform/config';
import { readCode } from '#platform/crypto';
import { BOT_WORDS, type BotLanguage } from './bot-words.js';
import {
  chatStanding,
  IN_FORCE_HEADING,
  inPlaceOf,
  inPlaceWords,
  inWords,
  type Opened,
  type PublicRecord,
  TEXT_HEADINGS,
  type Verdict,
} from '#dispatch/verification';

/** Maximum characters of an approved text repeated in the chat; the page shows all of it. */
const MOST_TEXT = 3_000;

/**
 * The bot's answer about a code: the approved text, its standing, and the link to its page.
 * @param opened null: the code is unknown
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
  // Only SMS copies have individual codes: the person compares the SMS text.
  const channel = ofCopy ? 'sms' : 'telegram';
  const place = inPlaceOf(record, inForce);
  // Where the correction of a message holds again, it is not true that no text holds.
  const warning = chatStanding(place === 'again' ? 'corrected' : record.standing, language);
  const more = place === 'same' || place === 'none' ? `${inPlaceWords(place, language)}\n\n` : '';
  // A corrected message shows the correction's text, never the wrong one.
  if (inForce && inForce.publicCode !== record.publicCode)
    return words.headed({
      heading: IN_FORCE_HEADING[language],
      warning: `${warning}${more}`,
      text: textOf(inForce, language, channel),
      url: `${root}/verify/${inForce.publicCode}`,
    });
  const shown = {
    warning: `${warning}${more}`,
    text: textOf(record, language, channel),
    url: `${root}/verify/${record.publicCode}`,
  };
  // "Approved by" above a withdrawn text would be passed on as its approval.
  if (record.standing === 'withdrawn' || record.standing === 'wrong')
    return words.headed({ ...shown, heading: TEXT_HEADINGS[record.standing][language] });
  return words.checked({ ...shown, office: record.office, when: whenOf(record, language) });
}

/**
 * The answer about a code where each character is paid for: its standing, who approved it, and the page that has the
 * text. The signs of warning would make an SMS twice as long.
 */
export function shortAnswer(
  config: Pick<Config, 'COMMISSION_NAME' | 'PUBLIC_URL'>,
  typed: string,
  opened: Opened | null,
  language: BotLanguage,
): string {
  const words = BOT_WORDS[language];
  if (!opened || typed === '') return words.unknownCode(config.COMMISSION_NAME);
  const { record, inForce } = opened;
  const isFalse = record.standing === 'withdrawn' || record.standing === 'wrong';
  const said = [
    chatStanding(record.standing, language).replace(/^⚠ /, '').trim(),
    isFalse ? '' : words.approved({ office: record.office, when: whenOf(record, language) }),
    `${config.PUBLIC_URL}/verify/${(inForce ?? record).publicCode}`,
  ];
  return said.filter((part) => part !== '').join(' ');
}

/** From this number of words on, a written or forwarded message is a text to check and not a place name. */
const LEAST_WORDS = 6;

/** The text to check: the command's argument, or a forwarded message; null if there is none. */
export function textToCheck(update: TelegramUpdate): string | null {
  if (update.kind === 'command' && update.command === 'cek')
    return /\s/.test(update.argument) && readCode(update.argument) === null ? update.argument : null;
  return update.kind === 'text' && update.text.split(/\s+/).length >= LEAST_WORDS ? update.text : null;
}

/** The code to check: the command's argument, or a message that is a code only; null if there is none. */
export function codeToCheck(update: TelegramUpdate): string | null {
  if (update.kind === 'command' && update.command === 'cek') return update.argument;
  return update.kind === 'text' && /^\s*[a-z0-9]{10}\s*$/i.test(update.text) ? update.text.trim() : null;
}

/** The bot's answer about a text. */
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
  new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'full',
    timeZone: 'Asia/Jakarta',
  }).format(approvedAt);

/** @param channel of the text to compare; texts of other channels differ in their words */
function textOf(record: PublicRecord, language: BotLanguage, channel = 'telegram'): string {
  const inChannel = record.texts.filter((text) => text.channel === channel);
  const texts = inChannel.length > 0 ? inChannel : record.texts;
  const text = (texts.find((each) => each.language === language) ?? texts[0])?.text ?? '';
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}
