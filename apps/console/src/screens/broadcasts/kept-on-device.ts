import { COLUMNS, type Column, USUAL_COLUMNS } from './list.rules';

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

/**
 * Hands over the filters that the release before kept on this device, once. One that is refused stays behind on the device.
 * @returns how many were handed over
 */
export async function takeDeviceFilters(
  personId: string,
  save: (filter: { name: string; query: string; shared: boolean }) => Promise<unknown>,
): Promise<number> {
  const key = filtersKey(personId);
  const kept = (read(key) as { name: string; query: string }[] | null) ?? [];
  if (kept.length === 0) return 0;
  // First, so that another page of the same browser does not hand them over too.
  localStorage.removeItem(key);
  const left: typeof kept = [];
  for (const { name, query } of kept)
    await save({ name, query, shared: false }).catch(() => left.push({ name, query }));
  if (left.length > 0) write(key, left);
  return kept.length - left.length;
}

/** The columns that the person chose on this device, in their order. */
export function ownColumns(personId: string): readonly Column[] {
  const chosen = read(columnsKey(personId)) as string[] | null;
  return chosen === null ? USUAL_COLUMNS : COLUMNS.filter((one) => chosen.includes(one));
}
export const saveColumns = (personId: string, columns: readonly Column[]): void =>
  write(columnsKey(personId), columns);
