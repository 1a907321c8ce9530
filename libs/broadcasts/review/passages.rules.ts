import { type Fault, fault } from '#contract/problems';
import { TRAINING_MARK } from '#contract/lists';
import { closingAt } from '../content/footer.js';
import type { FrozenDocument } from '../document/freeze.js';
import type { Passage } from '#contract/api/message';

export type { Passage } from '#contract/api/message';

/** The passages that do not match the document. */
export function misplaced(
  passages: readonly Passage[],
  { contents }: Pick<FrozenDocument, 'contents'>,
): Fault[] {
  return passages.flatMap(({ channel, language, field, quote, start }, at): Fault[] => {
    const content = contents[channel]?.[language];
    const text = content && Object.hasOwn(content, field) ? content[field] : undefined;
    const path = `passages.${at}`;
    if (text === undefined) return [fault(path, 'no-such-passage-text', { field, channel, language })];
    return text.startsWith(quote, start) ? [] : [fault(`${path}.quote`, 'passage-elsewhere', { start })];
  });
}

/**
 * A passage without what Siar adds to every copy, the mark of a training installation and the closing lines: its author
 * finds neither in a field. A passage of nothing else stays as it is.
 */
export function ownPart(passage: Passage, { contents }: Pick<FrozenDocument, 'contents'>): Passage {
  const { channel, language, field, quote } = passage;
  const text = contents[channel]?.[language]?.[field] ?? '';
  const mark = `${TRAINING_MARK} `;
  const from = Math.max(passage.start, text.startsWith(mark) ? mark.length : 0);
  const own = field === 'text' ? closingAt(channel, language, text) : text.length;
  const to = Math.min(passage.start + quote.length, own);
  return from < to ? { ...passage, start: from, quote: text.slice(from, to) } : passage;
}
