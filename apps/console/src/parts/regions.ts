import { useQuery } from '@tanstack/react-query';
import { reference, type Region } from '../api';

const NONE: ReadonlyMap<string, Region> = new Map();

let known = NONE;

/** The name of a region; its code until the regions are loaded. */
export const regionName = (code: string): string => known.get(code)?.name ?? code;

/** All regions by code, once they are loaded. They do not change while the console is open. */
export function useRegions(): ReadonlyMap<string, Region> {
  const { data } = useQuery({
    queryKey: ['regions'],
    queryFn: async () =>
      (known = new Map((await reference.regions()).map((region) => [region.code, region]))),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? NONE;
}
