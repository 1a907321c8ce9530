import { spoken } from '../../i18n';

/** The name of a language in the language on screen: `id` is Indonesia, or Indonesian. */
export function languageName(code: string): string {
  return new Intl.DisplayNames([spoken()], { type: 'language' }).of(code) ?? code;
}

/** Sorts Indonesian first, the others by code. */
export const byLanguage = (a: string, b: string): number =>
  Number(b === 'id') - Number(a === 'id') || a.localeCompare(b);
