/** A province, and whether any of it is among the regions that a broadcast goes to. */
export interface Province {
  name: string;
  targeted: boolean;
}

/** What people leave out of a province's name. */
const FORMAL = /^(?:DKI|DI|Daerah Khusus(?: Ibu ?kota)?|Daerah Istimewa) /i;
/** The offices that send from it have their address there: it says nothing of the recipients. */
const CAPITAL = 'Jakarta';

/**
 * The provinces that a text names though nobody in them gets it, each once, in the order of the text. The longest name
 * counts: "Papua Barat" names no Papua, and "Kepulauan Riau" no Riau.
 */
export function otherPlacesIn(text: string, provinces: readonly Province[]): string[] {
  if (!provinces.some(({ targeted }) => targeted)) return [];
  const byName = new Map(provinces.map((one) => [one.name.replace(FORMAL, '').toLowerCase(), one] as const));
  const names = [...byName.keys()].toSorted((a, b) => b.length - a.length);
  const found = [
    ...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'giu')),
  ];
  const others = found.flatMap(({ 0: words }) => {
    const one = byName.get(words.toLowerCase());
    return !one || one.targeted || words.toLowerCase() === CAPITAL.toLowerCase() ? [] : [one.name];
  });
  return [...new Set(others)];
}
