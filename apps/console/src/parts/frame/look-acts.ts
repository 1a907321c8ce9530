import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import type { TFunction } from 'i18next';
import { nextLanguage, speak } from '../../i18n';
import { chosenDensity, type Density, setDensity } from './device';

export const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];
export const DENSITIES: readonly Density[] = ['roomy', 'compact'];

export interface LookAct {
  value: string;
  name: string;
  /** Other words for it. */
  also: string;
  run: () => void;
}

/** What changes the look or the language at once, for the search: what is chosen already is left out. */
export function useLookActs(t: TFunction): LookAct[] {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const other = nextLanguage();
  const chosen = chosenDensity();
  return [
    ...SCHEMES.filter((scheme) => scheme !== colorScheme).map((scheme) => ({
      value: `look:${scheme}`,
      name: `${t('look.scheme')}: ${t(`look.schemes.${scheme}`)}`,
      also: `${scheme} ${t('search.also.scheme')}`,
      run: () => setColorScheme(scheme),
    })),
    ...DENSITIES.filter((density) => density !== chosen).map((density) => ({
      value: `look:${density}`,
      name: `${t('look.density')}: ${t(`look.densities.${density}`)}`,
      also: `${density} ${t('search.also.density')}`,
      run: () => setDensity(density),
    })),
    {
      value: `look:${other}`,
      name: t('search.speak'),
      also: t('search.also.speak'),
      run: () => void speak(other),
    },
  ];
}
