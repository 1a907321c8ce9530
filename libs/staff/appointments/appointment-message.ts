import type { ChannelName } from '#channels';
import { longDate, type NoticeMessage } from '#notices';
import type { AppointmentAct } from './appointment.rules.js';
import type { Role } from '../roles/staff.rules.js';

/** Events of an appointment. */
export type AppointmentEvent = 'asked' | 'confirmed' | 'lift-asked' | 'lifted' | 'cancelled';

/** Content of the notice to the person and the admins: names of staff and offices, no citizen's data. */
export interface AppointmentNews {
  event: AppointmentEvent;
  act: AppointmentAct;
  roles: readonly Role[];
  person: string;
  office: string;
  /** The admin who took this step. */
  by: string;
  expiresAt: Date;
  /** Null until it is confirmed; not later than `at`: in effect now. */
  countsFrom: Date | null;
  at: Date;
  /** Time zone of the person's office. */
  timeZone: string;
}

const ROLE_NAMES: Record<Role, string> = {
  author: 'penulis',
  reviewer: 'peninjau KPU',
  operator: 'operator',
  auditor: 'auditor',
  dpo: 'Pejabat Pelindungan Data Pribadi',
  helpdesk: 'layanan bantuan',
  admin: 'admin',
};

/** `peninjau KPU, admin` */
export const roleNames = (roles: readonly Role[]): string => roles.map((role) => ROLE_NAMES[role]).join(', ');

/**
 * A name of a person or an office, or other text typed by staff, for use within a message: cut to a length that holds
 * no message of its own, and without anything that a program turns into a link. A time such as 07.00 is kept.
 */
export const plainName = (typed: string, longest = LONGEST_NAME): string =>
  typed
    .slice(0, longest)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .replaceAll(JOINED, ' ');
/** A time of day that is not part of a possible address. */
const HOUR =
  '(?<=(?<![\\p{L}\\p{M}\\p{N}.:/@])\\d{1,2})[.:]\\d{2}(?![\\p{L}\\p{M}\\p{N}]|[.:/@]+[\\p{L}\\p{N}])';
const JOINED = new RegExp(`(?<=[\\p{L}\\p{M}\\p{N}])(?!${HOUR})[.:/@]+(?=[\\p{L}\\p{N}])`, 'gu');
const LONGEST_NAME = 80;

/**
 * The notice for one channel. It contains no link, so that nobody gets used to following links in messages about
 * accounts.
 */
export function appointmentMessage(channel: ChannelName, news: AppointmentNews): NoticeMessage {
  const what = whatOf(news);
  const lines = [`${what}.`, whenOf(news), objectionTo(news)];
  if (channel === 'sms') return { text: `Siar: ${lines.join(' ')}` };
  return { subject: `[SIAR] ${what}`, text: lines.join('\n\n') };
}

/** Only admins can cancel, and only while it has not taken effect. */
function objectionTo({ event, countsFrom, at }: AppointmentNews): string {
  const open = event !== 'cancelled' && (countsFrom === null || countsFrom > at);
  return open
    ? 'Bila ini tidak wajar, hubungi admin lain: admin dapat membatalkannya di halaman Orang pada konsol Siar.'
    : 'Bila ini tidak wajar, hubungi admin lain.';
}

/** What takes effect with the confirmation: only the roles wait. */
const AT_ONCE: Record<AppointmentAct, string> = {
  roles: '',
  reset: 'Kata sandi dan autentikator lama tidak berlaku lagi sejak sekarang, dan semua sesinya berakhir. ',
  'second-factor': 'Autentikator lama tidak berlaku lagi sejak sekarang, dan semua sesinya berakhir. ',
  enable: 'Akunnya dapat dipakai masuk lagi sejak sekarang. ',
};

/** The step and what it is about: a subject is often all that is read. */
const whatOf = (news: AppointmentNews): string => `${stepOf(news)}: ${deedOf(news)}`;

function stepOf({ event, countsFrom, at }: AppointmentNews): string {
  switch (event) {
    case 'asked':
      return 'Diminta, belum berlaku';
    case 'confirmed':
      return countsFrom !== null && countsFrom > at
        ? 'Dikonfirmasi, belum berlaku'
        : 'Dikonfirmasi, berlaku sekarang';
    case 'lift-asked':
      return 'Diminta berlaku seketika';
    case 'lifted':
      return 'Berlaku sekarang, masa tunggu dicabut';
    case 'cancelled':
      return 'Dibatalkan';
  }
}

function deedOf({ act, roles, person, office }: AppointmentNews): string {
  const names = roleNames(roles);
  const whose = `${plainName(person)} (${plainName(office)})`;
  if (act === 'roles') return `Pengangkatan ${whose} sebagai ${names}`;
  if (act === 'reset') return `Atur ulang akun ${whose}, ${names}`;
  if (act === 'enable') return `Pengaktifan kembali ${whose}, ${names}`;
  return `Pelepasan autentikator ${whose}, ${names}`;
}

function whenOf({
  event,
  act,
  roles,
  by: typed,
  expiresAt,
  countsFrom,
  at,
  timeZone,
}: AppointmentNews): string {
  const by = plainName(typed);
  const since =
    countsFrom !== null && countsFrom > at
      ? `baru berlaku ${longDate(countsFrom, timeZone)}`
      : 'berlaku sekarang';
  const counts = `Peran ${roleNames(roles)} ${since}.`;
  switch (event) {
    case 'asked':
      return `Diminta oleh ${by}. Belum berlaku: admin kedua harus mengonfirmasi sebelum ${longDate(expiresAt, timeZone)}.`;
    case 'confirmed':
      return `Dikonfirmasi oleh ${by}. ${AT_ONCE[act]}${counts}`;
    case 'lift-asked':
      return `${by} meminta masa tunggunya dicabut; admin nasional kedua harus menyetujui. ${counts}`;
    case 'lifted':
      return `Masa tunggunya dicabut oleh dua admin nasional, terakhir ${by}. ${counts}`;
    case 'cancelled':
      return `Dibatalkan oleh ${by}.`;
  }
}
