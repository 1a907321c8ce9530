import type { Region } from '#contract/api/elections';

/** A place of voter registration, with its label. */
export interface Place {
  code: string;
  /** `Kota Bandung, Jawa Barat`; overseas `PPLN Kuala Lumpur, Luar Negeri`. */
  label: string;
}

/** Maximum results: more than the regencies of the largest province. */
const MOST = 45;

/**
 * The places to choose from, in order of code: every regency and city, every overseas area, and overseas as a whole,
 * because some areas are not in the reference data. A province is too wide: contests differ within it.
 */
export function placesOf(regions: ReadonlyMap<string, Region>): Place[] {
  return [...regions.values()].flatMap(({ code, name, kind, parentCode }) => {
    const parent = parentCode === null ? undefined : regions.get(parentCode);
    return parent || kind === 'overseas' ? [{ code, label: labelOf(name, parent) }] : [];
  });
}

/** A region's common name: a province's own name; an unknown code as it is. */
export function placeName(regions: ReadonlyMap<string, Region>, code: string): string {
  const region = regions.get(code);
  return region ? labelOf(region.name, regions.get(region.parentCode ?? '')) : code;
}

const labelOf = (name: string, parent: Region | undefined): string =>
  parent ? `${name}, ${parent.name}` : name;

/**
 * Finds the places that a typed text can mean: one if the text is a place's whole label or only one matches; otherwise
 * all whose names contain every word of it, or words that begin with it: `bandung`, `kab bandung`, `jawa barat`.
 */
export function findPlaces(typed: string, places: readonly Place[]): Place[] {
  const wanted = plain(typed);
  if (wanted === '') return [];
  const exact = places.filter(({ label }) => plain(label) === wanted);
  if (exact.length > 0) return exact;
  const words = wanted.split(' ');
  const found = places.filter(({ label }) => {
    const own = plain(label).split(' ');
    return words.every((word) => own.some((each) => each.startsWith(word)));
  });
  // Exact names come before names that contain the text: `bandung` before `bandung barat`.
  const rank = ({ label }: Place): number => (nameOf(label) === wanted ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** A place's own name, without its kind and province. */
const nameOf = (label: string): string =>
  plain(label.replace(/,.*$/, '')).replace(/^(kabupaten|kota|ppln) /, '');

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replace(/^kab /, 'kabupaten ');
}
