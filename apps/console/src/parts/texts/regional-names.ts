import type { ScreenLanguage } from '../../i18n';

/** Names of the regional languages that Siar brings along: no browser knows them all, and a screen needs them at once. */
export const REGIONAL: Readonly<Record<string, Readonly<Record<ScreenLanguage, string>>>> = {
  ace: { id: 'Aceh', en: 'Acehnese' },
  ban: { id: 'Bali', en: 'Balinese' },
  bug: { id: 'Bugis', en: 'Buginese' },
  jv: { id: 'Jawa', en: 'Javanese' },
  mad: { id: 'Madura', en: 'Madurese' },
  min: { id: 'Minangkabau', en: 'Minangkabau' },
  su: { id: 'Sunda', en: 'Sundanese' },
};
