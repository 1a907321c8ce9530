import { CHANNELS, type ChannelName } from '#channels';
import type { AudienceQuery, Reach } from './audience-query.js';
import type { RegionCount } from '#contract/api/contacts';
import type { SpreadEstimate } from './spread-estimate.js';

/** People who have everything in common that an audience asks for. */
export interface Group {
  /** Their regency where known, else their province. */
  region: string;
  language: string;
  topics: readonly string[];
  preferred: ChannelName;
  /** Channels with an active address. */
  active: readonly ChannelName[];
  /** Nothing is sent to them. */
  restricted: boolean;
  people: number;
}

/**
 * Everybody, counted by group: a few hundred thousand groups at most, however many people. Numbers refer to the lists; a
 * cell is region, language, topics, preferred channel, active channels as bits, 1 if restricted, people.
 */
export interface Population {
  regions: string[];
  languages: string[];
  topics: string[][];
  cells: Cell[];
}
type Cell = [
  region: number,
  language: number,
  topics: number,
  preferred: number,
  active: number,
  restricted: number,
  people: number,
];

type Counts = Record<ChannelName, number>;

/** Packs groups. Pure. */
export function populationOf(groups: Iterable<Group>): Population {
  const [regions, languages, topics] = [new Names(), new Names(), new Names()];
  const cells: Cell[] = [];
  for (const { region, language, topics: chosen, preferred, active, restricted, people } of groups)
    cells.push([
      regions.numberOf(region),
      languages.numberOf(language),
      topics.numberOf(chosen.join(' ')),
      CHANNELS.indexOf(preferred),
      bitsOf(active),
      restricted ? 1 : 0,
      people,
    ]);
  return {
    regions: regions.list,
    languages: languages.list,
    topics: topics.list.map((joined) => joined.split(' ').filter((topic) => topic !== '')),
    cells,
  };
}

/** How many people and messages a broadcast has in this population, as `Estimates.estimate` counts them. Pure. */
export function estimateIn(
  { regions, languages, topics, cells }: Population,
  query: AudienceQuery,
  channels: readonly ChannelName[],
  reach: Reach,
): SpreadEstimate {
  const wanted = new Set(query.regions);
  const places = regions.map((code) => {
    if (wanted.has(code)) return code;
    const province = code.slice(0, 2);
    return wanted.has(province) ? province : null;
  });
  const spoken = languages.map((one) => !query.languages?.length || query.languages.includes(one));
  const cared = topics.map(
    (chosen) => !query.topics?.length || chosen.some((one) => query.topics?.includes(one)),
  );
  const usable = bitsOf(channels);
  const found = new Map<string, Counts>();
  let all = 0;
  for (const [region, language, about, preferred, active, restricted, people] of cells) {
    const place = places[region] ?? null;
    const reachable = active & usable;
    if (place === null || reachable === 0 || restricted || !spoken[language] || !cared[about]) continue;
    all += people;
    let counts = found.get(place);
    if (!counts) found.set(place, (counts = none()));
    if (reach === 'every') {
      for (const [at, channel] of CHANNELS.entries()) if (reachable & (1 << at)) counts[channel] += people;
    } else {
      const chosen =
        reachable & (1 << preferred)
          ? CHANNELS[preferred]
          : channels.find((channel) => reachable & (1 << CHANNELS.indexOf(channel)));
      if (chosen) counts[chosen] += people;
    }
  }
  const byRegion = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    people: all,
    channels: byRegion.reduce((sum, [, counts]) => plus(sum, counts), none()),
    regions: Object.fromEntries(byRegion),
  };
}

/** People and active addresses of every region that has any; a province's include its regencies'. Pure. */
export function regionCounts({ regions, cells }: Population): RegionCount[] {
  const found = new Map<string, RegionCount>();
  const add = (regionCode: string, active: number, people: number): void => {
    let count = found.get(regionCode);
    if (!count) found.set(regionCode, (count = { regionCode, people: 0, channels: none() }));
    count.people += people;
    for (const [at, channel] of CHANNELS.entries()) if (active & (1 << at)) count.channels[channel] += people;
  };
  for (const [region, , , , active, , people] of cells) {
    const code = regions[region] ?? '';
    const province = code.slice(0, 2);
    add(province, active, people);
    if (code !== province) add(code, active, people);
  }
  return [...found.values()].toSorted((a, b) => (a.regionCode < b.regionCode ? -1 : 1));
}

/** Everybody, by channel with an active address and by language, the most people first. Pure. */
export function totals({ languages, cells }: Population): {
  people: number;
  channels: Counts;
  languages: { language: string; people: number }[];
} {
  const channels = none();
  const speakers = languages.map((language) => ({ language, people: 0 }));
  for (const [, language, , , active, , people] of cells) {
    for (const [at, channel] of CHANNELS.entries()) if (active & (1 << at)) channels[channel] += people;
    const own = speakers[language];
    if (own) own.people += people;
  }
  return {
    people: speakers.reduce((sum, { people }) => sum + people, 0),
    channels,
    languages: speakers.toSorted((a, b) => b.people - a.people || (a.language < b.language ? -1 : 1)),
  };
}

const none = (): Counts => Object.fromEntries(CHANNELS.map((channel) => [channel, 0])) as Counts;

const plus = (a: Counts, b: Counts): Counts =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, a[channel] + b[channel]])) as Counts;

const bitsOf = (channels: readonly ChannelName[]): number =>
  channels.reduce((bits, channel) => bits | (1 << CHANNELS.indexOf(channel)), 0);

/** Numbers names in the order in which they come. */
class Names {
  readonly list: string[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.list.length);
    return this.list.push(name) - 1;
  }
}
