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

/** Each language is a file of its own: the other one is fetched only when it is asked for. */
const load: Record<ScreenLanguage, () => Promise<Words>> = {
  id: async () => (await import('./words/id')).id,
  en: async () => (await import('./words/en')).en,
};

/** Most words are of screens that a first visit does not open. */
const loadScreens: Record<ScreenLanguage, () => Promise<ScreenWords>> = {
  id: async () => (await import('./words/screens.id')).screens,
  en: async () => (await import('./words/screens.en')).screens,
};
let opened = false;

/** Fetches the words of the screens after home, before the first one is shown. */
export async function wantScreens(): Promise<void> {
  opened = true;
  // The router fetches the first screen before the language is known.
  if (!i18next.isInitialized) await new Promise<void>((done) => i18next.on('initialized', () => done()));
  await addScreens(spoken());
}

async function addScreens(language: ScreenLanguage): Promise<void> {
  if (i18next.exists('helpdesk.about', { lng: language })) return;
  i18next.addResourceBundle(language, 'translation', await loadScreens[language](), true);
}

/** What the API refuses has many words, which most visits never need. */
const loadRefusals: Record<ScreenLanguage, () => Promise<typeof import('./words/refusals.id')>> = {
  id: () => import('./words/refusals.id'),
  en: () => import('./words/refusals.en'),
};
let refused = false;

/** Fetches the words for refusals, before the first one is shown. */
export async function wantRefusals(): Promise<void> {
  refused = true;
  await addRefusals(spoken());
}

async function addRefusals(language: ScreenLanguage): Promise<void> {
  if (i18next.exists('problems.refused', { lng: language })) return;
  const { problems, faults, faultReasons, fields } = await loadRefusals[language]();
  i18next.addResourceBundle(language, 'translation', { problems, faults, faultReasons, fields }, true);
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
    resources: { [language]: { translation: await load[language]() } },
    interpolation: { escapeValue: false },
  });
  addFormats();
  document.documentElement.lang = language;
}

/** Changes the language of everything on screen, and keeps the choice on this device. */
export async function speak(language: ScreenLanguage): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', await load[language]());
  }
  if (opened) await addScreens(language);
  if (refused) await addRefusals(language);
  await i18next.changeLanguage(language);
  localStorage.setItem(KEPT_AS, language);
  document.documentElement.lang = language;
}

/** The language on screen. */
export const spoken = (): ScreenLanguage => SCREEN_LANGUAGES.find((one) => one === i18next.language) ?? 'id';

/** The language that the switch offers after each. */
const NEXT: Record<ScreenLanguage, ScreenLanguage> = { id: 'en', en: 'id' };
export const nextLanguage = (): ScreenLanguage => NEXT[spoken()];
