import type { Fallen, Standing } from './verdict.rules.js';

// Every word that a citizen reads about a message's standing: on its public page, in the list and the feed, and in the
// bot. What is said of a text that somebody pastes stands beside it, in verdict.words.ts. Staff are told the first
// sentence word for word (`citizensRead` in the console's words): test/console/chain.spec.ts compares them.

/** The languages in which citizens are answered. */
type Language = 'id' | 'en';

interface StandingWords extends Record<Language, readonly [what: string, more: string]> {
  tone: 'good' | 'doubt' | 'bad';
  /** The bot's words where they are not a warning of the first sentence. */
  chat?: Record<Language, string>;
}

/** The standing of a message: a sentence that says it, and one that follows from it. */
export const STANDING_WORDS: Readonly<Record<Standing, StandingWords>> = {
  scheduled: {
    tone: 'good',
    id: ['Teks di bawah telah disahkan.', 'Pengirimannya belum dimulai.'],
    en: ['The text below was approved.', 'Sending has not begun yet.'],
    chat: {
      id: 'Pengirimannya belum dimulai: belum ada yang menerimanya dari kami.',
      en: 'Sending has not begun: nobody has got it from us yet.',
    },
  },
  sending: {
    tone: 'good',
    id: ['Teks di bawah telah disahkan.', 'Pengirimannya sedang berjalan.'],
    en: ['The text below was approved.', 'It is being sent.'],
  },
  sent: {
    tone: 'good',
    id: ['Teks di bawah telah disahkan.', 'Pengirimannya sudah selesai.'],
    en: ['The text below was approved.', 'Sending is complete.'],
  },
  partly: {
    tone: 'good',
    id: [
      'Teks di bawah telah disahkan.',
      'Waktu pengirimannya habis {{when}}: sebagian penerima tidak mendapatkannya.',
    ],
    en: [
      'The text below was approved.',
      'Its time ran out on {{when}}: some of those it was meant for did not get it.',
    ],
  },
  unsent: {
    tone: 'doubt',
    id: [
      'Waktu pengirimannya habis: tidak ada yang menerimanya dari kami.',
      'Teks di bawah telah disahkan, tetapi tidak sempat dikirim sebelum {{when}}.',
    ],
    en: [
      'Its time ran out: nobody got it from us.',
      'The text below was approved, but could not be sent before {{when}}.',
    ],
  },
  held: {
    tone: 'good',
    id: ['Teks di bawah telah disahkan.', 'Pengirimannya sedang ditahan.'],
    en: ['The text below was approved.', 'Sending is on hold at present.'],
  },
  doubted: {
    tone: 'doubt',
    id: [
      'Sedang diperiksa, jangan diteruskan.',
      'Isi pesan ini sedang ditinjau kembali. Buka halaman ini lagi nanti.',
    ],
    en: [
      'Under review, do not forward.',
      'The content of this message is being looked at again. Come back to this page later.',
    ],
  },
  stopped: {
    tone: 'doubt',
    id: [
      'Pengiriman pesan ini dihentikan, jangan diteruskan.',
      'Sebagian orang mungkin sudah menerimanya sebelum dihentikan.',
    ],
    en: [
      'Sending of this message was stopped, do not forward.',
      'Some people may have received it before that.',
    ],
  },
  corrected: {
    tone: 'bad',
    id: ['Pesan ini telah diralat. Jangan dipakai lagi.', 'Yang berlaku adalah ralatnya.'],
    en: ['This message has been corrected. Do not rely on it.', 'The correction is what holds.'],
  },
  wrong: {
    tone: 'bad',
    id: [
      'Pesan ini keliru. Jangan dipakai, jangan diteruskan.',
      'Ralatnya ditarik kembali: saat ini tidak ada teks yang berlaku. Buka halaman ini lagi nanti.',
    ],
    en: [
      'This message is wrong. Do not rely on it, do not forward it.',
      'Its correction was withdrawn: no text of it holds now. Come back to this page later.',
    ],
    chat: {
      id: 'Pesan ini keliru. Jangan dipakai, jangan diteruskan: ralatnya ditarik kembali, dan saat ini tidak ada teks yang berlaku.',
      en: 'This message is wrong. Do not rely on it, do not forward it: its correction was withdrawn, and no text of it holds now.',
    },
  },
  withdrawn: {
    tone: 'bad',
    id: ['Pesan ini ditarik kembali. Jangan dipakai, jangan diteruskan.', 'Isinya tidak berlaku lagi.'],
    en: [
      'This message was withdrawn. Do not rely on it, do not forward it.',
      'What it says holds no longer.',
    ],
  },
};

/** The heading over a text that may not be relied on. */
export const TEXT_HEADINGS: Readonly<Record<Fallen, Readonly<Record<Language, string>>>> = {
  corrected: {
    id: 'Teks lama, sudah diralat: jangan dipakai',
    en: 'The old text, corrected since: do not rely on it',
  },
  wrong: {
    id: 'Teks lama: jangan dipakai',
    en: 'The old text: do not rely on it',
  },
  doubted: {
    id: 'Teks yang sedang diperiksa: jangan diteruskan',
    en: 'The text under review: do not forward it',
  },
  stopped: {
    id: 'Teks yang pengirimannya dihentikan: jangan diteruskan',
    en: 'The text whose sending was stopped: do not forward it',
  },
  withdrawn: {
    id: 'Teks yang ditarik kembali: jangan dipakai',
    en: 'The withdrawn text: do not rely on it',
  },
};

/** The heading over the text that holds instead. */
export const IN_FORCE_HEADING: Readonly<Record<Language, string>> = {
  id: 'Yang berlaku: ralatnya',
  en: 'What holds: the correction',
};

/** The bot's line about a standing, above the text; empty where nothing needs to be said. */
export function chatStanding(standing: Standing, language: Language): string {
  const { tone, chat, [language]: said } = STANDING_WORDS[standing];
  const warned = tone === 'good' ? null : said[0];
  const line = chat?.[language] ?? warned;
  if (line === null) return '';
  return `${tone === 'good' ? '' : '⚠ '}${line}\n\n`;
}
