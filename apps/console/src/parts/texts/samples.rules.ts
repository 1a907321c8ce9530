import type { Region } from '../../api';

/** The citizen of the copies that the previews show. */
export interface SampleCitizen {
  /** Empty: a contact without a name. */
  name: string;
  /** Null: the first region of the audience. */
  regionCode: string | null;
}

/** Invented names; no citizen's data is shown to look through a text. */
const NAMES = ['Siti Rahayu', 'Budi Santoso', 'Made Wirawan', 'Maria Kogoya'] as const;
const LONG_NAME = 'Raden Ajeng Kusumawardhani Prawironegoro';
/** Regions with a clock of their own that are shown at most, after the first. */
const MOST_ZONES = 3;

/**
 * Invented citizens to look through a text: one of the first region of the audience, one without a name, one for each
 * other clock, and one whose name and region are long.
 */
export function samplesOf(regions: readonly string[], known: ReadonlyMap<string, Region>): SampleCitizen[] {
  const chosen = regions.flatMap((code) => known.get(code) ?? []);
  const [first] = chosen;
  const zones = new Map(chosen.toReversed().map((region) => [region.timeZone, region] as const));
  const others = [...zones.values()]
    .filter(({ timeZone }) => timeZone !== first?.timeZone)
    .toSorted((a, b) => a.code.localeCompare(b.code))
    .slice(0, MOST_ZONES);
  const longest = chosen.toSorted((a, b) => b.name.length - a.name.length)[0];
  return [
    { name: NAMES[0], regionCode: first?.code ?? null },
    { name: '', regionCode: first?.code ?? null },
    ...others.map(({ code }, at) => ({ name: NAMES[at + 1] ?? NAMES[1], regionCode: code })),
    { name: LONG_NAME, regionCode: longest?.code ?? null },
  ];
}
