import { TRAINING_MARK } from '../../../../../../libs/contract/lists.js';
import type { Channel, Passage, Submission } from '../../../api';
import { type Located, placeNow } from '../../../parts/texts/place-now.rules';
import type { TextForm } from '../form.rules';

/** A passage that a reviewer sent back, and its position in the present text. */
export interface Pinned {
  passage: Passage;
  /** In UTF-16 units of the field; null: the passage is gone. */
  at: Located | null;
}

/** The API path of the field that a passage is in. */
export const pathOfPassage = ({ channel, language, field }: Omit<Passage, 'reason'>): string =>
  `contents.${channel}.${language}.${field === 'subject' ? 'subject' : 'body'}`;

/** Whether two are of the same place, for the same reason. */
export const samePassage = (one: Passage, other: Passage): boolean =>
  pathOfPassage(one) === pathOfPassage(other) && one.start === other.start && one.reason === other.reason;

/**
 * The submission that a reviewer sent back; null when there is none, or when it was submitted again.
 * @param submission the newest one
 */
export const sentBack = (submission: Submission | null): Submission | null =>
  submission?.decision === 'rejected' ? submission : null;

/**
 * All passages that were sent back, located in the present texts.
 * @param textOf the present text, empty once it is deleted; null: its channel is no longer chosen
 */
export function pinnedInAll(
  submission: Pick<Submission, 'passages' | 'document'>,
  textOf: (channel: Channel, language: string) => TextForm | null,
): Pinned[] {
  const written = new Map(submission.passages.map((one) => [`${one.channel} ${one.language}`, one]));
  return [...written.values()].flatMap(({ channel, language }) => {
    const text = textOf(channel, language);
    return text ? pinnedIn(submission, channel, language, text) : [];
  });
}

const MARK = `${TRAINING_MARK} `;

/** The passage without the mark of a training installation, which no field contains. */
const unmarked = ({ quote, start }: Passage): Pick<Passage, 'quote' | 'start'> =>
  start === 0 && quote.startsWith(MARK)
    ? { quote: quote.slice(MARK.length), start: MARK.length }
    : { quote, start };

/** The passages of one text that were sent back, located in the present text. */
export function pinnedIn(
  { passages, document }: Pick<Submission, 'passages' | 'document'>,
  channel: Channel,
  language: string,
  written: TextForm,
): Pinned[] {
  return passages
    .filter((passage) => passage.channel === channel && passage.language === language)
    .map((passage) => {
      const reviewed = document.contents[channel]?.[language]?.[passage.field] ?? '';
      const now = passage.field === 'text' ? written.body : written.subject;
      return { passage, at: placeNow(unmarked(passage), reviewed, now) };
    });
}

/** Words that KPU sent back in one text, where they stand in another. */
export interface Elsewhere {
  passage: Passage;
  at: Located;
}

/**
 * Where the words that KPU sent back stand in other texts of the same language, which it did not mark: each text once.
 * @param pinned where they were sent back, as they stand now
 */
export function alsoElsewhere(
  pinned: readonly Pinned[],
  channels: readonly Channel[],
  textOf: (channel: Channel, language: string) => TextForm | null,
): Elsewhere[] {
  const found = new Map<string, Elsewhere>();
  for (const { passage } of pinned) {
    const { quote } = unmarked(passage);
    // A sign or two stand everywhere.
    if (quote.trim().length < LEAST) continue;
    for (const channel of channels) {
      const text = textOf(channel, passage.language);
      if (!text) continue;
      for (const field of ['subject', 'text'] as const) {
        const there: Passage = { ...passage, channel, field, quote };
        const path = pathOfPassage(there);
        // Where it was marked too, the note on the return says so already.
        if (pinned.some((one) => pathOfPassage(one.passage) === path)) continue;
        const start = (field === 'subject' ? text.subject : text.body).indexOf(quote);
        const key = `${path} ${quote}`;
        if (start !== -1 && !found.has(key))
          found.set(key, { passage: { ...there, start }, at: { start, end: start + quote.length } });
      }
    }
  }
  return [...found.values()];
}

const LEAST = 4;

/** Where the words of a passage under review stand in other texts of its language, without those that have a reason there. */
export function sameWordsIn(
  contents: Submission['document']['contents'],
  chosen: Omit<Passage, 'reason'>,
  pins: readonly Passage[],
): Passage[] {
  const textOf = (channel: Channel, language: string): TextForm | null => {
    const text = contents[channel]?.[language];
    return text ? { subject: text.subject ?? '', body: text.text } : null;
  };
  const passage = { ...chosen, reason: '' };
  return alsoElsewhere([{ passage, at: null }], Object.keys(contents) as Channel[], textOf)
    .map(({ passage: there }) => there)
    .filter((there) =>
      pins.every(
        (pin) =>
          pathOfPassage(pin) !== pathOfPassage(there) ||
          pin.start + pin.quote.length <= there.start ||
          there.start + there.quote.length <= pin.start,
      ),
    );
}
