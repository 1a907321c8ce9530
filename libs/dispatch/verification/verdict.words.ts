import { differs, type Grave, type Lack, type Piece } from '#broadcasts/verification';
import type { Verdict } from './pasted-text.js';
import { IN_FORCE_HEADING } from './standing.words.js';
import { type Answer, type Fallen, fallen, type InPlace, inPlaceOf } from './verdict.rules.js';

/** The languages in which citizens are answered. */
type Language = 'id' | 'en';
type Found = Extract<Verdict, { kind: 'found' }>;

interface Words {
  /** The answer itself. */
  title: Record<Answer, string>;
  why: Record<Answer, string>;
  /** For an altered text: the standing of the text it was made from. */
  alsoNot: Record<Fallen, string>;
  /** Instead of the reason, where the same text, or that of its correction, holds in another message. */
  held: Record<'same' | 'again', string>;
  /** What was altered. */
  grave: Record<Grave, string>;
  /** What is missing without a replacement. */
  gone: Record<Grave, string>;
  /** The only thing missing from an incomplete text. */
  lacks: Record<Lack, string>;
  /** A code of another text came with it. */
  strange: string;
  /** Nothing in it is similar to the text its code belongs to. */
  foreign: string;
  inPlace: Record<InPlace, string>;
  /** For a text that no longer holds: another message has the same text. */
  twin: string;
  /** For a text that expired before it was sent. */
  unsent: string;
  /** For a text of which nothing was sent yet. */
  scheduled: string;
  /** The heading over the text in force where it is the approved one itself. */
  official: string;
}

const WORDS: Record<Language, Words> = {
  id: {
    title: {
      altered: 'DIUBAH – JANGAN PERCAYA',
      incomplete: 'TIDAK LENGKAP – BACA TEKS LENGKAPNYA',
      withdrawn: 'DITARIK KEMBALI – JANGAN DIPAKAI',
      corrected: 'SUDAH DIRALAT – JANGAN DIPAKAI',
      wrong: 'KELIRU – JANGAN DIPAKAI',
      doubted: 'SEDANG DIPERIKSA – JANGAN DITERUSKAN',
      stopped: 'DIHENTIKAN – JANGAN DITERUSKAN',
      same: 'SAMA PERSIS',
    },
    why: {
      altered:
        'Teks ini mirip dengan teks yang disahkan, tetapi tidak sama. Jangan ikuti dan jangan teruskan.',
      incomplete: 'Yang tertulis sama dengan teks yang disahkan, tetapi tidak seluruhnya ada.',
      withdrawn:
        'Teks ini pernah disahkan, lalu ditarik kembali. Isinya tidak berlaku lagi. Jangan teruskan.',
      corrected: 'Teks ini pernah disahkan, lalu diralat. Isinya tidak berlaku lagi. Jangan teruskan.',
      wrong:
        'Teks ini pernah disahkan, tetapi isinya keliru. Ralatnya ditarik kembali: saat ini tidak ada teks yang berlaku. Jangan teruskan.',
      doubted: 'Teks ini pernah disahkan, tetapi isinya sedang ditinjau kembali. Periksa lagi nanti.',
      stopped:
        'Teks ini pernah disahkan, tetapi pengirimannya dihentikan. Sebagian orang mungkin sudah menerimanya sebelum itu.',
      same: 'Setiap kata, angka, tanggal, dan tautan sama dengan teks yang disahkan.',
    },
    alsoNot: {
      withdrawn: 'Teks aslinya pun sudah ditarik kembali.',
      corrected: 'Teks aslinya pun sudah diralat.',
      wrong: 'Teks aslinya pun keliru, dan ralatnya ditarik kembali.',
      doubted: 'Teks aslinya pun sedang ditinjau kembali.',
      stopped: 'Pengiriman teks aslinya pun sudah dihentikan.',
    },
    held: {
      same: 'Teks ini pernah disahkan, tetapi pesan ini tidak dipakai lagi.',
      again: 'Teks ini pernah disahkan, tetapi isinya keliru. Jangan teruskan.',
    },
    grave: { link: 'Tautannya diubah.', number: 'Angkanya diubah.', date: 'Tanggalnya diubah.' },
    gone: {
      link: 'Ada tautan yang tidak ada lagi.',
      number: 'Ada angka yang tidak ada lagi.',
      date: 'Ada tanggal yang tidak ada lagi.',
    },
    lacks: {
      greeting: 'Salam pembukanya tidak ada.',
      paragraphs: 'Bagian akhirnya tidak ada; tanpa itu artinya dapat lain.',
      closing: 'Baris penutupnya tidak ada.',
      'closing-part': 'Sebagian baris penutupnya tidak ada.',
    },
    strange: 'Kode dalam atau bersama teks ini bukan kode teks itu.',
    foreign: 'Kode ini milik pesan resmi yang isinya lain sama sekali. Kode saja bukan bukti.',
    inPlace: {
      unsettled: 'Ralatnya sendiri belum dapat diandalkan. Periksa lagi nanti.',
      same: 'Teks yang sama berlaku sebagai ralat, dalam pesan lain: yang itu dapat dipakai.',
      again: 'Ralatnya pernah ditarik kembali, tetapi teksnya dinyatakan benar: ralat itulah yang berlaku.',
      newer: 'Yang berlaku adalah ralat yang lain.',
      none: 'Saat ini tidak ada teks yang berlaku. Periksa lagi nanti.',
    },
    twin: 'Teks yang sama juga ada dalam pesan lain yang masih berlaku. Kode pada pesan Anda menunjukkan yang mana: periksa kodenya.',
    scheduled: 'Pengiriman pesan ini belum dimulai: belum ada yang menerimanya dari kami.',
    unsent: 'Waktu pengiriman pesan ini habis: tidak ada yang menerimanya dari kami.',
    official: 'Teks yang disahkan',
  },
  en: {
    title: {
      altered: 'CHANGED – DO NOT TRUST',
      incomplete: 'INCOMPLETE – READ THE WHOLE TEXT',
      withdrawn: 'WITHDRAWN – DO NOT RELY ON IT',
      corrected: 'CORRECTED – DO NOT RELY ON IT',
      wrong: 'WRONG – DO NOT RELY ON IT',
      doubted: 'UNDER REVIEW – DO NOT FORWARD',
      stopped: 'STOPPED – DO NOT FORWARD',
      same: 'EXACTLY THE SAME',
    },
    why: {
      altered: 'This text is like an approved one but not the same. Do not follow it, do not forward it.',
      incomplete: 'What is there is the same as in the approved text, but not all of that is there.',
      withdrawn: 'This text was approved, then withdrawn. What it says holds no longer. Do not forward it.',
      corrected: 'This text was approved, then corrected. What it says holds no longer. Do not forward it.',
      wrong:
        'This text was approved, but what it says is wrong. Its correction was withdrawn: no text of it holds now. Do not forward it.',
      doubted: 'This text was approved, but what it says is being looked at again. Check again later.',
      stopped:
        'This text was approved, but sending it was stopped. Some people may have received it before that.',
      same: 'Every word, number, date and link is the same as in the approved text.',
    },
    alsoNot: {
      withdrawn: 'The original text was withdrawn too.',
      corrected: 'The original text was corrected too.',
      wrong: 'The original text is wrong too, and its correction was withdrawn.',
      doubted: 'The original text is under review too.',
      stopped: 'Sending of the original text was stopped too.',
    },
    held: {
      same: 'This text was approved, but this message is not used any more.',
      again: 'This text was approved, but what it says is wrong. Do not forward it.',
    },
    grave: { link: 'A link was changed.', number: 'A number was changed.', date: 'A date was changed.' },
    gone: { link: 'A link is missing.', number: 'A number is missing.', date: 'A date is missing.' },
    lacks: {
      greeting: 'Its greeting is missing.',
      paragraphs: 'Its last part is missing; without it the text may mean something else.',
      closing: 'Its closing lines are missing.',
      'closing-part': 'Some of its closing lines are missing.',
    },
    strange: 'The code in it or with it is not the code of that text.',
    foreign: 'This code belongs to an official message that says something else. A code alone is no proof.',
    inPlace: {
      unsettled: 'The correction itself cannot be relied on yet. Check again later.',
      same: 'The same text holds as a correction, in another message: that one may be relied on.',
      again:
        'Its correction was withdrawn, but the text of that was found right: that correction is what holds.',
      newer: 'What holds is another correction.',
      none: 'No text of it holds now. Check again later.',
    },
    twin: 'The same text is also in another message, which still holds. The code in your message says which one it is: check the code.',
    scheduled: 'Sending of this message has not begun: nobody has got it from us yet.',
    unsent: 'The time of this message ran out: nobody got it from us.',
    official: 'The approved text',
  },
};

/** What is in force in place of a text, in words: the same everywhere. */
export const inPlaceWords = (place: InPlace, language: Language): string => WORDS[language].inPlace[place];

/** The answer about a text, in words. */
interface Said {
  title: string;
  /** The reasons, as sentences: what was altered comes first. */
  reasons: string[];
  /** The heading over the text in force; null when there is none, or the text is itself in force. */
  inForce: string | null;
}

/** Puts an answer into words: the same on the public pages and in the chat. */
export function inWords(
  { answer, record, match, strangeCode, inForce, twin }: Found,
  language: Language,
): Said {
  const words = WORDS[language];
  const { standing } = record;
  const original = fallen(standing);
  const place = inPlaceOf(record, inForce);
  const reasons =
    answer === 'altered'
      ? [
          ...(match ? gravest(match.pieces, words) : [words.foreign]),
          ...(match && strangeCode ? [words.strange] : []),
          ...(match ? [words.why.altered] : []),
          ...(original ? [words.alsoNot[original]] : []),
        ]
      : [
          // What holds in another message is not said to hold nowhere.
          place === 'same' || place === 'again' ? words.held[place] : words.why[answer],
          ...(answer === 'incomplete' && match ? match.lacks.map((lack) => words.lacks[lack]) : []),
        ];
  if (standing === 'unsent' || standing === 'scheduled') reasons.push(words[standing]);
  if (place) reasons.push(words.inPlace[place]);
  if (twin !== null && answer !== 'altered') reasons.push(words.twin);
  const heading = inForce?.publicCode === record.publicCode ? words.official : IN_FORCE_HEADING[language];
  return {
    title: words.title[answer],
    reasons,
    inForce: answer === 'same' || !inForce ? null : heading,
  };
}

/** The altered parts that fraud uses, the most serious first: changed, or missing without a replacement. */
const gravest = (pieces: readonly Piece[], words: Words): string[] =>
  (['link', 'number', 'date'] as const).flatMap((grave) => {
    const kinds = pieces.filter((piece) => differs(piece) && piece.grave === grave).map(({ kind }) => kind);
    if (kinds.length === 0) return [];
    return [kinds.includes('added') ? words.grave[grave] : words.gone[grave]];
  });
