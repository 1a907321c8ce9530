import type { Config } from '#platform';
import { BOT_WORDS, type BotLanguage } from './bot-words.js';
import type { Opened, Standing } from '#deliveries';

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
  const { record } = opened;
  const inChannel = record.texts.filter(({ channel }) => channel === 'telegram');
  const texts = inChannel.length > 0 ? inChannel : record.texts;
  const text = (texts.find((each) => each.language === language) ?? texts[0])?.text ?? '';
  const when = new Intl.DateTimeFormat(language === 'id' ? 'id-ID' : 'en-GB', {
    dateStyle: 'full',
    timeZone: 'Asia/Jakarta',
  }).format(record.approvedAt);
  return words.checked({
    warning: WARNINGS[record.standing]?.[language] ?? '',
    office: record.office,
    when,
    text: text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text,
    url: `${root}/verify/${record.publicCode}`,
  });
}
