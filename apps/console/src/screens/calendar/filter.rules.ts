import { type CalendarEntry, CHANNELS } from '../../api';
import type { Occurrence } from './occurrences.rules';

/** What the calendar can be narrowed to. */
export const FILTERS = ['state', 'channel', 'region', 'office'] as const;
export type FilterName = (typeof FILTERS)[number];
export type Filter = Partial<Record<FilterName, string>>;

/** What the colour of a broadcast shows. */
export const COLOURS = ['state', 'channel', 'kind'] as const;
export type Colour = (typeof COLOURS)[number];

const provinceOf = (code: string): string => code.split('.', 1)[0] ?? code;

/** Whether a broadcast belongs to what the filter asks for. A province has all that goes to it, or to a part of it. */
function fits({ entry, places }: Occurrence, { state, channel, region, office }: Filter): boolean {
  return (
    (state === undefined || entry.state === state) &&
    (channel === undefined || entry.channels.some((one) => one === channel)) &&
    (office === undefined || entry.organisation === office) &&
    (region === undefined ||
      places.some(({ regions }) => regions.some((code) => code === region || provinceOf(code) === region)))
  );
}

/** The times on the calendar that a filter leaves. */
export const filtered = (of: readonly Occurrence[], filter: Filter): Occurrence[] =>
  of.filter((one) => fits(one, filter));

/** A filter as its address has it; what is empty is none. */
export const filterOf = (params: { get: (name: string) => string | null }): Filter =>
  Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = params.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );

/** The values of a filter that occur, so that none of them leaves nothing; the chosen one stays. */
export function occurring(of: readonly Occurrence[], name: FilterName, chosen: string | undefined): string[] {
  const values = of.flatMap(({ entry, places }): readonly string[] => {
    switch (name) {
      case 'state':
        return [entry.state];
      case 'channel':
        return entry.channels;
      case 'office':
        return [entry.organisation];
      case 'region':
        return places.flatMap(({ regions }) => regions.map(provinceOf));
    }
  });
  return [...new Set([...values, ...(chosen === undefined ? [] : [chosen])])];
}

/** By what a broadcast is coloured: its one channel, or that it has several. */
export const channelTone = ({ channels }: Pick<CalendarEntry, 'channels'>): string =>
  channels.length === 1 ? (channels[0] ?? 'several') : 'several';

/** The tones of channels in the order of a legend. */
export const CHANNEL_TONES = [...CHANNELS, 'several'] as const;
