import { spoken } from '../i18n';

/** A language's name in the language on screen: `id` is Indonesia, or Indonesian. */
export function languageName(code: string): string {
  return new Intl.DisplayNames([spoken()], { type: 'language' }).of(code) ?? code;
}
