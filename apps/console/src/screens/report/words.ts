import type { TFunction } from 'i18next';
import type { Report } from '../../api';
import { tenthsBelow } from '../../parts/sending/account.rules';
import { instant, number, rupiah, share, wallDay, wallHour } from '../../times';
import { type Cost, duration, type Figure } from './report.rules';

/** Jakarta's offset, in ms: the hours of a report are on its clock. */
const WIB_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

/** An hour on Jakarta's clock, with its day where a report spans several. @param all the hours of the report */
export function hourName(at: number, all: readonly { at: number }[]): string {
  const dayOf = (ms: number): number => Math.floor((ms + WIB_MS) / DAY_MS);
  const hour = wallHour(at + WIB_MS);
  return all.some((one) => dayOf(one.at) !== dayOf(at)) ? `${wallDay(at + WIB_MS)} ${hour}` : hour;
}

/** The columns of the times of each zone and channel, on screen and in the file. */
export const TIMELINESS = [
  'report.zone',
  'deliveries.channel',
  'report.due',
  'report.first',
  'report.delay',
  'report.last',
] as const;

/** A figure by which broadcasts are compared, as people read it. */
export function figureWords(figure: Figure, value: number | null): string {
  if (value === null) return '–';
  // As everywhere: with a tenth, rounded down, so that 100 means all of them.
  if (figure === 'share') return `${number(tenthsBelow(value + 1e-12, 1))}%`;
  if (figure === 'failedShare') return share(value, 1);
  if (figure === 'delay' || figure === 'seconds') return duration(value);
  return number(value, { maximumFractionDigits: figure === 'perSecond' ? 1 : 0 });
}

/** What its SMS cost, as an estimate. */
export const costWords = (t: TFunction, { all, each, messages }: Cost): string =>
  t('report.cost', { all: rupiah(all), each: rupiah(each), messages: number(messages) });

/** An earlier broadcast: its title, where the person may know it, and when it ended. */
export function earlierName(t: TFunction, { broadcast, endedAt }: Report['earlier'][number]): string {
  const at = endedAt ? instant(endedAt) : '–';
  return broadcast ? t('picture.lastOf', { title: broadcast.title, at }) : t('picture.last', { at });
}
