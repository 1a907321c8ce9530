import type { z } from 'zod';
import { changeTopic, type SinceLastLook } from '#contract/api/reviews';
import type { Estimate } from '#contract/api/plan';
import { CHANNELS } from '#channels';
import type { LocalHours } from '#planning';
import { meets, pollingDateAt } from '../checks/polling.rules.js';
import { changesBetween } from '../document/diff.js';
import type { FrozenDocument } from '../document/freeze.js';

type Topic = z.output<typeof changeTopic>;

/** A document with its audience and hours at one moment. */
export interface Stand {
  document: FrozenDocument;
  /** Null: not counted. */
  people: Estimate | null;
  hours: LocalHours[];
}

/** The changed values: no paths, and no digest. */
export type Difference = Pick<SinceLastLook, 'changed' | 'people' | 'regions' | 'hours' | 'texts'>;

/** The first matching prefix of a path gives the topic of a change. */
const ABOUT: readonly (readonly [path: string, topic: Topic | null])[] = [
  ['title', 'title'],
  ['kind', 'kind'],
  ['channels', 'channels'],
  ['reach', 'reach'],
  ['contents.', 'texts'],
  ['nameless', 'texts'],
  ['layout', 'texts'],
  ['marks', 'texts'],
  ['audience.regions', 'regions'],
  ['audience.languages', 'languages'],
  ['audience.topics', 'topics'],
  ['regions', 'regions'],
  // These are compared by the resulting hours.
  ['schedule.at', null],
  ['schedule.perRegion', null],
  ['schedule.expires', 'expiry'],
  ['schedule.window', 'window'],
  ['schedule.leaveWindow', 'window'],
  // Compared by region: an added region brings its date with it.
  ['election.byRegion', null],
  ['election.words', 'other'],
  ['election', 'election'],
  ['neutral', 'neutral'],
  ['alternatives', 'alternatives'],
  ['correction', 'correction'],
  ['smsOverride', 'sms'],
  ['sender', 'sender'],
  ['accountKinds', 'accountKinds'],
];

/** The difference between the document to decide on and the one looked at before. */
export function differenceBetween(before: Stand, after: Stand): Difference {
  const [was, is] = [before.document, after.document];
  const found = new Set<Topic>();
  for (const { path, was: old, is: now } of changesBetween(was, is)) {
    // The words of a date that is spelt in one document only follow from its dates and the languages of its texts.
    if (path.startsWith('election.words') && (old === undefined || now === undefined)) continue;
    // So do the accounts of a channel that was added or removed.
    if (path.startsWith('accountKinds') && (old === undefined || now === undefined)) continue;
    const about = ABOUT.find(([start]) => path.startsWith(start));
    const topic = about ? about[1] : 'other';
    if (topic) found.add(topic);
  }
  if (movedPolling(was, is)) found.add('election');
  const [had, has] = [before.people, after.people];
  if (had && has && countsOf(had, was) !== countsOf(has, is)) found.add('people');
  if (clocksOf(before.hours) !== clocksOf(after.hours)) found.add('hours');
  return {
    changed: changeTopic.options.filter((topic) => found.has(topic)),
    people: had && has && { before: had, after: has },
    regions: {
      added: without(is.audience.regions, was.audience.regions),
      removed: without(was.audience.regions, is.audience.regions),
    },
    hours: { before: before.hours, after: after.hours },
    texts: changedTexts(was, is),
  };
}

/** Whether a region of both audiences polls on another day. */
function movedPolling(was: FrozenDocument, is: FrozenDocument): boolean {
  const [old, now] = [was.election, is.election];
  if (!old || !now) return false;
  const inBoth = (code: string): boolean =>
    [was, is].every(({ audience }) => audience.regions.some((one) => meets(one, code)));
  return [...Object.keys(old.byRegion), ...Object.keys(now.byRegion)].some(
    (code) => inBoth(code) && pollingDateAt(old, code) !== pollingDateAt(now, code),
  );
}

const without = (all: readonly string[], others: readonly string[]): string[] =>
  all.filter((one) => !others.includes(one));

/** Only channels that it goes out on: other channels have counts, too. */
const countsOf = ({ people, channels }: Estimate, document: FrozenDocument): string =>
  JSON.stringify([people, document.channels.map((name) => channels[name])]);

/** "At once" stays the same at every hour. */
const clocksOf = (hours: readonly LocalHours[]): string =>
  JSON.stringify(hours.map(({ timeZone, atOnce, local }) => [timeZone, atOnce || local]));

function changedTexts(was: FrozenDocument, is: FrozenDocument): Difference['texts'] {
  return CHANNELS.flatMap((channel) => {
    const [old, now] = [was.contents[channel] ?? {}, is.contents[channel] ?? {}];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((language) => {
      const [before, after] = [old[language], now[language]];
      if (before && after && before.text === after.text && before.subject === after.subject) return [];
      return [{ channel, language, change: !before ? 'added' : !after ? 'removed' : 'changed' } as const];
    });
  });
}
