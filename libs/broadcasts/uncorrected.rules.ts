import { CHANNELS } from '#channels';
import type { Finding } from './fact-check.rules.js';
import type { FrozenDocument } from './freeze.js';
import { closingAt } from './standing-words.js';

/** Of a text that is marked as a whole, so much is quoted, in UTF-16 units. */
const QUOTED = 80;

type Texts = Pick<FrozenDocument, 'contents'>;

/** The texts of a correction that say word for word what it corrects: whoever got that would get it once more. */
export const uncorrected = (document: Texts, original: Texts): Finding[] =>
  wordForWord(document, original, { code: 'uncorrected', expected: [] });

/** The texts of a copy that still say word for word what is in doubt elsewhere. @param title of the broadcast in doubt */
export const copiedInDoubt = (document: Texts, { document: copied, title }: InDoubt): Finding[] =>
  wordForWord(document, copied, { code: 'copied-doubted', expected: [title] });

/** A broadcast in doubt, as it was approved. */
export interface InDoubt {
  title: string;
  document: Texts;
}

/** Both end in our own closing lines, which are the same for every broadcast. */
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
