import { differs, type Grave, type Piece } from '#broadcasts';
import type { Verdict } from './text-check.js';
import { type Answer, type Fallen, fallen } from './verdict.rules.js';

/** The languages in which citizens are answered. */
type Language = 'id' | 'en';
type Found = Extract<Verdict, { kind: 'found' }>;

interface Words {
  /** The answer itself. */
  title: Record<Answer, string>;
  why: Record<Answer, string>;
  /** Of a text that was altered, about the one that it was made from. */
  alsoNot: Record<Fallen, string>;
  /** What was altered. */
  grave: Record<Grave, string>;
  /** A code of another text came with it. */
  strange: string;
  /** Nothing in it is like the text that its code belongs to. */
  foreign: string;
  unsettled: string;
  /** Over the text that holds: the approved one, or the correction. */
  official: string;
  correction: string;
}

const WORDS: Record<Language, Words> = {
  id: {
    title: {
      altered: 'DIUBAH – JANGAN PERCAYA',
      withdrawn: 'DITARIK KEMBALI – JANGAN DIPAKAI',
      corrected: 'SUDAH DIRALAT – JANGAN DIPAKAI',
      doubted: 'SEDANG DIPERIKSA – JANGAN DITERUSKAN',
      stopped: 'DIHENTIKAN – JANGAN DITERUSKAN',
      same: 'SAMA PERSIS',
    },
    why: {
      altered:
        'Teks ini mirip dengan teks yang disahkan, tetapi tidak sama. Jangan ikuti dan jangan teruskan.',
      withdrawn:
        'Teks ini pernah disahkan, lalu ditarik kembali. Isinya tidak berlaku lagi. Jangan teruskan.',
      corrected: 'Teks ini pernah disahkan, lalu diralat. Isinya tidak berlaku lagi. Jangan teruskan.',
      doubted: 'Teks ini pernah disahkan, tetapi isinya sedang ditinjau kembali. Periksa lagi nanti.',
      stopped:
        'Teks ini pernah disahkan, tetapi pengirimannya dihentikan. Sebagian orang sudah menerimanya sebelum itu.',
      same: 'Setiap kata, angka, tanggal, dan tautan sama dengan teks yang disahkan.',
    },
    alsoNot: {
      withdrawn: 'Teks aslinya pun sudah ditarik kembali.',
      corrected: 'Teks aslinya pun sudah diralat.',
      doubted: 'Teks aslinya pun sedang ditinjau kembali.',
      stopped: 'Pengiriman teks aslinya pun sudah dihentikan.',
    },
    grave: { link: 'Tautannya diubah.', number: 'Angkanya diubah.', date: 'Tanggalnya diubah.' },
    strange: 'Kode dalam atau bersama teks ini bukan kode teks itu.',
    foreign: 'Kode ini milik pesan resmi yang isinya lain sama sekali. Kode saja bukan bukti.',
    unsettled: 'Ralatnya sendiri sedang ditinjau. Periksa lagi nanti.',
    official: 'Teks yang disahkan',
    correction: 'Yang berlaku: ralatnya',
  },
  en: {
    title: {
      altered: 'CHANGED – DO NOT TRUST',
      withdrawn: 'WITHDRAWN – DO NOT RELY ON IT',
      corrected: 'CORRECTED – DO NOT RELY ON IT',
      doubted: 'UNDER REVIEW – DO NOT FORWARD',
      stopped: 'STOPPED – DO NOT FORWARD',
      same: 'EXACTLY THE SAME',
    },
    why: {
      altered: 'This text is like an approved one but not the same. Do not follow it, do not forward it.',
      withdrawn: 'This text was approved, then withdrawn. What it says holds no longer. Do not forward it.',
      corrected: 'This text was approved, then corrected. What it says holds no longer. Do not forward it.',
      doubted: 'This text was approved, but what it says is being looked at again. Check again later.',
      stopped: 'This text was approved, but sending it was stopped. Some people had received it before that.',
      same: 'Every word, number, date and link is the same as in the approved text.',
    },
    alsoNot: {
      withdrawn: 'The original text was withdrawn too.',
      corrected: 'The original text was corrected too.',
      doubted: 'The original text is under review too.',
      stopped: 'Sending of the original text was stopped too.',
    },
    grave: { link: 'A link was changed.', number: 'A number was changed.', date: 'A date was changed.' },
    strange: 'The code in it or with it is not the code of that text.',
    foreign: 'This code belongs to an official message that says something else. A code alone is no proof.',
    unsettled: 'The correction itself is under review. Check again later.',
    official: 'The approved text',
    correction: 'What holds: the correction',
  },
};

/** What is said of a text, in words. */
interface Said {
  title: string;
  /** Why, in sentences: what was altered first. */
  reasons: string[];
  /** The heading over the text that holds in its place; null where nothing does, or it does itself. */
  inForce: string | null;
}

/** Puts an answer into words: the same on the public pages and in the chat. */
export function inWords({ answer, record, match, strangeCode, inForce }: Found, language: Language): Said {
  const words = WORDS[language];
  const { standing } = record;
  const original = fallen(standing);
  const reasons =
    answer === 'altered'
      ? [
          ...(match ? gravest(match.pieces).map((grave) => words.grave[grave]) : [words.foreign]),
          ...(match && strangeCode ? [words.strange] : []),
          ...(match ? [words.why.altered] : []),
          ...(original ? [words.alsoNot[original]] : []),
        ]
      : [words.why[answer]];
  if (standing === 'corrected' && !inForce) reasons.push(words.unsettled);
  const heading = inForce?.publicCode === record.publicCode ? words.official : words.correction;
  return {
    title: words.title[answer],
    reasons,
    inForce: answer === 'same' || !inForce ? null : heading,
  };
}

const gravest = (pieces: readonly Piece[]): Grave[] =>
  (['link', 'number', 'date'] as const).filter((grave) =>
    pieces.some((piece) => differs(piece) && piece.grave === grave),
  );
