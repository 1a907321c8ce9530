import type { TFunction } from 'i18next';

/** Titles that name themselves a correction, in either language. */
const SAYS_SO = /^(ralat|correction)\b/i;

/** A title outside its chain. A correction and its companion share the original's title: adds a word to theirs. */
export const titled = (
  t: TFunction,
  title: string,
  part: 'correction' | 'companion' | null = null,
): string =>
  part === null || (part === 'correction' && SAYS_SO.test(title))
    ? title
    : t(`chain.titled.${part}`, { title });
