import { useCallback } from 'react';
import type { Channel } from '../../../api';
import type { ChangeForm, TextForm } from '../form.rules';

/** Writes into one text of the form; a stable function. */
export function useWrite(
  change: ChangeForm,
): (channel: Channel, language: string, part: Partial<TextForm>) => void {
  return useCallback(
    (channel, language, part) =>
      change(({ texts }) => {
        const before = texts[channel][language] ?? { subject: '', body: '' };
        return {
          texts: { ...texts, [channel]: { ...texts[channel], [language]: { ...before, ...part } } },
        };
      }),
    [change],
  );
}
