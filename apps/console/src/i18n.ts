import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Words } from './words/id';
import type { ScreenWords } from './words/screens.id';
import { SCREEN_LANGUAGES, type ScreenLanguage } from '../../../libs/contract/lists.js';

export type { ScreenLanguage };

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Words & ScreenWords };
  }
}

const KEPT_AS = 'siar-language';

type Loads<Some> = Readonly<Record<ScreenLanguage, () => Promise<Some>>>;

/** Files of words, each with one of every language: a file is fetched only when it is asked for in that language. */
const FILES = {
  first: {
    id: async () => (await import('./words/id')).id,
    en: async () => (await import('./words/en')).en,
  } satisfies Loads<Words>,
  /** Of the screens after home: most words, which a first visit does not open. */
  screens: {
    id: async () => (await import('./words/screens.id')).screens,
    en: async () => (await import('./words/screens.en')).screens,
  } satisfies Loads<ScreenWords>,
  /** Of what the API refuses, which most visits never need. */
  refusals: {
    id: () => import('./words/refusals.id'),
    en: () => import('./words/refusals.en'),
  } satisfies Loads<typeof import('./words/refusals.id')>,
};
type File = keyof typeof FILES;

/** What a change of the language fetches too. */
const wanted = new Set<File>(['first']);
const added = new Set<() => Promise<object>>();

/** Fetches a file of words, before the first of them is shown. */
export async function wantWords(file: File): Promise<void> {
  wanted.add(file);
  // The router fetches the first screen before the language is known.
  if (!i18next.isInitialized) await new Promise<void>((done) => i18next.on('initialized', () => done()));
  await add(file, spoken());
}

async function add(file: File, language: ScreenLanguage): Promise<void> {
  const load: () => Promise<object> = FILES[file][language];
  if (added.has(load)) return;
  i18next.addResourceBundle(language, 'translation', await load(), true);
  added.add(load);
}

/**
 * How the words are formed. `{{messages, counted(one: message; many: messages)}}` is a number and what is counted: i18next's
 * own plurals know one number a sentence, and many of ours have two. `{{channel, within}}` is a channel's name inside a
 * sentence, small unless it is a name.
 */
export function addFormats(): void {
  const { formatter } = i18next.services;
  formatter?.add(
    'counted',
    (value: string | number, _language, { one, many }: { one: string; many: string }) =>
      `${value} ${String(value) === '1' ? one : many}`,
  );
  formatter?.add('within', (value: string) =>
    value.replaceAll(/\b(?:Surel|E-mail)\b/g, (name) => name.toLowerCase()),
  );
}

/** Begins in the language last chosen here, Indonesian at first. */
export async function startI18n(): Promise<void> {
  const kept = localStorage.getItem(KEPT_AS);
  const language = SCREEN_LANGUAGES.find((one) => one === kept) ?? 'id';
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: {} } },
    interpolation: { escapeValue: false },
  });
  await add('first', language);
  addFormats();
  document.documentElement.lang = language;
}

/** Changes the language of everything on screen, and keeps the choice on this device. */
export async function speak(language: ScreenLanguage): Promise<void> {
  for (const file of wanted) await add(file, language);
  await i18next.changeLanguage(language);
  localStorage.setItem(KEPT_AS, language);
  document.documentElement.lang = language;
}

/** The language on screen. */
export const spoken = (): ScreenLanguage => SCREEN_LANGUAGES.find((one) => one === i18next.language) ?? 'id';

/** The language that the switch offers after each. */
const NEXT: Record<ScreenLanguage, ScreenLanguage> = { id: 'en', en: 'id' };
export const nextLanguage = (): ScreenLanguage => NEXT[spoken()];
