import type { ChannelName } from '#channels';
import { CHANNEL_NAMES } from '#contract';
import { longDate, type NoticeMessage } from '#notices';
import { plainName } from '#staff/appointments';
import type { BrakeFinding } from '#contract/api/brake';
import { LOCALES, type ScreenLanguage } from '#contract/lists';
import type { Counts } from '#contract';
import { brakeWords } from '../alerts/brake-in-mails.js';
import type { Passage } from '../review/passages.rules.js';
import type { Urgency } from '../review/urgency.rules.js';
import type { Unsent } from './expired.js';
import type { DoubtOutcome, MailedKind } from './news.rules.js';

/**
 * The content of an e-mail of news: titles, numbers and reasons by staff; no text of a broadcast and no data of a
 * citizen.
 */
export interface NewsFacts {
  kind: MailedKind;
  language: ScreenLanguage;
  /** When the event happened. */
  at: Date;
  /** Time zone of the person's office. */
  timeZone: string;
  broadcastId: string | null;
  title: string | null;
  channel: ChannelName | null;
  by: string | null;
  reason: string | null;
  /** Of a rejection: the reasons that belong to passages of the texts. */
  passages: readonly Pick<Passage, 'channel' | 'language' | 'field' | 'reason'>[];
  /** Of a brake: its finding. */
  brake: BrakeFinding | null;
  /** Of a doubt that ended: how. */
  outcome: DoubtOutcome | null;
  /** Of a pause or cancellation of one region: its name. */
  region: string | null;
  /** When the submission was made that it is about; null: about none. */
  submittedAt: Date | null;
  /** Of a submission that waits for a decision: its deadline. */
  decide: Urgency | null;
  /** Whether a correction paused or cancelled it. */
  forCorrection: boolean;
  ended: 'completed' | 'expired' | null;
  counts: Counts | null;
  /** Of what expired, for operators: the unsent copies by channel. */
  unsent: readonly Unsent[] | null;
  /** The last of its expiries. */
  expiresAt: Date | null;
  /** Of an approved or finished broadcast: whether a correction of it was approved since. */
  corrected: boolean;
}

type Says = (facts: NewsFacts) => string;

const on = ({ channel, language }: NewsFacts): string =>
  channel ? CHANNEL_NAMES[channel].staff[language] : '';
const reached = ({ counts }: NewsFacts): number => (counts ? counts.accepted + counts.delivered : 0);
/** The number of copies not sent before the expiry, the number of all copies, and the instant of the expiry. */
function unsent({ counts, expiresAt, timeZone, language }: NewsFacts): {
  missed: string;
  all: string;
  at: string;
} {
  const { expired = 0, neverListed = 0, targeted = 0 } = counts ?? {};
  return {
    missed: figure(expired + neverListed, language),
    all: figure(targeted + neverListed, language),
    at: expiresAt ? longDate(expiresAt, timeZone, language) : '',
  };
}
/** The unsent copies by channel, such as `e-mail 283, SMS 268`. */
const byChannel = ({ unsent: parts, language }: NewsFacts): string =>
  (parts ?? [])
    .map(({ channel, messages }) => `${CHANNEL_NAMES[channel].staff[language]} ${figure(messages, language)}`)
    .join(', ');
/** The part that a pause or cancellation is limited to, such as ` (SMS, Aceh)`; empty: the whole. */
function part(facts: NewsFacts): string {
  const of = [on(facts), facts.region ?? ''].filter(Boolean);
  return of.length > 0 ? ` (${of.join(', ')})` : '';
}
/** Of one channel: copies handed to its provider. */
const handed = ({ counts }: NewsFacts): number =>
  counts ? counts.accepted + counts.delivered + counts.failed + counts.unknown : 0;
const figure = (value: number, language: NewsFacts['language']): string =>
  new Intl.NumberFormat(LOCALES[language]).format(value);

const SAYS: Record<NewsFacts['language'], Record<MailedKind, Says>> = {
  id: {
    approved: ({ by }) => `Disahkan oleh ${by ?? 'KPU'}`,
    'sent-back': ({ by }) => `Dikembalikan oleh ${by ?? 'KPU'}`,
    withdrawn: ({ by }) => `Ditarik kembali oleh ${by ?? 'KPU'}`,
    finished: (facts) => {
      const { missed, all, at } = unsent(facts);
      return facts.ended === 'expired'
        ? `Kedaluwarsa ${at}: ${missed} dari ${all} pesan tidak terkirim`
        : `Selesai: ${figure(reached(facts), 'id')} dari ${figure(facts.counts?.targeted ?? 0, 'id')} pesan diterima penyedia atau sampai, ${figure(facts.counts?.unknown ?? 0, 'id')} tidak pasti, ${figure(facts.counts?.failed ?? 0, 'id')} gagal`;
    },
    paused: (facts) => {
      const by = facts.by ?? 'Siar';
      if (facts.forCorrection) return `Dijeda: ralatnya diajukan oleh ${by}`;
      const of = part(facts);
      return `${of ? `Sebagian${of} dijeda` : 'Dijeda'} oleh ${by}: pesannya menunggu sampai dilanjutkan`;
    },
    stopped: (facts) =>
      facts.channel
        ? `Saluran ${on(facts)} dijeda oleh ${facts.by ?? 'Siar'}: pesannya menunggu sampai dilanjutkan`
        : `Semua siaran dihentikan oleh ${facts.by ?? 'Siar'}: pesannya menunggu sampai itu dicabut`,
    cancelled: (facts) => {
      const by = facts.by ?? 'Siar';
      if (facts.forCorrection) return `Sisanya dibatalkan: ralatnya disahkan oleh ${by}`;
      const of = part(facts);
      return `${of ? `Sebagian${of} dibatalkan` : 'Dibatalkan'} oleh ${by}: yang belum dikirim tidak dikirim lagi`;
    },
    doubted: ({ by }) => `Isinya dinyatakan diragukan oleh ${by ?? 'Siar'}: jangan dipakai sampai diputuskan`,
    settled: ({ by, outcome }) =>
      ({
        cleared: `Isinya tidak diragukan lagi: keraguan dicabut oleh ${by ?? 'Siar'}`,
        corrected: `Isinya tadinya diragukan; ralatnya kini disahkan oleh ${by ?? 'KPU'}. Pakai ralatnya`,
        withdrawn: `Isinya tadinya diragukan; kini ditarik kembali oleh ${by ?? 'KPU'}. Jangan dipakai`,
        cancelled: `Isinya tadinya diragukan; sisanya kini dibatalkan oleh ${by ?? 'Siar'}. Jangan dipakai`,
      })[outcome ?? 'cleared'],
    submitted: ({ by }) => `Diajukan oleh ${by ?? 'penulis'}: menunggu keputusan KPU`,
    deadline: () => 'Tenggat keputusan kurang dari satu jam lagi',
    braked: (facts) => `Pengiriman lewat ${on(facts)} direm otomatis: operator harus memutuskan`,
    stalled: (facts) => `Pengiriman lewat ${on(facts)} macet: pesan menunggu, tidak ada yang terkirim`,
    unknown: ({ counts }) =>
      `${figure(counts?.unknown ?? 0, 'id')} pesan tidak pasti: mungkin sampai, mungkin tidak`,
    failing: (facts) =>
      `${figure(facts.counts?.failed ?? 0, 'id')} dari ${figure(handed(facts), 'id')} pesan yang dicoba lewat ${on(facts)} gagal`,
    expired: (facts) => {
      const { missed, all, at } = unsent(facts);
      return `Kedaluwarsa ${at}: ${missed} dari ${all} pesan tidak terkirim (${byChannel(facts)})`;
    },
    'provider-away': (facts) =>
      `Penyedia ${on(facts)} ${facts.reason === null ? 'tidak menjawab' : 'tidak menerima pesan'}; pesannya menunggu`,
  },
  en: {
    approved: ({ by }) => `Approved by ${by ?? 'KPU'}`,
    'sent-back': ({ by }) => `Returned by ${by ?? 'KPU'}`,
    withdrawn: ({ by }) => `Withdrawn by ${by ?? 'KPU'}`,
    finished: (facts) => {
      const { missed, all, at } = unsent(facts);
      return facts.ended === 'expired'
        ? `Expired ${at}: ${missed} of ${all} messages were not sent`
        : `Finished: ${figure(reached(facts), 'en')} of ${figure(facts.counts?.targeted ?? 0, 'en')} messages accepted by a provider or arrived, ${figure(facts.counts?.unknown ?? 0, 'en')} uncertain, ${figure(facts.counts?.failed ?? 0, 'en')} failed`;
    },
    paused: (facts) => {
      const by = facts.by ?? 'Siar';
      if (facts.forCorrection) return `Paused: its correction was submitted by ${by}`;
      const of = part(facts);
      return `${of ? `A part of it${of} was paused` : 'Paused'} by ${by}: its messages wait until it is resumed`;
    },
    stopped: (facts) =>
      facts.channel
        ? `The channel ${on(facts)} was paused by ${facts.by ?? 'Siar'}: its messages wait until it is resumed`
        : `All broadcasts were stopped by ${facts.by ?? 'Siar'}: its messages wait until that is lifted`,
    cancelled: (facts) => {
      const by = facts.by ?? 'Siar';
      if (facts.forCorrection) return `What was left was cancelled: its correction was approved by ${by}`;
      const of = part(facts);
      return `${of ? `A part of it${of} was cancelled` : 'Cancelled'} by ${by}: what was not sent will not be sent`;
    },
    doubted: ({ by }) => `Declared in doubt by ${by ?? 'Siar'}: do not rely on it until that is decided`,
    settled: ({ by, outcome }) =>
      ({
        cleared: `No longer in doubt: ${by ?? 'Siar'} lifted the doubt on its content`,
        corrected: `It was in doubt; its correction has been approved by ${by ?? 'KPU'}. Use the correction`,
        withdrawn: `It was in doubt; it has been withdrawn by ${by ?? 'KPU'}. Do not rely on it`,
        cancelled: `It was in doubt; the rest has been cancelled by ${by ?? 'Siar'}. Do not rely on it`,
      })[outcome ?? 'cleared'],
    submitted: ({ by }) => `Submitted by ${by ?? 'its author'}: it waits for KPU to decide`,
    deadline: () => 'The deadline for the decision is less than an hour away',
    braked: (facts) => `Sending by ${on(facts)} is braked automatically: an operator must decide`,
    stalled: (facts) => `Sending by ${on(facts)} is stalled: messages wait, none is sent`,
    unknown: ({ counts }) =>
      `${figure(counts?.unknown ?? 0, 'en')} messages are uncertain: they may or may not have arrived`,
    failing: (facts) =>
      `${figure(facts.counts?.failed ?? 0, 'en')} of ${figure(handed(facts), 'en')} messages tried by ${on(facts)} failed`,
    expired: (facts) => {
      const { missed, all, at } = unsent(facts);
      return `Expired ${at}: ${missed} of ${all} messages were not sent (${byChannel(facts)})`;
    },
    'provider-away': (facts) =>
      `The ${on(facts)} provider ${facts.reason === null ? 'does not answer' : 'takes no messages'}; its messages wait`,
  },
};
const WORDS = {
  id: {
    title: 'Judul',
    at: 'Waktu',
    submitted: 'Diajukan',
    decide: {
      call: (at: string) => `Putuskan sebelum: ${at} (yang siaga dihubungi)`,
      'at-once': () => 'Putuskan secepatnya: dikirim begitu disahkan',
      due: (at: string) => `Putuskan sebelum: ${at} (jam kirim wilayah pertama)`,
      expiry: (at: string) => `Putuskan sebelum: ${at} (sebagian jam kirim sudah lewat)`,
      expired: (at: string) => `Terlambat: kedaluwarsa sejak ${at}`,
    },
    corrected: 'Ralatnya sudah disahkan',
    reason: 'Alasan',
    pinned: 'Alasan yang ditandai di teks',
    subject: 'subjek',
    more: (count: number) => `dan ${count} lagi, di konsol`,
    again: 'Bila isinya masih berlaku, salin menjadi siaran baru dengan batas waktu yang lebih panjang.',
    why: 'Anda menerima surel ini karena memintanya di halaman Akun saya.',
  },
  en: {
    title: 'Title',
    at: 'Time',
    submitted: 'Submitted',
    decide: {
      call: (at: string) => `Decide before: ${at} (those on call are called)`,
      'at-once': () => 'Decide as soon as you can: it goes out once approved',
      due: (at: string) => `Decide before: ${at} (the send time of the first region)`,
      expiry: (at: string) => `Decide before: ${at} (some send times have passed)`,
      expired: (at: string) => `Too late: expired since ${at}`,
    },
    corrected: 'Its correction has been approved since',
    reason: 'Reason',
    pinned: 'Reasons pinned to passages of its texts',
    subject: 'subject',
    more: (count: number) => `and ${count} more, in the console`,
    again: 'If what it says still holds, copy it into a new broadcast with a later expiry.',
    why: 'You get this e-mail because you asked for it on your account page.',
  },
} as const;
const PLACES: Partial<Record<MailedKind, string>> = { submitted: 'tinjau', deadline: 'tinjau' };

/** Maximum number of characters of a title or a reason; the console shows all of it. */
const LONGEST = 200;

/** Maximum number of characters of a title in the subject: mail programs show no more. */
const LONGEST_SUBJECT = 80;
/** Maximum number of reasons of passages in an e-mail. */
const MOST_PINNED = 10;

/** The reasons that belong to passages, each with the name of its text; never the passage itself. */
function pinnedLines({ passages, language }: NewsFacts): string[] {
  if (passages.length === 0) return [];
  const words = WORDS[language];
  const names = new Intl.DisplayNames([language], { type: 'language' });
  const lines = passages.slice(0, MOST_PINNED).map((pin) => {
    const where = [
      CHANNEL_NAMES[pin.channel].staff[language],
      names.of(pin.language) ?? pin.language,
      ...(pin.field === 'subject' ? [words.subject] : []),
    ];
    return `- ${where.join(', ')}: ${plainName(pin.reason, LONGEST)}`;
  });
  const more = passages.length - lines.length;
  return [`${words.pinned}:`, ...lines, ...(more > 0 ? [`- ${words.more(more)}`] : [])];
}

/** The time of the event; of a waiting submission, when it was made and by when it has to be decided on. */
function timesOf({ kind, at, submittedAt, decide, timeZone, language }: NewsFacts): string[] {
  const words = WORDS[language];
  const long = (instant: Date): string => longDate(instant, timeZone, language);
  if (kind !== 'submitted' && kind !== 'deadline') return [`${words.at}: ${long(at)}`];
  return [
    `${words.submitted}: ${long(submittedAt ?? at)}`,
    ...(decide ? [words.decide[decide.why](long(decide.before))] : []),
  ];
}

/** An e-mail for one line of the news list, with a link to its subject. */
export function newsMessage(facts: NewsFacts, consoleUrl: string): NoticeMessage {
  const { kind, language, broadcastId, title, reason, brake, by, corrected } = facts;
  const words = WORDS[language];
  const says = SAYS[language][kind]({ ...facts, by: by === null ? null : plainName(by) });
  const place = broadcastId === null ? 'operasi' : `${PLACES[kind] ?? 'siaran'}/${broadcastId}`;
  const lines = [
    `${says}.`,
    ...(facts.ended === 'expired' ? [words.again] : []),
    '',
    ...(title === null ? [] : [`${words.title}: ${plainName(title, LONGEST)}`]),
    ...timesOf(facts),
    ...(corrected ? [`${words.corrected}.`] : []),
    ...(reason === null ? [] : [`${words.reason}: ${plainName(reason, LONGEST)}`]),
    ...pinnedLines(facts),
    ...(brake === null ? [] : [`${words.reason}: ${brakeWords(language, brake)}`]),
    '',
    `${consoleUrl}/${place}`,
    '',
    words.why,
  ];
  const named = title === null ? says : `${says} - ${plainName(title, LONGEST_SUBJECT).trim()}`;
  return { subject: `[SIAR] ${named}`, text: lines.join('\n'), language };
}
