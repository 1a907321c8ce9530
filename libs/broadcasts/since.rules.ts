import type { Estimate } from '#audience';
import { type ChannelName, CHANNELS } from '#channels';
import type { LocalHours } from '#waves';
import { changesBetween } from './diff.js';
import type { FrozenDocument } from './freeze.js';

/** What of a broadcast can be another than it was. `other`: what has no name of its own, so that nothing changes unsaid. */
const TOPICS = [
  'people',
  'regions',
  'hours',
  'texts',
  'sender',
  'title',
  'kind',
  'channels',
  'reach',
  'languages',
  'topics',
  'window',
  'expiry',
  'election',
  'neutral',
  'alternatives',
  'correction',
  'sms',
  'other',
] as const;
type Topic = (typeof TOPICS)[number];

/** A text that is another than it was. */
interface ChangedText {
  channel: ChannelName;
  language: string;
  change: 'added' | 'removed' | 'changed';
}

/** A document as it stood, or stands, at a moment. */
export interface Stand {
  document: FrozenDocument;
  people: Estimate;
  hours: LocalHours[];
}

/** What is another than it was, in values: no path, and no digest. */
export interface Difference {
  /** Empty: nothing at all. */
  changed: Topic[];
  people: { before: Estimate; after: Estimate };
  /** Codes of the audience's regions. */
  regions: { added: string[]; removed: string[] };
  hours: { before: LocalHours[]; after: LocalHours[] };
  texts: ChangedText[];
}

/** The first that a path begins with says what a change is about. */
const ABOUT: readonly (readonly [path: string, topic: Topic | null])[] = [
  ['title', 'title'],
  ['kind', 'kind'],
  ['channels', 'channels'],
  ['reach', 'reach'],
  ['contents.', 'texts'],
  ['nameless', 'texts'],
  ['audience.regions', 'regions'],
  ['audience.languages', 'languages'],
  ['audience.topics', 'topics'],
  ['regions', 'regions'],
  // These are compared as the hours that come of them.
  ['schedule.at', null],
  ['schedule.perRegion', null],
  ['schedule.expires', 'expiry'],
  ['schedule.window', 'window'],
  ['schedule.leaveWindow', 'window'],
  ['election', 'election'],
  ['neutral', 'neutral'],
  ['alternatives', 'alternatives'],
  ['correction', 'correction'],
  ['smsOverride', 'sms'],
  ['sender', 'sender'],
];

/** How what is decided on now differs from what was looked at. */
export function differenceBetween(before: Stand, after: Stand): Difference {
  const [was, is] = [before.document, after.document];
  const found = new Set<Topic>();
  for (const { path } of changesBetween(was, is)) {
    const about = ABOUT.find(([start]) => path.startsWith(start));
    const topic = about ? about[1] : 'other';
    if (topic) found.add(topic);
  }
  if (countsOf(before) !== countsOf(after)) found.add('people');
  if (clocksOf(before.hours) !== clocksOf(after.hours)) found.add('hours');
  return {
    changed: TOPICS.filter((topic) => found.has(topic)),
    people: { before: before.people, after: after.people },
    regions: {
      added: without(is.audience.regions, was.audience.regions),
      removed: without(was.audience.regions, is.audience.regions),
    },
    hours: { before: before.hours, after: after.hours },
    texts: changedTexts(was, is),
  };
}

const without = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((one) => !others.includes(one));

/** Of the channels that it goes out on alone: others have a count, too. */
const countsOf = ({ document, people }: Stand): string =>
  JSON.stringify([people.people, document.channels.map((name) => people.channels[name])]);

/** "At once" stays what it is, whatever the hour by now. */
const clocksOf = (hours: readonly LocalHours[]): string =>
  JSON.stringify(hours.map(({ timeZone, atOnce, local }) => [timeZone, atOnce || local]));

function changedTexts(was: FrozenDocument, is: FrozenDocument): ChangedText[] {
  return CHANNELS.flatMap((channel) => {
    const [old, now] = [was.contents[channel] ?? {}, is.contents[channel] ?? {}];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((language) => {
      const [before, after] = [old[language], now[language]];
      if (before && after && before.text === after.text && before.subject === after.subject) return [];
      return [{ channel, language, change: !before ? 'added' : !after ? 'removed' : 'changed' } as const];
    });
  });
}
