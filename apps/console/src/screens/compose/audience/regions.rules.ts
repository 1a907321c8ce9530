import type { Region } from '../../../api';

type Known = ReadonlyMap<string, Pick<Region, 'code' | 'parentCode'>>;

/** The regions below each region; none for a smallest region. */
export function childrenOf<R extends Pick<Region, 'code' | 'parentCode'>>(
  known: ReadonlyMap<string, R>,
): ReadonlyMap<string, R[]> {
  const found = new Map<string, R[]>();
  for (const region of known.values()) {
    if (region.parentCode === null) continue;
    found.set(region.parentCode, [...(found.get(region.parentCode) ?? []), region]);
  }
  return found;
}

/** A choice of regions as the smallest regions in it. */
function leavesOf(codes: readonly string[], known: Known): string[] {
  const below = childrenOf(known);
  return codes.flatMap((code) => below.get(code)?.map((child) => child.code) ?? [code]);
}

/** A choice in its normal form (libs/audience/regions/regions.rules.ts): a completely chosen region is named once. */
function normalOf(leaves: readonly string[], known: Known): string[] {
  const chosen = new Set(leaves);
  const whole = [...childrenOf(known)].filter(([, below]) => below.every(({ code }) => chosen.has(code)));
  const covered = new Set(whole.flatMap(([, below]) => below.map(({ code }) => code)));
  return [...whole.map(([code]) => code), ...leaves.filter((code) => !covered.has(code))].sort();
}

/** A choice with one region and all below it added or removed; removing one splits a larger region chosen whole. */
export function withRegion(codes: readonly string[], code: string, wanted: boolean, known: Known): string[] {
  const leaves = new Set(leavesOf(codes, known));
  for (const leaf of leavesOf([code], known)) {
    if (wanted) leaves.add(leaf);
    else leaves.delete(leaf);
  }
  return normalOf([...leaves], known);
}

/** A choice with one top-level region added or removed as a whole. */
export function toggled(codes: readonly string[], code: string): string[] {
  const others = codes.filter((one) => one !== code && !one.startsWith(`${code}.`));
  return codes.includes(code) ? others : [...others, code].sort();
}
