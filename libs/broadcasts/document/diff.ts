import type { TextChange as Change } from '#contract/api/reviews';

export type { TextChange as Change } from '#contract/api/reviews';

/** Maximum number of characters shown of a value. */
const SHOWN = 120;

/** The changes between two JSON documents, one for each path, sorted by path. */
export function changesBetween(was: unknown, is: unknown): Change[] {
  const before = leaves(was);
  const after = leaves(is);
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => ({ path, ...around(before.get(path), after.get(path)) }));
}

/** Every value by its path. A list is one value, so that an added region is one change. */
function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    found.set(path, value.map((item) => [...leaves(item).values()].join(' ')).join(', '));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      leaves(inner, path === '' ? key : `${path}.${key}`, found);
  } else {
    found.set(path, String(value));
  }
  return found;
}

/** Shortens long values: shows them from shortly before the first difference. */
function around(was: string | undefined, is: string | undefined): Pick<Change, 'was' | 'is'> {
  let same = 0;
  while (was !== undefined && is !== undefined && same < was.length && was[same] === is[same]) same++;
  const from = Math.max(0, same - 20);
  const shown = (text: string | undefined): string | undefined => {
    if (text === undefined || text.length <= SHOWN) return text;
    return `${from > 0 ? '…' : ''}${text.slice(from, from + SHOWN)}${from + SHOWN < text.length ? '…' : ''}`;
  };
  return { was: shown(was), is: shown(is) };
}
