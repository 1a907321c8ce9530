import type { Span } from '../../../api';
import type { Place } from '../preflight.rules';

/** Letters that a plain SMS (GSM-7) lacks, by the one that means the same there. */
const PLAIN = new Map(
  Object.entries({
    '-': '‐‑‒–—―−',
    '"': '“”„‟″«»',
    "'": '‘’‚‛′´`',
    '...': '…',
    ' ': '\u00A0\u2002\u2003\u2007\u2008\u2009\u200A\u202F',
    '*': '•·',
    x: '×',
    '': '\u00AD\u200B\u200C\u200D\u2060\uFEFF',
  }).flatMap(([plain, odd]) => Array.from(odd, (letter): [string, string] => [letter, plain])),
);

/** Of these places of a text, those with a plain letter that means the same. */
export const plainAt = (
  text: string,
  spans: readonly Span[],
): Required<Pick<Place, 'span' | 'quote' | 'mend'>>[] =>
  spans.flatMap((span) => {
    const quote = text.slice(span.start, span.end);
    const mend = PLAIN.get(quote);
    return mend === undefined ? [] : [{ span, quote, mend }];
  });
