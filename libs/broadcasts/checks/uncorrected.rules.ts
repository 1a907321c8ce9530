import { CHANNELS, type ChannelName } from '#channels';
import type { Finding } from './fact-check.rules.js';
import type { FrozenDocument } from '../document/freeze.js';
import { isBanded, withoutBand } from '../content/band.js';
import { closingAt } from '../content/footer.js';

/** The maximum length of the quote of a text that is marked as a whole, in UTF-16 units. */
const QUOTED = 80;

type Texts = Pick<FrozenDocument, 'contents' | 'kind' | 'originalId' | 'layout'>;

/** The texts of a correction that equal a text of its original: their recipients would get the same text again. */
export const uncorrected = (document: Texts, original: Texts): Finding[] =>
  wordForWord(document, original, { code: 'uncorrected', expected: [] });

/** The texts of a copy that still equal a text of a broadcast that is in doubt, corrected or withdrawn. */
export const copiedInDoubt = (document: Texts, { why, document: copied, title }: InDoubt): Finding[] =>
  wordForWord(document, copied, { code: `copied-${why}`, expected: [title] });

/** A broadcast whose text may be wrong, as it was approved. */
export interface InDoubt {
  why: 'doubted' | 'corrected' | 'withdrawn';
  title: string;
  document: Texts;
}

/**
 * Compares what authors wrote: both texts end in the standing closing lines, which are the same for every broadcast, and
 * the band above a corrected e-mail is no correction.
 */
function wordForWord(document: Texts, original: Texts, as: Pick<Finding, 'code' | 'expected'>): Finding[] {
  return CHANNELS.flatMap((channel) =>
    Object.keys(document.contents[channel] ?? {}).flatMap((language): Finding[] => {
      const now = writtenIn(document, channel, language);
      const before = writtenIn(original, channel, language);
      if (!now || before?.text !== now.text || before.subject !== now.subject) return [];
      const own = now.text.slice(0, closingAt(channel, language, now.text));
      return [{ ...as, channel, language, field: 'text', start: now.start, quote: beginningOf(own) }];
    }),
  );
}

/** A content without the band. `start`: where it begins in the text. */
function writtenIn(document: Texts, channel: ChannelName, language: string) {
  const content = document.contents[channel]?.[language];
  if (!content) return undefined;
  return channel === 'email' && isBanded(document)
    ? withoutBand(language, content)
    : { subject: content.subject, text: content.text, start: 0 };
}

/** The first words of a text's first line. */
function beginningOf(text: string): string {
  const [line = ''] = text.split('\n');
  const space = line.lastIndexOf(' ', QUOTED);
  return line.length <= QUOTED || space <= 0 ? line : line.slice(0, space);
}
