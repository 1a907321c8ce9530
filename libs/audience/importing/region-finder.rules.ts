import { apart } from './lines.js';
import type { Reason } from './reasons.js';

/** Whose region codes a file uses: the home ministry's, as Siar does, or those of the statistics office (BPS). */
export const CODE_SYSTEMS = ['kemendagri', 'bps'] as const;
export type CodeSystem = (typeof CODE_SYSTEMS)[number];

/** Finds a region by what a cell says: its code, or why there is none. */
export type FindRegion = (text: string) => { code: string } | { reason: Reason };

/**
 * BPS gives other codes than Kemendagri to the provinces of Papua alone (Permendagri 137/2017 with Kepmendagri
 * 100.1.1-6117/2022; BPS's master file of regions, 2023): 91 and 94 name different provinces.
 */
const BPS_PAPUA: Record<string, string> = {
  '91': '92', // Papua Barat
  '92': '96', // Papua Barat Daya
  '94': '91', // Papua
  '95': '93', // Papua Selatan
  '96': '94', // Papua Tengah
  '97': '95', // Papua Pegunungan
};

/**
 * Finds regions by code or name, in whatever case: `32.01`, `3201`, `Kabupaten Bogor`, `Kab. Bogor`, `provinsi jawa
 * barat`. The codes of overseas areas (`LN.KUL`) are Siar's own and need no system.
 * @param system null: the file gives names only, and a code is refused as `region-codes`
 */
export function regionFinder(
  regions: Iterable<{ code: string; name: string }>,
  system: CodeSystem | null,
): FindRegion {
  const codes = new Set<string>();
  const named = new Map<string, string | null>();
  for (const { code, name } of regions) {
    codes.add(code);
    const spelt = spellRegion(name);
    named.set(spelt, named.has(spelt) ? null : code);
  }
  const found = (code: string | undefined): ReturnType<FindRegion> =>
    code !== undefined && codes.has(code) ? { code } : { reason: 'region' };
  const byCode = (province: string, regency: string | undefined): ReturnType<FindRegion> => {
    if (system === null) return { reason: 'region-codes' };
    if (system === 'kemendagri') return found(regency === undefined ? province : `${province}.${regency}`);
    if (regency !== undefined) return { reason: 'region-bps' };
    return found(province.startsWith('9') ? BPS_PAPUA[province] : province);
  };
  const lookUp: FindRegion = (text) => {
    const [, province, regency] = /^(\d{2})(?:\.?(\d{2}))?$/.exec(text) ?? [];
    if (province !== undefined) return byCode(province, regency);
    if (/^LN\b/i.test(text)) return found(text.toUpperCase());
    const code = named.get(spellRegion(text));
    return code === null ? { reason: 'region-shared' } : found(code);
  };
  // A file names few regions many times. What is no region is not kept: it may be anything.
  const known = new Map<string, ReturnType<FindRegion>>();
  return (text) => {
    const kept = known.get(text);
    if (kept) return kept;
    const looked = lookUp(text);
    if ('code' in looked && known.size < 10_000) known.set(apart(text), looked);
    return looked;
  };
}

function spellRegion(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^kab(\.|upaten\b) ?/, 'kabupaten ')
    .replace(/^prov(\.|insi\b) ?/, '')
    .replace(/^(daerah istimewa|d\.i\.) /, 'di ');
}
