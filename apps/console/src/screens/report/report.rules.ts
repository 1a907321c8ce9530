import { type Channel, CHANNELS, type Counts, type Outline, type Report } from '../../api';
import { everyone, reached, sumOf } from '../../parts/sending/account.rules';
import { withPeople } from '../../parts/sending/provider-codes.rules';
import { byCause } from '../broadcast/numbers/causes.rules';
import { withoutIn, worstFirst } from '../broadcast/numbers/live.rules';

/** The counts of each channel that was used. */
export const byChannel = ({ lines }: Pick<Report, 'lines'>): [Channel, Counts][] =>
  CHANNELS.flatMap((channel): [Channel, Counts][] => {
    const own = lines.filter((line) => line.channel === channel);
    return own.length > 0 ? [[channel, sumOf(own)]] : [];
  });

/** The counts of each mailbox provider or operator, for each channel that was used. */
export const byCarrier = ({
  carriers,
}: Pick<Report, 'carriers'>): [Channel, [carrier: string | null, counts: Counts][]][] =>
  CHANNELS.flatMap((channel): [Channel, [string | null, Counts][]][] => {
    const own = carriers.filter((line) => line.channel === channel);
    return own.length > 0
      ? [[channel, own.map((line) => [line.carrier, { ...line, expected: 0, unlisted: 0, neverListed: 0 }])]]
      : [];
  });

/** What is older than this while a broadcast runs, in ms, is told to be. */
const OUTDATED_MS = 60_000;

/** Whether the figures of a broadcast that runs were counted a while ago. @param at the present, ms since 1970 */
export const isOutdated = (countedAt: string, over: boolean, at: number): boolean =>
  !over && at - Date.parse(countedAt) > OUTDATED_MS;

/** When a provider took the first copy; null: none did. */
export const sentAtOf = ({ lines }: Pick<Report, 'lines'>): string | null =>
  lines
    .flatMap(({ firstAcceptedAt }) => firstAcceptedAt ?? [])
    .reduce<string | null>((first, at) => (first === null || at < first ? at : first), null);

/** A broadcast, where a report names several of one correction. */
interface Named {
  publicCode: string;
  begun: boolean;
}

/**
 * The corrections before the one that holds, the newest first, and their companions, as far as they reached people: their
 * recipients are others than those of the original.
 * @param companions of all that the correction that holds corrects
 * @param shown what the report names already, itself among it
 */
export function earlierOf<L extends Named>(
  corrections: readonly L[],
  companions: readonly L[],
  shown: readonly string[],
): { role: 'earlier' | 'earlierCompanion'; link: L }[] {
  const more = (links: readonly L[]): L[] =>
    links.filter(({ begun, publicCode }) => begun && !shown.includes(publicCode));
  return [
    ...more(corrections)
      .toReversed()
      .map((link) => ({ role: 'earlier' as const, link })),
    ...more(companions).map((link) => ({ role: 'earlierCompanion' as const, link })),
  ];
}

/** The number of messages in a region on a channel. */
export const messagesIn = ({ lines }: Pick<Report, 'lines'>, region: string, channel: Channel): number =>
  reached(sumOf(lines.filter((line) => line.region === region && line.channel === channel)));

/** The copies of one channel for regions on one clock that were due together. */
export interface ZoneLine {
  zone: string;
  timeZone: string;
  channel: Channel;
  dueAt: string;
  first: string | null;
  last: string | null;
}

/**
 * The due and actual times by zone and channel, in the order of the hours.
 * @param nameOf the displayed name of a zone
 */
export function byZone(
  { lines, regions }: Pick<Report, 'lines' | 'regions'>,
  nameOf: (timeZone: string, at: Date) => string,
): ZoneLine[] {
  const zones = new Map(regions.map(({ region, timeZone }) => [region, timeZone]));
  const found = new Map<string, ZoneLine>();
  for (const { region, channel, dueAt, firstAcceptedAt, lastAcceptedAt } of lines) {
    const timeZone = zones.get(region) ?? 'UTC';
    const zone = nameOf(timeZone, new Date(dueAt));
    const key = `${zone} ${channel} ${dueAt}`;
    const line = found.get(key) ?? { zone, timeZone, channel, dueAt, first: null, last: null };
    // What was tried and refused was not sent: the time is that of what a provider took.
    line.first = earlier(line.first, firstAcceptedAt);
    line.last = later(line.last, lastAcceptedAt);
    found.set(key, line);
  }
  return [...found.values()].sort(
    (a, b) => a.dueAt.localeCompare(b.dueAt) || CHANNELS.indexOf(a.channel) - CHANNELS.indexOf(b.channel),
  );
}

/**
 * Where a broadcast began last after its hour; null: nothing had copies to send.
 * @param over whether it has ended: what never began is then the worst, with `seconds` null
 */
export function latestStart(
  report: Pick<Report, 'lines' | 'regions'>,
  nameOf: (timeZone: string, at: Date) => string,
  over: boolean,
): { zone: string; channel: Channel; seconds: number | null } | null {
  const lines = report.lines.filter((line) => everyone(line) > line.suppressed);
  const [worst] = byZone({ ...report, lines }, nameOf)
    .filter(({ first }) => over || first !== null)
    .map(({ zone, channel, dueAt, first }) => ({
      zone,
      channel,
      seconds: first === null ? null : secondsBetween(dueAt, first),
    }))
    .toSorted((a, b) => (b.seconds ?? Infinity) - (a.seconds ?? Infinity) || 0);
  return worst ?? null;
}

const earlier = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b < a) ? b : a;
const later = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && b > a) ? b : a;

/** The time between two instants in whole seconds; never negative. */
export const secondsBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));

/** The time between two instants as `m:ss`, or `h:mm:ss`; never negative. */
export function minutesBetween(from: string, to: string): string {
  const seconds = secondsBetween(from, to);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** What the SMS of a broadcast cost, in rupiah: an estimate. */
export interface Cost {
  all: number;
  /** For the longest name and region, as before it was sent. */
  each: number;
  messages: number;
}

/**
 * What the SMS cost that providers took, at the price that the submission named; null: none were taken, or none is set.
 * @param each rupiah
 */
export function smsTaken({ lines }: Pick<Report, 'lines'>, each: number | null): Cost | null {
  const messages = reached(sumOf(lines.filter(({ channel }) => channel === 'sms')));
  return each === null || messages === 0 ? null : { all: messages * each, each, messages };
}

/** Copies reached by the hour of their hand-over; hours in which nothing went out are there too, within two days. */
export function byHour({
  hours,
}: Pick<Report, 'hours'>): { at: number; values: Partial<Record<Channel, number>> }[] {
  const found = new Map<number, Partial<Record<Channel, number>>>();
  for (const { at, channel, reached: copies } of hours) {
    const hour = Date.parse(at);
    found.set(hour, { ...found.get(hour), [channel]: copies });
  }
  const [first, last] = [Math.min(...found.keys()), Math.max(...found.keys())];
  if (last - first <= FILLED_HOURS * HOUR_MS)
    for (let hour = first; hour < last; hour += HOUR_MS) found.set(hour, found.get(hour) ?? {});
  return [...found].toSorted(([a], [b]) => a - b).map(([at, values]) => ({ at, values }));
}

const HOUR_MS = 3_600_000;
const FILLED_HOURS = 48;

/** Copies reached by language and channel: Indonesian first, those of erased people last. */
export function byLanguage({
  languages,
}: Pick<Report, 'languages'>): [language: string | null, copies: Map<Channel, number>][] {
  const found = new Map<string | null, Map<Channel, number>>();
  for (const { language, channel, reached: copies } of languages)
    found.set(language, (found.get(language) ?? new Map<Channel, number>()).set(channel, copies));
  const rank = (language: string | null): number => (language === 'id' ? 0 : language === null ? 2 : 1);
  return [...found].toSorted(([a], [b]) => rank(a) - rank(b) || (a ?? '').localeCompare(b ?? ''));
}

/** What a broadcast is compared by. */
export const FIGURES = ['messages', 'share', 'failedShare', 'delay', 'seconds', 'perSecond'] as const;
export type Figure = (typeof FIGURES)[number];

export interface Compared {
  figure: Figure;
  own: number | null;
  median: number | null;
  last: number | null;
  /** Whether the broadcast is about as large as is usual: a larger one takes longer. */
  alike: boolean;
}

/** Up to this part of the usual size more or less, a broadcast is as large. */
const ALIKE = 0.25;

/**
 * The figures of a broadcast, the median of earlier ones, and those of the last of them. Shares are parts of 1, times
 * seconds; null where there is none.
 * @param earlier the newest first
 */
export function figuresOf(own: Outline, earlier: readonly Outline[]): Compared[] {
  const size = median(earlier.map(({ messages }) => messages));
  const alike = size !== null && Math.abs(own.messages - size) <= ALIKE * size;
  return FIGURES.map((figure) => ({
    figure,
    own: figureOf(figure, own),
    median: median(earlier.flatMap((one) => figureOf(figure, one) ?? [])),
    last: earlier[0] ? figureOf(figure, earlier[0]) : null,
    alike,
  }));
}

/** One figure of a broadcast; null: there is none. */
export function figureOf(
  figure: Figure,
  { messages, reached: copies, failed, delaySeconds, seconds }: Outline,
): number | null {
  switch (figure) {
    case 'messages':
      return messages;
    case 'share':
      return messages === 0 ? null : copies / messages;
    case 'failedShare':
      return messages === 0 ? null : failed / messages;
    case 'delay':
      return delaySeconds;
    case 'seconds':
      return seconds;
    default:
      return seconds ? (copies + failed) / seconds : null;
  }
}

/** Which way a figure is good; the others are neither. */
const BETTER: Partial<Record<Figure, 1 | -1>> = {
  share: 1,
  failedShare: -1,
  delay: -1,
  seconds: -1,
  perSecond: 1,
};
/** Less than this between two shares, or between two delays in seconds, is no difference. */
const SAME: Partial<Record<Figure, number>> = { share: 0.01, failedShare: 0.01, delay: 60 };
/** Nor is less than this part of what is usual between two durations or speeds. */
const SAME_PART = 0.1;

/**
 * Whether a figure is better or worse than usual; null: it is neither good nor bad, or not known.
 * @param earlier what it is compared with
 */
export function against(
  { figure, own, median: usual, alike }: Compared,
  earlier: readonly unknown[],
): 'better' | 'worse' | 'same' | null {
  if (!isComparable(earlier)) return null;
  const way = BETTER[figure];
  if (way === undefined || own === null || usual === null) return null;
  if (figure === 'seconds' && !alike) return null;
  const more = (own - usual) * way;
  if (Math.abs(more) < (SAME[figure] ?? SAME_PART * usual)) return 'same';
  return more > 0 ? 'better' : more < 0 ? 'worse' : 'same';
}

/** Fewer broadcasts than these say nothing of what is usual. */
export const USUAL_FROM = 3;

/** Whether there are enough earlier broadcasts to say what is usual: the one rule of every part of a report. */
export const isComparable = (earlier: readonly unknown[]): boolean => earlier.length >= USUAL_FROM;

/** Whether a broadcast reached a larger share of its messages than earlier ones; null: too few to compare with. */
export function asUsual(
  outline: Outline,
  earlier: readonly Outline[],
): { how: 'better' | 'worse' | 'same'; own: number; median: number } | null {
  if (!isComparable(earlier)) return null;
  const share = figuresOf(outline, earlier).find(({ figure }) => figure === 'share');
  if (!share || share.own === null || share.median === null) return null;
  const { own, median: usual } = share;
  const how = against(share, earlier) ?? 'same';
  return { how, own, median: usual };
}

/** Causes named beside the large number; the table below has all. */
const CAUSES_NAMED = 3;

/** The main causes by which people got nothing; where people were not counted, those of most copies. */
export function causesNamed({ failures, gotNothingBy }: Pick<Report, 'failures' | 'gotNothingBy'>) {
  const rows = byCause(withPeople(failures, gotNothingBy ?? []));
  const named =
    gotNothingBy === null
      ? rows
      : rows.filter(({ people }) => people > 0).toSorted((a, b) => b.people - a.people);
  return named.slice(0, CAUSES_NAMED);
}

/** What went wrong with the copies of one region, or of one channel. */
interface Worst<Name extends string> {
  name: Name;
  missed: number;
  all: number;
}

/** The region and the channel with the largest share that went wrong, each where there are several; null: none. */
export function worstOf({ lines }: Pick<Report, 'lines'>): {
  region: Worst<string> | null;
  channel: Worst<Channel> | null;
} {
  const worst = <Name extends string>(
    nameOf: (line: Report['lines'][number]) => Name,
  ): Worst<Name> | null => {
    const names = [...new Set(lines.map(nameOf))];
    const counts = new Map(
      names.map((name) => {
        const of = sumOf(lines.filter((line) => nameOf(line) === name));
        // Of uncertain copies nobody knows that they did not arrive.
        return [name, { ...of, accepted: of.accepted + of.unknown, unknown: 0 }];
      }),
    );
    const name = names.length > 1 ? worstFirst(counts)[0] : undefined;
    const found = names.find((one) => one === name);
    const of = found === undefined ? undefined : counts.get(found);
    return found !== undefined && of ? { name: found, missed: withoutIn(of), all: everyone(of) } : null;
  };
  return { region: worst(({ region }) => region), channel: worst(({ channel }) => channel) };
}

/** Of an even number the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** A duration in seconds as `m:ss`, or `h:mm:ss`. */
export const duration = (seconds: number): string =>
  minutesBetween(new Date(0).toISOString(), new Date(seconds * 1000).toISOString());
