import { z } from 'zod';
import { CHANNELS } from '#channels';
import { type Fault, fault, says } from '#platform';
import type { FrozenDocument } from '../document/freeze.js';

/** Maximum number of passages in one rejection. */
const MOST = 50;

/** Passages of the texts under review, each with its fault. `start` counts UTF-16 units of the text. */
export const passagesSchema = z
  .array(
    z.strictObject({
      channel: z.enum(CHANNELS),
      language: z.string().regex(/^[a-z]{2,3}$/, says('language-code')),
      field: z.enum(['subject', 'text']).default('text'),
      quote: z.string().min(1, says('say-passage')).max(2000),
      start: z.int().min(0),
      reason: z.string().trim().min(1, says('say-why')).max(1000),
    }),
  )
  .max(MOST);

export type Passage = z.output<typeof passagesSchema>[number];

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
