import type { ChannelName } from '#channels';
import type { CitizenNotice } from '#notices';
import type { ConsentLanguage } from '../joining/consent-wording.js';
import type { HeldAddress } from './held.js';

/** Acts in a person's trail, in words. A spec compares them with the acts that the code records. */
export const ACTS: Record<string, Record<ConsentLanguage, string>> = {
  'contact.join': { id: 'mendaftar', en: 'signed up' },
  'contact.return': { id: 'kembali setelah berhenti', en: 'came back after leaving' },
  'contact.change': { id: 'data diubah', en: 'data changed' },
  'contact.access': { id: 'data dibuka atau diunduh', en: 'data opened or downloaded' },
  'contact.restrict': { id: 'pengiriman dibatasi', en: 'sending restricted' },
  'contact.lift': { id: 'pembatasan dicabut', en: 'restriction lifted' },
  'contact.erase': { id: 'data dihapus', en: 'data erased' },
  'contact.reconfirm-ask': {
    id: 'ditanya apakah SMS masih diinginkan',
    en: 'asked whether SMS are still wanted',
  },
  'helpdesk.find': { id: 'alamat dicari layanan bantuan', en: 'address looked up by the helpdesk' },
  'helpdesk.leave': { id: 'berhenti lewat layanan bantuan', en: 'left through the helpdesk' },
  'suppression.search': { id: 'alamat dicari petugas', en: 'address looked up by staff' },
  'suppression.add': { id: 'alamat ditahan petugas', en: 'address suppressed by staff' },
  'suppression.lift': { id: 'penahanan alamat dicabut', en: 'suppression lifted' },
  'contact.reconfirm': { id: 'persetujuan SMS ditegaskan lagi', en: 'SMS consent reconfirmed' },
  'contact.lapse': {
    id: 'SMS dihentikan: persetujuan tidak ditegaskan lagi',
    en: 'SMS stopped: consent was not reconfirmed',
  },
  'request.open': { id: 'permintaan data dibuka', en: 'data request opened' },
  'request.find': { id: 'data dicari menurut alamat', en: 'data looked up by address' },
  'request.identity': { id: 'identitas diperiksa', en: 'identity checked' },
  'request.identity-back': { id: 'pemeriksaan identitas ditarik', en: 'identity check taken back' },
  'request.hand-over': { id: 'salinan data diserahkan', en: 'copy of the data handed over' },
  'request.close': { id: 'permintaan data ditutup', en: 'data request closed' },
};
export const actWord = (act: string, language: ConsentLanguage): string => ACTS[act]?.[language] ?? act;

/** States of a delivery, in the words of docs/glossary.md. */
const DELIVERIES: Record<string, Record<ConsentLanguage, string>> = {
  pending: { id: 'menunggu', en: 'waiting' },
  claimed: { id: 'diproses', en: 'in hand' },
  accepted: { id: 'diterima penyedia', en: 'taken by the provider' },
  delivered: { id: 'sampai', en: 'delivered' },
  failed: { id: 'gagal', en: 'failed' },
  suppressed: { id: 'tidak dikirim', en: 'not sent' },
  expired: { id: 'kedaluwarsa', en: 'expired' },
  cancelled: { id: 'dibatalkan', en: 'cancelled' },
  unknown: { id: 'tidak pasti', en: 'uncertain' },
};
export const deliveryWord = (state: string, language: ConsentLanguage): string =>
  DELIVERIES[state]?.[language] ?? state;

/** The states of an address. */
export const ADDRESS_STATES: Record<ConsentLanguage, Record<HeldAddress['state'], string>> = {
  id: {
    active: 'aktif',
    unsubscribed: 'berhenti',
    invalid: 'tidak dapat dikirimi',
    pending: 'menunggu konfirmasi',
  },
  en: { active: 'active', unsubscribed: 'left', invalid: 'cannot be reached', pending: 'to be confirmed' },
};

/** Reasons why nothing may be sent to an address. */
const SUPPRESSIONS: Record<string, Record<ConsentLanguage, string>> = {
  left: { id: 'Anda berhenti', en: 'you left' },
  'dead-address': { id: 'alamatnya tidak ada lagi', en: 'the address no longer exists' },
  'provider-opt-out': { id: 'ditolak lewat penyedia', en: 'opted out at the provider' },
  complaint: { id: 'dilaporkan sebagai spam', en: 'reported as spam' },
  'soft-failures': { id: 'berkali-kali gagal', en: 'failed again and again' },
  staff: { id: 'diputuskan petugas', en: 'decided by staff' },
  erased: { id: 'pernah dihapus', en: 'was erased' },
};
export const suppressionWord = (reason: string, language: ConsentLanguage): string =>
  SUPPRESSIONS[reason]?.[language] ?? reason;

/** Sources of a consent. For an imported one the file's own words are shown. */
const SOURCES: Record<string, Record<ConsentLanguage, string>> = {
  web: { id: 'halaman pendaftaran', en: 'sign-up page' },
  telegram: { id: 'bot Telegram', en: 'Telegram bot' },
  reconfirmation: { id: 'penegasan ulang lewat SMS', en: 'reconfirmed by SMS' },
  'unsubscribe page': { id: 'halaman berhenti, lalu kembali', en: 'came back on the page to leave' },
};
/** A chat is confirmed in the bot, whichever page requested it. */
const BY_CHAT: Record<ConsentLanguage, string> = {
  id: 'halaman pendaftaran, dikonfirmasi di Telegram',
  en: 'sign-up page, confirmed in Telegram',
};
export const sourceWord = (source: string, channel: ChannelName, language: ConsentLanguage): string =>
  source === 'web' && channel === 'telegram' ? BY_CHAT[language] : (SOURCES[source]?.[language] ?? source);

/** Kinds of notices. */
const NOTICES: Record<string, Record<ConsentLanguage, string>> = {
  confirmation: { id: 'permintaan konfirmasi', en: 'request to confirm' },
  preferences: { id: 'tautan ke pilihan Anda', en: 'link to your choices' },
  answer: { id: 'jawaban bot', en: 'answer of the bot' },
  reconfirmation: { id: 'penegasan ulang SMS', en: 'request to reconfirm SMS' },
} satisfies Record<CitizenNotice, Record<ConsentLanguage, string>>;
export const noticeWord = (kind: string, language: ConsentLanguage): string =>
  NOTICES[kind]?.[language] ?? kind;
