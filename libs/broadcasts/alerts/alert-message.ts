import type { ChannelName } from '#channels';
import { CHANNEL_NAMES } from '#contract';
import { longDate, type NoticeMessage } from '#notices';
import { plainName } from '#staff/appointments';
import type { BrakeFinding } from '#contract/api/brake';
import type { ScreenLanguage } from '#contract/lists';
import type { AlertKind } from './alert.rules.js';
import { brakeWords } from './brake-in-mails.js';
import type { Kind } from '../drafts/draft.js';
import { fitting } from '../content/recipient.rules.js';

/** The content of a call to a person on call. It holds no data of a citizen. */
export interface AlertFacts {
  kind: AlertKind;
  /** The language of the person. */
  language: ScreenLanguage;
  broadcast: {
    id: string;
    kind: Kind;
    /** Whether it takes the text of a correction to those who got nothing of the wrong text. */
    companion: boolean;
    title: string;
    organisation: string;
  };
  /** Of a brake: the channel it stopped; null: all channels. */
  channel: ChannelName | null;
  /** Of a brake: its finding. */
  brake: BrakeFinding | null;
  decideBy: Date;
  /** When the call was written; it may arrive much later. */
  writtenAt: Date;
  /** Time zone of the person's office. */
  timeZone: string;
  consoleUrl: string;
  /** Minutes without an answer until the next people are called. */
  escalateMinutes: number;
  /** Whether an earlier call had no answer. */
  escalated: boolean;
}

const LONGEST_TITLE = 200;
/** Characters of a title or office in an SMS, so that it fits into one or two segments. */
const SMS_TITLE = 40;
const SMS_OFFICE = 24;

interface Words {
  kinds: Record<Kind | 'companion', string>;
  /** The matter that waits. @param by the channel, in words; empty: all channels */
  waiting: Record<AlertKind, (kind: string, by: string) => string>;
  by: (channel: string) => string;
  toDo: Record<AlertKind, string>;
  still: string;
  title: string;
  from: string;
  cause: string;
  /** The label of `decideBy`: of a stall it is the first expiry, before which there is nothing to decide. */
  before: Record<AlertKind, string>;
  /** The label once that time has passed: something can still be decided. */
  passed: Record<AlertKind, string>;
  written: string;
  /** The same for an SMS. */
  decide: Record<AlertKind, string>;
  decidePassed: Record<AlertKind, string>;
  after: (minutes: number) => string;
}

const WORDS: Record<ScreenLanguage, Words> = {
  id: {
    kinds: {
      ordinary: 'Siaran',
      urgent: 'Siaran mendesak',
      correction: 'Ralat',
      companion: 'Pelengkap ralat',
    },
    waiting: {
      review: (kind) => `${kind} menunggu keputusan KPU`,
      brake: (kind, by) => `Rem otomatis menghentikan ${kind.toLowerCase()}${by}`,
      stalled: (_, by) => `Pengiriman${by} macet: pesan menunggu, tidak ada yang terkirim`,
    },
    by: (channel) => ` lewat ${channel}`,
    toDo: {
      review: 'Sahkan atau tolak',
      brake: 'Lanjutkan, atau minta penulis atau KPU membatalkannya',
      stalled: 'Periksa halaman Operasi: program, antrean, atau basis data mungkin tidak menjawab',
    },
    still: 'BELUM DIJAWAB: ',
    title: 'Judul',
    from: 'Dari',
    cause: 'Sebab',
    before: {
      review: 'Putuskan sebelum',
      brake: 'Putuskan sebelum',
      stalled: 'Pesan pertama kedaluwarsa',
    },
    passed: {
      review: 'Putuskan secepatnya, waktunya sudah lewat',
      brake: 'Putuskan secepatnya, waktunya sudah lewat',
      stalled: 'Pesan pertama sudah kedaluwarsa',
    },
    written: 'Ditulis',
    decide: { review: 'putuskan sblm', brake: 'putuskan sblm', stalled: 'kedaluwarsa mulai' },
    decidePassed: {
      review: 'putuskan segera, lewat',
      brake: 'putuskan segera, lewat',
      stalled: 'kedaluwarsa sejak',
    },
    after: (minutes) =>
      `Bila perlu waktu, tekan "Saya tangani" di halaman itu. Tanpa jawaban, semua yang siaga dihubungi lagi tiap ${minutes} menit.`,
  },
  en: {
    kinds: {
      ordinary: 'Broadcast',
      urgent: 'Urgent broadcast',
      correction: 'Correction',
      companion: 'Companion of a correction',
    },
    waiting: {
      review: (kind) => `${kind} waits for KPU to decide`,
      brake: (kind, by) => `The automatic brake stopped the ${kind.toLowerCase()}${by}`,
      stalled: (_, by) => `Sending${by} is stalled: messages wait, none is sent`,
    },
    by: (channel) => ` by ${channel}`,
    toDo: {
      review: 'Approve or reject it',
      brake: 'Resume it, or ask its author or KPU to cancel it',
      stalled: 'Look at the Operations page: a program, the queue or the database may not answer',
    },
    still: 'UNANSWERED: ',
    title: 'Title',
    from: 'From',
    cause: 'Reason',
    before: { review: 'Decide before', brake: 'Decide before', stalled: 'The first messages expire' },
    passed: {
      review: 'Decide as soon as you can, the time has passed',
      brake: 'Decide as soon as you can, the time has passed',
      stalled: 'The first messages have expired',
    },
    written: 'Written',
    decide: { review: 'decide by', brake: 'decide by', stalled: 'expiring from' },
    decidePassed: { review: 'decide now, due', brake: 'decide now, due', stalled: 'expiring since' },
    after: (minutes) =>
      `If you need time, press "I have it" on that page. While nobody answers, everyone on call is called again every ${minutes} minutes.`,
  },
};

/** The notice for one channel: plain wording, always the same, with a link to the page of the broadcast. */
export function alertMessage(channel: ChannelName, facts: AlertFacts): NoticeMessage {
  const { language, broadcast, brake, decideBy, writtenAt, timeZone, consoleUrl, escalated } = facts;
  const words = WORDS[language];
  const title = plainName(broadcast.title, LONGEST_TITLE);
  const office = plainName(broadcast.organisation);
  const link = `${consoleUrl}/siaran/${broadcast.id}`;
  const still = escalated ? words.still : '';
  const late = decideBy <= writtenAt;
  if (channel === 'sms') {
    const about = `${fitting('sms', title, SMS_TITLE)} - ${fitting('sms', office, SMS_OFFICE)}`;
    return {
      text: `Siar ${short(writtenAt, timeZone)}: ${still}${waiting(facts)}, ${words[late ? 'decidePassed' : 'decide'][facts.kind]} ${short(decideBy, timeZone)}. ${about}. ${link}`,
    };
  }
  const lines = [
    `${still}${waiting(facts)}.`,
    '',
    `${words.title}: ${title}`,
    `${words.from}: ${office}`,
    ...(brake ? [`${words.cause}: ${brakeWords(language, brake)}`] : []),
    `${words[late ? 'passed' : 'before'][facts.kind]}: ${longDate(decideBy, timeZone, language)}`,
    `${words.written}: ${longDate(writtenAt, timeZone, language)}`,
    '',
    link,
    '',
    `${words.toDo[facts.kind]}. ${words.after(facts.escalateMinutes)}`,
  ];
  return { subject: `[SIAR] ${still}${waiting(facts)}`, text: lines.join('\n'), language };
}

function waiting({ language, kind, broadcast, channel }: AlertFacts): string {
  const words = WORDS[language];
  return words.waiting[kind](
    words.kinds[broadcast.companion ? 'companion' : broadcast.kind],
    channel ? words.by(CHANNEL_NAMES[channel].staff[language]) : '',
  );
}

/** `24/11 07.00 WIB`, the same in both languages. */
const short = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('id-ID', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  })
    .format(at)
    .replace(',', '');
