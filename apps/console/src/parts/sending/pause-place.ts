import type { TFunction } from 'i18next';
import { type Channel, CHANNELS } from '../../api';
import { listed, number } from '../../times';
import { NAMED } from './pauses.rules';
import { regionName } from '../regions/regions';

/** The names of regions, or how many they are: only for components that call `useRegions`. */
export const regionNames = (t: TFunction, codes: readonly string[]): string =>
  codes.length > NAMED
    ? t('hindrances.regions', { regions: number(codes.length) })
    : listed([...new Set(codes.map(regionName))]);

/** Regions named in a title; of more, the first two. */
const IN_TITLE = 3;

/** A few names, and how many more: the map shows which. */
function inShort(t: TFunction, codes: readonly string[]): string {
  const names = [...new Set(codes.map(regionName))];
  return names.length > IN_TITLE
    ? t('hindrances.regionsMore', { regions: names.slice(0, 2).join(', '), count: names.length - 2 })
    : listed(names);
}

/** The channels that a pause holds, with its regions unless it holds all. */
export function pausePlace(
  t: TFunction,
  { channels, regions }: { channels: readonly Channel[]; regions: readonly string[] | null },
): string {
  const names = CHANNELS.filter((one) => channels.includes(one))
    .map((one) => t(`channels.${one}`))
    .join(', ');
  return regions === null ? names : t('hindrances.where', { regions: inShort(t, regions), channels: names });
}
