import type { TFunction } from 'i18next';

/** Titles that say so themselves, in either language. */
const SAYS_SO = /^(ralat|correction)\b/i;

/** A title where it stands alone: a correction and its companion have that of the original, so that nothing else tells them apart. */
export const titled = (
  t: TFunction,
  title: string,
  part: 'correction' | 'companion' | null = null,
): string =>
  part === null || (part === 'correction' && SAYS_SO.test(title))
    ? title
    : t(`chain.titled.${part}`, { title });
