import type { LiveLanguages } from '#audience/languages';
import type { ChannelName } from '#channels';
import type { Warning } from '../content/content.rules.js';
import type { Draft } from '../drafts/draft.js';
import { factsIn } from './read-facts.rules.js';

/** Words for the place or the act of voting: an hour beside them is probably one of polling. */
const POLLING =
  /(?<![\p{L}\p{N}])(?:TPS|pemungutan suara|(?:men)?coblos(?:an)?|polling (?:stations?|places?)|polls)(?![\p{L}\p{N}])/iu;

/** Warns that the hours of a text about polling stations were compared with nothing, because no election is chosen. */
export function uncheckedHours(
  { channels, contents, electionId }: Draft,
  languages: LiveLanguages,
): Warning[] {
  if (electionId !== undefined) return [];
  const states = (channel: ChannelName): boolean =>
    Object.entries<{ subject?: string; body: string }>(contents[channel] ?? {}).some(
      ([language, { subject = '', body }]) => {
        const text = `${subject}\n${body}`;
        return POLLING.test(text) && factsIn(text, language, languages).some(({ kind }) => kind === 'hour');
      },
    );
  if (!channels.some(states)) return [];
  const message =
    'The texts state hours of polling stations, and no election is chosen to compare them with.';
  return [{ code: 'hours-unchecked', path: 'electionId', message }];
}
