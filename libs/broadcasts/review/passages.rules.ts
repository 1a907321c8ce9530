import { type Fault, fault } from '#contract/problems';
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
