import type { Region } from '../region.js';

/** A place where somebody is registered to vote, as it is shown and typed. */
export interface Place {
  code: string;
  /** `Kota Bandung, Jawa Barat`; overseas `PPLN Kuala Lumpur, Luar Negeri`. */
  label: string;
}

/** Found at most: as many as the province with the most regencies has, and some. */
const MOST = 45;

/**
 * The places to choose from, in order of code: every regency and city, every overseas area, and overseas as such, since
 * not all of its areas are known here. A province is too wide: contests differ below it.
 */
export function placesOf(regions: ReadonlyMap<string, Region>): Place[] {
  return [...regions.values()].flatMap(({ code, name, kind, parentCode }) => {
    const parent = parentCode === null ? undefined : regions.get(parentCode);
    return parent || kind === 'overseas' ? [{ code, label: labelOf(name, parent) }] : [];
  });
}

/** A region as people know it: a province by its name alone, a code that is not known as it is. */
export function placeName(regions: ReadonlyMap<string, Region>, code: string): string {
  const region = regions.get(code);
  return region ? labelOf(region.name, regions.get(region.parentCode ?? '')) : code;
}

const labelOf = (name: string, parent: Region | undefined): string =>
  parent ? `${name}, ${parent.name}` : name;

/**
 * Finds the places that a typed text can mean. One, when it is a place's whole label or nothing else fits; otherwise all
 * whose name has every word of it, or begins with it: `bandung`, `kab bandung`, `jawa barat`.
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
  // A name typed whole comes before those that merely hold it: `bandung` before `bandung barat`.
  const rank = ({ label }: Place): number => (nameOf(label) === wanted ? 0 : 1);
  return found.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** A place's own name without its kind and province. */
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
