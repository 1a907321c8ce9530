import type { Fault, Params } from '../../api/refusals.js';

/** Names shown of a long list. */
const NAMED = 3;

/** How one language formats the values of a sentence. */
export interface Speech {
  number: (value: number) => string;
  /** A wall-clock time. */
  at: (value: string) => string;
  listed: (names: readonly string[]) => string;
  /** The rest of a list after its first few names. */
  others: (count: number) => string;
  /** The word for a channel, role, office, language, state or act. */
  named: (kind: string, value: string) => string;
  /** The reason, where a code has several. */
  reason: (code: string) => string;
}

/** Replaces each `<name:kind>` by its value; a value that the API left out becomes a dash. */
export function put(sentence: string, params: Params, speech: Speech): string {
  return sentence.replaceAll(/<(\w+):(\w+)>/g, (_, name: string, kind: string) => {
    const value = params[name];
    if (value === undefined) return '–';
    if (kind === 'why') return put(speech.reason(String(value)), params, speech);
    if (typeof value === 'number') return speech.number(value);
    if (typeof value === 'string') return kind === 'at' ? speech.at(value) : speech.named(kind, value);
    if (kind === 'quoted') return value.map((one) => `“${one}”`).join(' ');
    const more = kind === 'list' || kind === 'region' ? value.length - NAMED : 0;
    const names = (more > 0 ? value.slice(0, NAMED) : value).map((one) => speech.named(kind, one));
    return speech.listed(more > 0 ? [...names, speech.others(more)] : names);
  });
}

/** Equal faults of several fields. */
export interface Gathered extends Pick<Fault, 'code' | 'params'> {
  paths: string[];
}

/** Merges equal faults: the same code and values, whatever the field or the regions. */
export function gathered(faults: readonly Fault[]): Gathered[] {
  const groups = new Map<string, Gathered>();
  for (const { code, path, params } of faults) {
    const { region, regions, ...same } = params;
    const key = JSON.stringify([code, place(path), same]);
    const group = groups.get(key);
    if (group) {
      group.paths.push(path);
      if (region !== undefined) group.params['region'] = joined(group.params['region'], region);
      if (regions !== undefined) group.params['regions'] = joined(group.params['regions'], regions);
    } else groups.set(key, { code, params: { ...params }, paths: [path] });
  }
  return [...groups.values()];
}

/** A path without the part that distinguishes list entries: a number, or the code of a region. */
export const place = (path: string): string =>
  path
    .split('.')
    .filter((part) => !/^\d/.test(part))
    .join('.');

type Value = Params[string];

function joined(known: Value | undefined, more: Value): string[] {
  const all = (value: Value | undefined): string[] =>
    value === undefined ? [] : typeof value === 'object' ? [...value] : [String(value)];
  return [...new Set([...all(known), ...all(more)])];
}
