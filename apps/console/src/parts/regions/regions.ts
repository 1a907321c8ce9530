import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { reference, type Region } from '../../api';
import { type ScreenLanguage, spoken } from '../../i18n';
import { nameOf } from './regions.rules';

type Regions = ReadonlyMap<string, Region>;
const NONE: Regions = new Map();

let known = NONE;

/** The polling areas abroad together: the only region whose name is a common noun, so it is translated. */
const ABROAD = 'LN';
/** Its name; null: as the server has it. */
const ABROAD_NAMES: Record<ScreenLanguage, string | null> = { id: null, en: 'Overseas' };

function inLanguage(regions: Regions, language: ScreenLanguage): Regions {
  const abroad = regions.get(ABROAD);
  const name = ABROAD_NAMES[language];
  if (name === null || !abroad) return regions;
  return new Map(regions).set(ABROAD, { ...abroad, name });
}

/** The name of a region, or a sign that it is being loaded: only for components that call `useRegions`. */
export const regionName = (code: string): string => nameOf(inLanguage(known, spoken()), code);

/** The name of a region where nothing loads them: its code unless they are loaded. */
export const regionIfLoaded = (code: string): string => inLanguage(known, spoken()).get(code)?.name ?? code;

/** Loads all regions, by code, in the server's order. They do not change while the console is open. */
export const REGIONS = {
  queryKey: ['regions'],
  queryFn: async (): Promise<Regions> =>
    (known = new Map((await reference.regions()).map((region) => [region.code, region]))),
  staleTime: Number.POSITIVE_INFINITY,
};

/** All regions by code, once they are loaded. */
export function useRegions(): Regions {
  const { data } = useQuery(REGIONS);
  const language = spoken();
  // Its words change with the language.
  useTranslation();
  return useMemo(() => inLanguage(data ?? NONE, language), [data, language]);
}
