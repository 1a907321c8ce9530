import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import { CHANNELS } from '#channels';
import { fault } from '#contract/problems';
import { sha256 } from '#platform/crypto';
import { Problem } from '#platform/http';
import { sendingDays } from '#planning';
import { checkFacts, contestantsIn, type Finding, inOrder, type StatedText } from './fact-check.rules.js';
import type { FrozenDocument } from '../document/freeze.js';
import { checkMoments } from './moment.rules.js';
import { pollingDateAt, pollingDates } from './polling.rules.js';
import { copiedInDoubt, type InDoubt, uncorrected } from './uncorrected.rules.js';
import type { ReviewMark as Mark } from '#contract/api/plan';

export type { ReviewMark as Mark } from '#contract/api/plan';

/** The circumstances under which a document is judged. */
interface MarksAt {
  /** Null: the time at which it goes out is not decided. */
  now: Date | null;
  /** Whether it may go out in the quiet period: contestants' names are marked then, too. */
  quiet: boolean;
  /** The document that a correction corrects; null: it is no correction. */
  original: FrozenDocument | null;
  /**
   * The broadcast it was copied from, while that is in doubt, corrected or withdrawn; null: it is no copy, or that holds.
   */
  doubted: InDoubt | null;
  languages: LiveLanguages;
}

/**
 * The marks of a document, for its author while writing and for a reviewer before deciding.
 * @param election the current data: an edit after the submission is one reason for a mark
 */
export function marksIn(
  document: FrozenDocument,
  election: Election | null,
  { now, quiet, original, doubted, languages }: MarksAt,
): Mark[] {
  const texts = statedIn(document);
  const dates = election && pollingDates(election, document.audience.regions);
  const facts = election &&
    dates && {
      pollingDates: [dates.pollingDate, ...Object.values(dates.byRegion)],
      quietFrom: election.quietFrom,
      quietTo: election.quietTo,
      opens: election.pollingOpens,
      closes: election.pollingCloses,
      deadline: election.moveDeadline,
    };
  const sendings = now ? sendingDays(document.schedule, document.regions, now) : [];
  const moments = sendings.map(({ regionCode, from, lastDay }) => ({
    from,
    lastDay,
    pollingDate: dates && pollingDateAt(dates, regionCode),
  }));
  const names = election?.contests.flatMap(({ contestants }) => contestants.map(({ name }) => name)) ?? [];
  const found = [
    ...checkFacts(texts, facts, languages),
    ...checkMoments(texts, moments, facts, languages),
    ...(original ? uncorrected(document, original) : []),
    ...(doubted ? copiedInDoubt(document, doubted) : []),
    ...(quiet ? contestantsIn(texts, names) : []),
  ];
  return inOrder([...new Map(found.map((one) => [idOf(one), { ...one, id: idOf(one) }])).values()], CHANNELS);
}

const idOf = ({
  code,
  channel,
  language,
  field,
  start,
  quote,
  expected,
  pollingDates = [],
}: Finding): string =>
  sha256(JSON.stringify([code, channel, language, field, start, quote, ...expected, ...pollingDates])).slice(
    0,
    16,
  );

/**
 * Refuses an approval while a mark is open.
 * @param acknowledged ids of marks
 * @throws Problem invalid, with the `open` marks
 */
export function mustBeAcknowledged(marks: readonly Mark[], acknowledged: readonly string[]): void {
  const open = marks.filter(({ id }) => !acknowledged.includes(id));
  if (open.length === 0) return;
  const counted = { open: open.length, marks: marks.length };
  throw new Problem('marks-open', counted, [fault('acknowledged', 'marks-open', counted)], { open });
}

const statedIn = ({ contents, alternatives }: FrozenDocument): StatedText[] => [
  ...CHANNELS.flatMap((channel) =>
    Object.entries(contents[channel] ?? {}).flatMap(([language, { subject, text }]) => [
      ...(subject === undefined ? [] : [{ channel, language, field: 'subject' as const, text: subject }]),
      { channel, language, field: 'text' as const, text },
    ]),
  ),
  // An easy text, which belongs to no channel, has `easy`.
  ...Object.entries(alternatives?.easy ?? {}).map(([language, text]) => ({
    channel: 'easy' as const,
    language,
    field: 'text' as const,
    text,
  })),
];
