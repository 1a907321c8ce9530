import type { Election } from '#audience/elections';
import type { LiveLanguages } from '#audience/languages';
import type { Warning } from '../content/content.rules.js';
import type { Draft } from '../drafts/draft.js';
import { relativeDaysIn } from './moment.rules.js';
import { factsIn } from './read-facts.rules.js';
import { namesVotingDay, speaksOfVoting, type Told } from './voting-day.rules.js';

type Dated = Pick<Election, 'pollingDate' | 'contests'>;
/**
 * Warns that texts about polling day were compared with no date and no hour, because no election is chosen.
 * @param open elections that could be chosen
 */
export function unchosenElection(
  draft: Pick<Draft, 'channels' | 'contents' | 'alternatives' | 'electionId'>,
  open: readonly Dated[],
  languages: LiveLanguages,
): Warning[] {
  if (draft.electionId !== undefined || open.length === 0) return [];
  const dates = open.flatMap(({ pollingDate, contests }) => [
    pollingDate,
    ...contests.flatMap((contest) => contest.pollingDate ?? []),
  ]);
  if (!textsOf(draft).some((one) => isAboutPollingDay(one, dates, languages))) return [];
  const message =
    'The texts speak of polling day, and no election is chosen to compare its date and hours with.';
  return [{ code: 'election-unchosen', path: 'electionId', message }];
}

/** A text that names the day or a polling date, or that speaks of voting and names any day or hour. */
function isAboutPollingDay(told: Told, pollingDates: readonly string[], languages: LiveLanguages): boolean {
  if (namesVotingDay(told)) return true;
  const facts = factsIn(told.text, told.language, languages);
  const isPollingDate = (value: string): boolean =>
    pollingDates.some((date) => date === value || (value.startsWith('--') && date.endsWith(value.slice(1))));
  if (facts.some(({ kind, value }) => kind === 'date' && isPollingDate(value))) return true;
  return (
    speaksOfVoting(told) && (facts.some(({ kind }) => kind !== 'number') || relativeDaysIn(told).length > 0)
  );
}

const textsOf = ({
  channels,
  contents,
  alternatives,
}: Pick<Draft, 'channels' | 'contents' | 'alternatives'>): Told[] => [
  ...channels.flatMap((channel) =>
    Object.entries<{ subject?: string; body: string }>(contents[channel] ?? {}).map(
      ([language, { subject = '', body }]) => ({ language, text: `${subject}\n${body}` }),
    ),
  ),
  ...Object.entries(alternatives?.easy ?? {}).map(([language, text]) => ({ language, text })),
];
