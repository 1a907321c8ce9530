import type { ChannelName } from '#channels';
import { longDate, type NoticeMessage } from '#notices';
import { plainName } from '#staff';
import type { BrakeFinding } from '#waves';
import type { AlertKind } from './alert.rules.js';
import { brakeWords } from './brake-words.js';
import type { Kind } from './draft.js';
import { fitting } from './recipient.rules.js';

/** What somebody on call is told: what waits, since nothing of a citizen's may stand here. */
export interface AlertFacts {
  kind: AlertKind;
  broadcast: { id: string; kind: Kind; title: string; organisation: string };
  /** Of a brake: the channel it stopped; null: all. */
  channel: ChannelName | null;
  /** Of a brake: what it found. */
  brake: BrakeFinding | null;
  decideBy: Date;
  /** The clock of the person's office. */
  timeZone: string;
  consoleUrl: string;
  /** How long a call may go unanswered before the next are called. */
  escalateMinutes: number;
  /** Whether an earlier call went unanswered. */
  escalated: boolean;
}

const KINDS: Record<Kind, string> = {
  ordinary: 'Siaran',
  urgent: 'Siaran mendesak',
  correction: 'Ralat',
};
const CHANNEL_NAMES: Record<ChannelName, string> = { email: 'surel', telegram: 'Telegram', sms: 'SMS' };
const LONGEST_TITLE = 200;
/** Letters of a title or office in an SMS, so that it fits into one or two segments. */
const SMS_TITLE = 40;
const SMS_OFFICE = 24;

const TO_DO: Record<AlertKind, string> = {
  review: 'Sahkan atau tolak',
  brake: 'Lanjutkan, atau minta penulis atau KPU membatalkannya',
  stalled: 'Periksa halaman Operasi: program, antrean, atau basis data mungkin tidak menjawab',
};

/** The notice for one channel: the same wording each time, in plain Indonesian, with the way to the page of the broadcast. */
export function alertMessage(channel: ChannelName, facts: AlertFacts): NoticeMessage {
  const { broadcast, brake, decideBy, timeZone, consoleUrl, escalated } = facts;
  const title = plainName(broadcast.title, LONGEST_TITLE);
  const office = plainName(broadcast.organisation);
  const link = `${consoleUrl}/siaran/${broadcast.id}`;
  const still = escalated ? 'BELUM DIJAWAB: ' : '';
  if (channel === 'sms') {
    const about = `${fitting('sms', title, SMS_TITLE)} - ${fitting('sms', office, SMS_OFFICE)}`;
    return {
      text: `Siar: ${still}${waiting(facts)}, putuskan sblm ${short(decideBy, timeZone)}. ${about}. ${link}`,
    };
  }
  const lines = [
    `${still}${waiting(facts)}.`,
    '',
    `Judul: ${title}`,
    `Dari: ${office}`,
    ...(brake ? [`Sebab: ${brakeWords('id', brake)}`] : []),
    `Putuskan sebelum: ${longDate(decideBy, timeZone)}`,
    '',
    link,
    '',
    `${TO_DO[facts.kind]}. Bila perlu waktu, tekan "Saya tangani" di halaman itu. Tanpa jawaban, semua yang siaga dihubungi lagi tiap ${facts.escalateMinutes} menit.`,
  ];
  return { subject: `[SIAR] ${still}${waiting(facts)}`, text: lines.join('\n') };
}

function waiting({ kind, broadcast, channel }: AlertFacts): string {
  if (kind === 'review') return `${KINDS[broadcast.kind]} menunggu keputusan KPU`;
  const by = channel ? ` lewat ${CHANNEL_NAMES[channel]}` : '';
  if (kind === 'stalled') return `Pengiriman${by} macet: pesan menunggu, tidak ada yang terkirim`;
  return `Rem otomatis menghentikan ${KINDS[broadcast.kind].toLowerCase()}${by}`;
}

/** `24/11 07.00 WIB` */
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
