import type { Contest, ElectionFields, Office } from '../../api';

/** The contests for one office on one day as a row of the form: for many regions, or (none) the whole nation. */
export type ContestRow = ElectionFields['contests'][number];

/** Groups the contests of an election by office and day, in their order. */
export function rowsOf(contests: readonly Contest[]): ContestRow[] {
  const rows = new Map<string, ContestRow>();
  for (const { office, regionCode, pollingDate } of contests) {
    const key = `${office} ${pollingDate} ${regionCode === null}`;
    const row = rows.get(key) ?? { office, pollingDate, regions: [] };
    if (regionCode !== null) row.regions.push(regionCode);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** The regions that vote on an office: the whole nation, provinces, regencies or cities (UU 7/2017, UU 10/2016). */
export const VOTES: Record<Office, 'nation' | 'provinces' | 'regencies' | 'cities'> = {
  president: 'nation',
  dpr: 'nation',
  dpd: 'nation',
  'dprd-province': 'nation',
  'dprd-regency': 'regencies',
  governor: 'provinces',
  regent: 'regencies',
  mayor: 'cities',
};
