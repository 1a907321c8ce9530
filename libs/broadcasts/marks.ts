import type { Election } from '#audience';
import { CHANNELS } from '#channels';
import { sendingDays } from '#waves';
import { checkFacts, contestantsIn, type Finding, type StatedText } from './fact-check.rules.js';
import type { FrozenDocument } from './freeze.js';
import { checkMoments } from './moment.rules.js';
import { pollingDateAt, pollingDates } from './polling.rules.js';

/** When a document is looked at. */
export interface MarksAt {
  /** Null: nobody has said yet when it goes out. */
  now: Date | null;
  /** Whether it may go out in the quiet period: then contestants' names are marked, too. */
  quiet: boolean;
}

/**
 * The marks of a document: what its author sees while writing, and a reviewer before deciding.
 * @param election as it is now: an edit after the submission is one reason for a mark
 */
export function marksIn(
  document: FrozenDocument,
  election: Election | null,
  { now, quiet }: MarksAt,
): Finding[] {
  const texts = statedIn(document);
  const dates = election && pollingDates(election, document.audience.regions);
  const facts = election &&
    dates && {
      pollingDates: [dates.pollingDate, ...Object.values(dates.byRegion)],
      quietFrom: election.quietFrom,
      quietTo: election.quietTo,
      opens: election.pollingOpens,
      closes: election.pollingCloses,
    };
  const sendings = now ? sendingDays(document.schedule, document.regions, now) : [];
  const moments = sendings.map(({ regionCode, from, lastDay }) => ({
    from,
    lastDay,
    pollingDate: dates && pollingDateAt(dates, regionCode),
  }));
  const names = election?.contests.flatMap(({ contestants }) => contestants.map(({ name }) => name)) ?? [];
  return [
    ...checkFacts(texts, facts),
    ...checkMoments(texts, moments, facts),
    ...(quiet ? contestantsIn(texts, names) : []),
  ];
}

const statedIn = ({ contents, alternatives }: FrozenDocument): StatedText[] => [
  ...CHANNELS.flatMap((channel) =>
    Object.entries(contents[channel] ?? {}).flatMap(([language, { subject, text }]) => [
      ...(subject === undefined ? [] : [{ channel, language, field: 'subject' as const, text: subject }]),
      { channel, language, field: 'text' as const, text },
    ]),
  ),
  // What is no channel's has the word for it in its place.
  ...Object.entries(alternatives?.easy ?? {}).map(([language, text]) => ({
    channel: 'easy' as const,
    language,
    field: 'text' as const,
    text,
  })),
];
