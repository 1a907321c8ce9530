import { editDistance } from '#platform/text';
import { apart } from './lines.js';
import type { Reason } from './reasons.js';
import type { CodeSystem } from '#contract/api/contacts';

export type { CodeSystem };

/**
 * Finds a region by a cell's text: its code, or the reason why there is none, with the name that was probably meant.
 */
export type FindRegion = (text: string) => { code: string } | { reason: Reason; meant?: string };

/** Maximum texts of one file that are compared with every name: each row of a file may be wrong. */
const COMPARED = 1_000;

/**
 * BPS codes differ from Kemendagri's in the provinces of Papua only (Permendagri 137/2017 with Kepmendagri
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
 * Finds regions by code or name, ignoring case: `32.01`, `3201`, `Kabupaten Bogor`, `Kab. Bogor`, `provinsi jawa
 * barat`. Codes of overseas areas (`LN.KUL`) are Siar's own and valid in every system.
 * @param system null: the file gives names only, and a code is refused as `region-codes`
 */
export function regionFinder(
  regions: Iterable<{ code: string; name: string }>,
  system: CodeSystem | null,
): FindRegion {
  const codes = new Set<string>();
  const named = new Map<string, string | null>();
  const names = new Map<string, string>();
  for (const { code, name } of regions) {
    codes.add(code);
    const spelt = spellRegion(name);
    names.set(spelt, name);
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
    const spelt = spellRegion(text);
    const code = named.get(spelt);
    if (code === null) return { reason: 'region-shared' };
    const meant = code === undefined ? meantBy(spelt) : undefined;
    return meant === undefined ? found(code) : { reason: 'region', meant };
  };
  const compared = new Map<string, string | undefined>();
  const meantBy = (spelt: string): string | undefined => {
    if (compared.has(spelt)) return compared.get(spelt);
    if (compared.size >= COMPARED) return undefined;
    const own = apart(spelt);
    const meant = nearest(own, names);
    compared.set(own, meant);
    return meant;
  };
  // A file repeats few regions many times. Unknown texts are not cached: they are unbounded.
  const known = new Map<string, ReturnType<FindRegion>>();
  return (text) => {
    const kept = known.get(text);
    if (kept) return kept;
    const looked = lookUp(text);
    if ('code' in looked && known.size < 10_000) known.set(apart(text), looked);
    return looked;
  };
}

/**
 * The only name within an edit distance of one or two letters, or without its kind; undefined if none or several match.
 */
function nearest(spelt: string, names: ReadonlyMap<string, string>): string | undefined {
  const most = Math.min(2, Math.floor(spelt.length / 4));
  const near = [...names]
    .flatMap(([own, name]) => [own, own.replace(/^(kabupaten|kota) /, '')].map((way) => ({ way, name })))
    .filter(({ way }) => Math.abs(way.length - spelt.length) <= most)
    .map(({ way, name }) => ({ name, steps: editDistance(way, spelt) }))
    .filter(({ steps }) => steps <= most);
  const fewest = Math.min(...near.map(({ steps }) => steps));
  const [one, ...others] = new Set(near.flatMap(({ name, steps }) => (steps === fewest ? [name] : [])));
  return others.length === 0 ? one : undefined;
}

function spellRegion(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^kab(\.|upaten\b|\b) ?/, 'kabupaten ')
    .replace(/^prov(\.|insi\b) ?/, '')
    .replace(/^(daerah istimewa|d\.i\.) /, 'di ');
}
