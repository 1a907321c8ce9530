import { COLUMNS, type Column, USUAL_COLUMNS } from './list.rules';

/** A named set of filters. */
export interface SavedFilter {
  name: string;
  /** The query of its address, without a question mark. */
  query: string;
}

const filtersKey = (personId: string): string => `siar-filters:${personId}`;
const columnsKey = (personId: string): string => `siar-columns:${personId}`;

function read(key: string): unknown {
  const text = localStorage.getItem(key);
  return text === null ? null : JSON.parse(text);
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // The storage is full or disabled: the choice holds until the page is left.
    if (!(error instanceof DOMException)) throw error;
  }
}

// On this device: what a filter shows stands in its address too, which can be sent and bookmarked.
export const savedFilters = (personId: string): SavedFilter[] =>
  (read(filtersKey(personId)) as SavedFilter[] | null) ?? [];
export const saveFilters = (personId: string, filters: readonly SavedFilter[]): void =>
  write(filtersKey(personId), filters);

/** The columns that the person chose on this device, in their order. */
export function ownColumns(personId: string): readonly Column[] {
  const chosen = read(columnsKey(personId)) as string[] | null;
  return chosen === null ? USUAL_COLUMNS : COLUMNS.filter((one) => chosen.includes(one));
}
export const saveColumns = (personId: string, columns: readonly Column[]): void =>
  write(columnsKey(personId), columns);
