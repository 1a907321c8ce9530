import { grammarOf } from './read-facts.rules.js';

const EDGE = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])';
const anyOf = (words: string): RegExp => new RegExp(`${EDGE}(?:${words})${END}`, 'iu');

/** Names of the day. */
const DAY = {
  id: 'hari\\s+(?:pemungutan\\s+suara|pemilihan|pemilu)|(?:pen)?coblosan',
  en: '(?:polling|election|voting)\\s+day|day\\s+of\\s+voting',
};
const NAMES_DAY = { id: anyOf(DAY.id), en: anyOf(DAY.en) };
/** Words that say that people vote. */
const VOTING = {
  id: anyOf(
    `${DAY.id}|pemungutan\\s+suara|(?:men)?coblos|nyoblos|(?:kita|anda|kamu)\\s+memilih|TPS\\s+(?:anda\\s+|kita\\s+)?(?:di|mem)?buka|memberikan\\s+suara`,
  ),
  en: anyOf(
    `${DAY.en}|voting\\s+(?:is|begins|starts|takes\\s+place)|(?:we|you|go(?:es)?\\s+to)\\s+vote|vote|polls\\s+(?:are\\s+|will\\s+be\\s+)?open|polling\\s+stations?\\s+(?:is\\s+|are\\s+|will\\s+be\\s+)?opens?`,
  ),
};
/** The place to vote, in either language: a day or an hour beside it is probably one of polling. */
const PLACE = anyOf('TPS|polling\\s+(?:stations?|places?)|polls');
/** Words of what else may be done or begin on that day, of spans, and of a denial: then the day may not be that of voting. */
const ELSE = {
  id: anyOf(
    'cek|periksa|lihat|cari|temukan|pastikan|ingat(?:kan)?|mengingatkan|pindah|(?:ter|men)?daftar|pendaftaran|(?:meng)?urus|unduh|tenang|mulai|dimulai|sampai|hingga|sejak|sebelum|sesudah|setelah|menjelang|menuju|lagi|hasil|(?:peng)?hitung(?:an)?|rekapitulasi|kampanye|(?:ter)?akhir|tenggat|batas|simulasi|latihan|pelajari|cara|tata\\s+cara|undangan|petugas|tanya(?:kan)?|bagikan|baca|tonton|kunjungi|hubungi|kirim|tulis|ikuti?|ajak|siapkan|persiapkan|persiapan|rencanakan|sosialisasi|debat|pendidikan|acara|kantor|rapat|webinar|diskusi|bukan|tidak|belum|batal|ditunda|tentang|soal|jadwal',
  ),
  en: anyOf(
    'check|find|see|look|learn|how|where|make\\s+sure|remember|remind(?:er|ers|s)?|mov(?:e|ed|ing)|register(?:ed|ing)?|registration|apply|request|download|quiet|from|until|till|since|before|after|ahead|more|results?|count(?:s|ed|ing)?|campaign(?:s|ing)?|last|deadline|drill|simulation|officers?|ask|tell|share|read|watch|visit|call|send|write|join|volunteer|invite|plan|prepare|debate|meeting|office|not|no|never|postponed|cancelled|about|schedule',
  ),
};
/** Hours, with the words that lead to them: “sampai 13.00” is no span of days. */
const HOURS = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(?:dari|mulai|sejak|sampai(?:\s+dengan)?|hingga|from|until|till|to)\s+)?` +
    String.raw`(?:(?:pukul|jam|at)\s+\d{1,2}(?:[.:]\d{2})?|\d{1,2}[.:]\d{2}|\d{1,2}(?=\s?[ap]\.?m))(?![.:]?\d)` +
    String.raw`(?:\s?(?:[ap]\.?m|pagi|siang|sore|WIB|WITA|WIT|waktu\s+setempat|local\s+time)(?![\p{L}\p{N}]))?`,
  'giu',
);
/** Ends of a part of a sentence; a full stop or a colon within an hour is none. */
const ENDS = /[!?;\n()–—]|[.,:](?!\d)/gu;
const DIGITS_OF_A_DATE =
  /\d{1,2}(?:st|nd|rd|th)?\s+\p{L}{3,}|\p{L}{3,}\s+\d{1,2}(?:,|\s)\s*\d{4}|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}/u;

/**
 * Whether a text says that people vote on the day that these words name, as “besok hari pemungutan suara” or “Pemungutan
 * suara: Rabu, 14 Februari” does. Looks at the part of the sentence alone, with what leads to it by a colon, and at the
 * next one where it is nothing else (“Besok, hari pemungutan suara”). Misses some rather than calling “check your polling
 * station today” an error.
 * @param start of the words that name the day, in UTF-16 units
 */
export function saysVotingOn(
  { text, language }: { text: string; language: string },
  { start, quote }: { start: number; quote: string },
): boolean {
  const ends = [...text.matchAll(ENDS)].map(({ index }) => index);
  const before = ends.filter((end) => end < start);
  const last = before.at(-1) ?? -1;
  const from = (text[last] === ':' ? (before.at(-2) ?? -1) : last) + 1;
  const after = ends.filter((end) => end >= start + quote.length);
  const part = text.slice(from, after[0] ?? text.length);
  const alone = part.trim() === quote && after[0] !== undefined && text[after[0]] !== '\n';
  const to = (alone ? after[1] : after[0]) ?? text.length;
  // The day itself may be a date; another date beside it may be the one of voting.
  const said = `${text.slice(from, start)} ${text.slice(start + quote.length, to)}`.replace(HOURS, ' ');
  const grammar = grammarOf(language);
  return VOTING[grammar].test(said) && !ELSE[grammar].test(said) && !DIGITS_OF_A_DATE.test(said);
}

/** A text in its language, subject and body together. */
export interface Told {
  text: string;
  language: string;
}

/** Whether a text names the day on which people vote, on whichever date. */
export const namesVotingDay = ({ text, language }: Told): boolean =>
  NAMES_DAY[grammarOf(language)].test(text);

/** Whether a text speaks of voting, or of the place to vote. */
export const speaksOfVoting = ({ text, language }: Told): boolean =>
  VOTING[grammarOf(language)].test(text) || PLACE.test(text);
