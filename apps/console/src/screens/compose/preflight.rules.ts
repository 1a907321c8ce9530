import { CHANNELS, type Span } from '../../api';
import type { ComposeForm } from './form.rules';

/** A field that a line is about, and the letters of a text. */
export interface Place {
  where: string;
  path: string;
  span?: Span;
  /** The line of a text in which it is. */
  line?: number;
  /** Of a passage of a text: its letters, and what would be right in their place. */
  quote?: string;
  mend?: string;
}

/** One line of the list: the sentence, and the first place of which it is true. */
export interface Item extends Place {
  words: string;
  /** Equal for sentences that say the same, although their words differ; absent: the words. */
  same?: string;
  /** The broadcast that it is about. */
  about?: { id: string; title: string };
  /** The other places of which it is true. */
  others?: readonly Place[];
}

/** One line for a sentence that is true of several places. */
export function together(items: readonly Item[]): Item[] {
  const by = new Map<string, Map<string, Item>>();
  for (const item of items) {
    const key = item.same ?? item.words;
    const group = by.get(key) ?? new Map<string, Item>();
    group.set(`${item.where} ${item.path} ${item.span?.start ?? ''}`, item);
    by.set(key, group);
  }
  return [...by.values()].flatMap((group) => {
    const [first, ...rest] = group.values();
    if (!first) return [];
    if (rest.length === 0) return [first];
    return [{ ...first, others: [...(first.others ?? []), ...rest.flatMap(placesOf)] }];
  });
}

const placeOf = ({ where, path, span, line, quote, mend }: Item): Place => ({
  where,
  path,
  ...(span && { span }),
  ...(line !== undefined && { line }),
  ...(quote !== undefined && { quote }),
  ...(mend !== undefined && { mend }),
});

/** Every place that a line is about. */
export const placesOf = (item: Item): Place[] => [placeOf(item), ...(item.others ?? [])];

/** Every field that a line is about. */
export const pathsOf = (item: Item): string[] => [...new Set(placesOf(item).map(({ path }) => path))];

/** The lines to mend before it is submitted: what KPU sent back is left to mend as any fault is. */
export const leftOf = ({ must, back }: { must: readonly Item[]; back: readonly Item[] }): Item[] => [
  ...must,
  ...back,
];

/** Whether what is put before a text stands there already. */
export const isPut = ({ quote, mend }: Pick<Place, 'quote' | 'mend'>, text: string): boolean =>
  quote === '' && mend !== undefined && text.startsWith(mend);

/** Letters of a text, and what would be right in their place. */
export type Mendable = Pick<Place, 'span' | 'quote' | 'mend'>;

/** A text with each of these places put right. @param places of this text, that have what would be right */
export function mendedText(text: string, places: readonly Mendable[]): string {
  let next = text;
  const last = places.toSorted((a, b) => (b.span?.start ?? 0) - (a.span?.start ?? 0));
  for (const { span, quote, mend } of last) {
    if (!span || mend === undefined || next.slice(span.start, span.end) !== quote) continue;
    if (isPut({ quote, mend }, next)) continue;
    next = next.slice(0, span.start) + mend + next.slice(span.end);
  }
  return next;
}

function groups(places: readonly Place[]): Map<string, Place[]> {
  const by = new Map<string, Place[]>();
  for (const place of places) by.set(place.path, [...(by.get(place.path) ?? []), place]);
  return by;
}

/** The texts of a form with these places put right. */
export function mendedTexts(
  form: Pick<ComposeForm, 'texts' | 'alternatives'>,
  places: readonly Place[],
): Pick<ComposeForm, 'texts' | 'alternatives'> {
  const next = structuredClone({ texts: form.texts, alternatives: form.alternatives });
  for (const [path, here] of groups(places)) {
    const [kind, place = '', language = '', field] = path.split('.');
    if (kind === 'alternatives') {
      next.alternatives.easy[language] = mendedText(next.alternatives.easy[language] ?? '', here);
      continue;
    }
    const channel = CHANNELS.find((one) => one === place);
    const text = channel && next.texts[channel][language];
    if (!text) continue;
    const part = field === 'subject' ? 'subject' : 'body';
    text[part] = mendedText(text[part], here);
  }
  return next;
}
