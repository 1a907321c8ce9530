import { type Fault, fault } from '#contract/problems';
import type { Region } from '#contract/api/elections';

/**
 * Normalises a region selection: sorted, each region once, without regions that a chosen parent already covers. Two
 * selections of the same people then yield the same text and the same digest.
 * @param codes as the author chose them
 * @param known every region, by code
 * @returns the codes, and a fault for each unknown one (path `regions.<index>`) or for an empty selection (`regions`)
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

/** Converts an official name in capitals to common spelling: `DAERAH ISTIMEWA YOGYAKARTA` → `DI Yogyakarta`. */
export function regionName(official: string): string {
  return official
    .replace(/^DAERAH ISTIMEWA /, 'DI ')
    .split(/\s+/)
    .map((word) => WRITTEN_OTHERWISE.get(word) ?? word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ');
}
