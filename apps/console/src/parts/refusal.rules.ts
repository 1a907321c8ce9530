import type { Fault, Params } from '../api/refusals.js';

/** Names of a long list that are said. */
const NAMED = 3;

/** How the values of a sentence are said in one language. */
export interface Speech {
  number: (value: number) => string;
  /** A wall-clock time. */
  at: (value: string) => string;
  listed: (names: readonly string[]) => string;
  /** What comes after the first few of a list. */
  others: (count: number) => string;
  /** A name that Siar has words for: a channel, role, office, language, state or act. */
  named: (kind: string, value: string) => string;
  /** Why, where a code has several reasons. */
  reason: (code: string) => string;
}

/** Puts values in the place of `<name:kind>`; what the API left out is a dash. */
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

/** Faults that say the same of several places. */
export interface Gathered extends Pick<Fault, 'code' | 'params'> {
  paths: string[];
}

/** Equal faults as one: the same code and values, whatever the place or the regions. */
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

/** A path without what tells one entry of a list from another: its number, or the code of its region. */
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
