import { CHANNELS } from '#channels';
import type { Finding } from './fact-check.rules.js';
import type { FrozenDocument } from '../document/freeze.js';
import { closingAt } from '../content/footer.js';

/** The maximum length of the quote of a text that is marked as a whole, in UTF-16 units. */
const QUOTED = 80;

type Texts = Pick<FrozenDocument, 'contents'>;

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

/** Both texts end in the standing closing lines, which are the same for every broadcast. */
function wordForWord(
  { contents }: Texts,
  original: Texts,
  as: Pick<Finding, 'code' | 'expected'>,
): Finding[] {
  return CHANNELS.flatMap((channel) =>
    Object.entries(contents[channel] ?? {}).flatMap(([language, { subject, text }]): Finding[] => {
      const before = original.contents[channel]?.[language];
      if (before?.text !== text || before.subject !== subject) return [];
      const own = text.slice(0, closingAt(channel, language, text));
      return [
        {
          ...as,
          channel,
          language,
          field: 'text',
          start: 0,
          quote: beginningOf(own),
        },
      ];
    }),
  );
}

/** The first words of a text's first line. */
function beginningOf(text: string): string {
  const [line = ''] = text.split('\n');
  const space = line.lastIndexOf(' ', QUOTED);
  return line.length <= QUOTED || space <= 0 ? line : line.slice(0, space);
}
