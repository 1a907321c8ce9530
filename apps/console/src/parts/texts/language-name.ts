import { type ScreenLanguage, spoken } from '../../i18n';
import { REGIONAL } from './regional-names';

type Names = Readonly<Record<ScreenLanguage, string>>;

/** Names of regional languages, which browsers do not know all of; from the languages that were read last. */
const learnt = new Map<string, Names>(Object.entries(REGIONAL));

/** Keeps the names of languages for {@link languageName}. */
export function learnName(code: string, name: Names): void {
  learnt.set(code, name);
}

/** The name of a language in the language on screen: `id` is Indonesia, or Indonesian. */
export function languageName(code: string): string {
  const own = learnt.get(code)?.[spoken()];
  return own || (new Intl.DisplayNames([spoken()], { type: 'language' }).of(code) ?? code);
}

/** Sorts Indonesian first, the others by code. */
export const byLanguage = (a: string, b: string): number =>
  Number(b === 'id') - Number(a === 'id') || a.localeCompare(b);
