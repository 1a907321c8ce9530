// What a row of the first screen says of a broadcast that nobody has approved: its time, what it lacks, what it meets.
import type { ChannelName } from '#channels';
import type { HomeLack, HomePlan } from '#contract/api/home';
import type { ReviewMark } from '#contract/api/plan';
import { checkComplete } from './content/content.rules.js';
import type { Draft } from './drafts/draft.js';
import { TRAINING_MARK } from '#contract/lists';

/** The part of a draft that a missing field is named by. */
const PART_OF: Record<string, HomeLack> = {
  channels: 'channels',
  contents: 'texts',
  audience: 'audience',
  electionId: 'election',
  schedule: 'schedule',
};

/** The parts without which it cannot be submitted, in the order of the form. */
export function lacksOf(draft: Draft): HomeLack[] {
  const missing = new Set(checkComplete(draft).map(({ path }) => PART_OF[path.split('.', 1)[0] ?? '']));
  return Object.values(PART_OF).filter((part) => missing.has(part));
}

/**
 * What is to be done about a draft that lacks nothing: what prevents its submission, how many places a reviewer would see
 * marked, and what became of what its text was copied from.
 */
export const looksOf = (
  obstacles: readonly unknown[],
  marks: readonly Pick<ReviewMark, 'code'>[],
): Pick<HomePlan, 'faults' | 'looks' | 'copied'> => ({
  faults: obstacles.length,
  looks: marks.length,
  copied: COPIED.find((why) => marks.some(({ code }) => code === `copied-${why}`)) ?? null,
});

const COPIED = ['withdrawn', 'corrected', 'doubted'] as const;

/** A passage that KPU returned with a reason. */
export interface ReturnedPassage {
  channel: ChannelName;
  language: string;
  field: 'subject' | 'text';
  quote: string;
  reason: string;
}

type Texts = Partial<
  Record<string, Partial<Record<string, { subject?: string; body?: string; text?: string }>>>
>;

/**
 * The passages that are still in the texts of a draft. One of several alike counts as mended for each that is gone.
 * @param reviewed the texts that they were returned in
 */
export function leftToMend(
  passages: readonly ReturnedPassage[],
  reviewed: Texts,
  { channels, contents }: { channels: readonly string[]; contents: Texts },
): ReturnedPassage[] {
  const alike = new Map<string, ReturnedPassage[]>();
  for (const passage of passages) {
    const { channel, language, field, quote } = passage;
    if (!channels.includes(channel)) continue;
    const key = JSON.stringify([channel, language, field, quote]);
    alike.set(key, [...(alike.get(key) ?? []), passage]);
  }
  return [...alike.values()].flatMap((of) => {
    const [{ channel, language, field, quote } = UNPLACED] = of;
    const words = quote.replace(MARKED, '');
    const before = reviewed[channel]?.[language]?.[field] ?? '';
    const now = contents[channel]?.[language]?.[field === 'subject' ? 'subject' : 'body'] ?? '';
    const gone = timesIn(before, words) - timesIn(now, words);
    return of.slice(Math.max(0, gone));
  });
}

const UNPLACED = { channel: '', language: '', field: 'text', quote: '' } as const;
/** The mark of a training installation, which no draft contains. */
const MARKED = new RegExp(`^${TRAINING_MARK.replace(/[[\]]/g, String.raw`\$&`)} `);
const timesIn = (text: string, words: string): number => (words === '' ? 0 : text.split(words).length - 1);

/** A broadcast with its times. */
export interface TimedBroadcast {
  id: string;
  title: string;
  channels: readonly ChannelName[];
  topics: readonly string[];
  /** Of a correction, which always goes out besides its original, it is not counted. */
  alone: boolean;
  times: readonly { at: number; region: string }[];
}

/** Two messages within this time come at once for whoever gets both. */
const HOUR_MS = 3_600_000;
const provinceOf = (code: string): string => code.split('.', 1)[0] ?? code;
/** Whether a region is, or lies in, another, whichever it is. */
const touches = (a: string, b: string): boolean => a === b || a === provinceOf(b) || provinceOf(a) === b;

/** Whether two broadcasts may reach the same people within an hour, as the calendar estimates it. */
export function meet(one: TimedBroadcast, other: TimedBroadcast): boolean {
  if (one.id === other.id || !one.alone || !other.alone) return false;
  if (!one.channels.some((channel) => other.channels.includes(channel))) return false;
  const apart =
    one.topics.length > 0 &&
    other.topics.length > 0 &&
    !one.topics.some((topic) => other.topics.includes(topic));
  if (apart) return false;
  // By province: an audience of every regency has more than five hundred times.
  const near = new Map<string, TimedBroadcast['times'][number][]>();
  for (const there of other.times) {
    const province = provinceOf(there.region);
    const known = near.get(province);
    if (known) known.push(there);
    else near.set(province, [there]);
  }
  return one.times.some(({ at, region }) =>
    near
      .get(provinceOf(region))
      ?.some((there) => Math.abs(there.at - at) <= HOUR_MS && touches(region, there.region)),
  );
}
