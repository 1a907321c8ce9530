import { type Fault, fault } from '#platform';
import type { Region } from './region.js';

/**
 * A region selection in its one normal form: sorted, each region once, none that a chosen parent already covers.
 * Two selections of the same people are then the same text, and so have the same digest.
 * @param codes as the author chose them
 * @param known every region there is, by code
 * @returns the codes, and a fault for each that is no region (path `regions.<index>`) or for choosing none (`regions`)
 */
export function normaliseRegions(
  codes: readonly string[],
  known: ReadonlyMap<string, Pick<Region, 'parentCode'>>,
): { regions: string[]; faults: Fault[] } {
  const chosen = new Set(codes);
  const faults = codes.flatMap((code, index): Fault[] =>
    known.has(code) ? [] : [fault(`regions.${index}`, 'strange-region-code', { region: code })],
  );
  if (chosen.size === 0) faults.push(fault('regions', 'no-region'));
  const regions = [...chosen].filter((code) => {
    const region = known.get(code);
    return region !== undefined && !(region.parentCode !== null && chosen.has(region.parentCode));
  });
  return { regions: regions.sort(), faults };
}

const WRITTEN_OTHERWISE = new Map([
  ['DKI', 'DKI'],
  ['DI', 'DI'],
  ['DAN', 'dan'],
]);

/** An official name in capitals as people write it: `DAERAH ISTIMEWA YOGYAKARTA` → `DI Yogyakarta`. */
export function regionName(official: string): string {
  return official
    .replace(/^DAERAH ISTIMEWA /, 'DI ')
    .split(/\s+/)
    .map((word) => WRITTEN_OTHERWISE.get(word) ?? word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ');
}
