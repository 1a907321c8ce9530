// What citizens are sent outside broadcasts, except answers: codes, and links to confirm an address, to their choices and to
// confirm a consent again. No closing lines stand under them.

import type { NoticeMessage } from '#notices';
import type { ConsentLanguage } from './consent-wording.js';

/** Values that the notices of a sign-up are filled with. */
export interface NoticeFacts {
  sender: string;
  ministry: string;
  commission: string;
  /** URL of the page on which the sign-up continues; an SMS with a code has none. */
  url: string;
  code: string;
}

/** The page in the language of the mail, whatever the browser prefers; an SMS is too short for it. */
const inEnglish = (url: string): string => `${url}?bahasa=en`;

/** Asks the owner of an e-mail address to confirm a sign-up. The wording is approved once, like the others here. */
export function confirmByEmail(
  language: ConsentLanguage,
  { sender, ministry, commission, url }: NoticeFacts,
): NoticeMessage {
  return {
    id: {
      language,
      subject: `Konfirmasi pendaftaran ${sender}`,
      text: `Seseorang, semoga Anda sendiri, mendaftarkan alamat ini untuk menerima informasi pemilu dari ${ministry} yang disahkan ${commission}.

Bila itu Anda, buka halaman ini dalam 48 jam dan tekan Konfirmasi:
${url}

Bila bukan, abaikan pesan ini: alamat ini dihapus sendiri dan tidak dikirimi apa pun.`,
    },
    en: {
      language,
      subject: `Confirm that you sign up to ${sender}`,
      text: `Somebody, we hope you, signed this address up for election information from ${ministry}, approved by ${commission}.

If it was you, open this page within 48 hours and press Confirm:
${inEnglish(url)}

If not, ignore this message: the address is deleted by itself and gets nothing.`,
    },
  }[language];
}

/** Sends the owner of a number the code to type on the page. One segment of GSM-7 if the sender's name is short. */
export function confirmBySms(language: ConsentLanguage, { sender, code }: NoticeFacts): NoticeMessage {
  const text = {
    id: `${sender}: kode pendaftaran Anda ${code}, berlaku 1 jam, hanya untuk diketik di halaman pendaftaran. Bukan Anda? Abaikan.`,
    en: `${sender}: your sign-up code is ${code}, good for 1 hour, only to be typed on the sign-up page. Not you? Ignore it.`,
  }[language];
  return { language, text };
}

/** Sends the owner of a subscribed address the link to their preferences. */
export function preferencesByEmail(language: ConsentLanguage, { sender, url }: NoticeFacts): NoticeMessage {
  return {
    id: {
      language,
      subject: `Pilihan Anda di ${sender}`,
      text: `Alamat ini terdaftar di ${sender}. Ubah wilayah, bahasa, topik, dan saluran, atau berhenti, di halaman ini:
${url}

Tautan berlaku 7 hari. Jangan teruskan: siapa pun yang membukanya dapat mengubah pilihan Anda. Bila Anda tidak memintanya, abaikan pesan ini; tidak ada yang berubah.`,
    },
    en: {
      language,
      subject: `Your choices at ${sender}`,
      text: `This address is signed up to ${sender}. Change region, language, topics and channels, or leave, on this page:
${inEnglish(url)}

The link holds for 7 days. Do not forward it: whoever opens it can change your choices. If you did not ask for it, ignore this message; nothing has changed.`,
    },
  }[language];
}

/**
 * Asks the owner of a number, a year after their consent, whether it is still valid. One segment of GSM-7 if the
 * sender's name is short.
 * @param until from then on no SMS is sent without a new consent
 */
export function reconfirmBySms(
  language: ConsentLanguage,
  { sender, url, until }: { sender: string; url: string; until: Date },
): NoticeMessage {
  const day = new Intl.DateTimeFormat('id-ID', { dateStyle: 'short', timeZone: 'Asia/Jakarta' }).format(
    until,
  );
  const text = {
    id: `${sender}: masih mau info pemilu lewat SMS di nomor ini? Tegaskan sebelum ${day}: ${url} Bila tidak, SMS berhenti sendiri.`,
    en: `${sender}: still want election SMS on this number? Say so before ${day}: ${url} If not, they stop by themselves.`,
  }[language];
  return { language, text };
}

/** The same by SMS. */
export function preferencesBySms(language: ConsentLanguage, { sender, url }: NoticeFacts): NoticeMessage {
  const text = {
    id: `${sender}: nomor ini terdaftar. Ubah pilihan atau berhenti: ${url}`,
    en: `${sender}: this number is signed up. Change or leave: ${url}`,
  }[language];
  return { language, text };
}
