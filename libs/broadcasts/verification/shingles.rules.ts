import type { FrozenDocument } from '../document/freeze.js';
import { type Element, elementsOf, isSlot } from './compare.rules.js';
import type { Token } from './words.rules.js';

/** Words in a shingle. */
const WORDS = 3;
/** Shingles kept of one text: those with the smallest hashes, which are the same in any text that contains them. */
const KEPT = 64;
/** Shingles of a pasted text that are looked up. */
const ASKED = 512;

/**
 * The shingles that identify a broadcast's texts: runs of three words, hashed to 32 bits; for each text a sketch of at
 * most 64 (Broder, "On the resemblance and containment of documents", 1997). Numbers and links, which are forged first,
 * are left out of the words, so that a text is found however they were changed.
 */
export function sketchOf({
  channels,
  contents,
  alternatives,
}: Pick<FrozenDocument, 'channels' | 'contents' | 'alternatives'>): number[] {
  const texts = channels.flatMap((channel) =>
    Object.values(contents[channel] ?? {}).map(({ subject = '', text }) => `${subject}\n\n${text}`),
  );
  return [
    ...new Set(
      [...texts, ...Object.values(alternatives?.easy ?? {})].flatMap((text) =>
        hashesOf(elementsOf(text))
          .toSorted((a, b) => a - b)
          .slice(0, KEPT),
      ),
    ),
  ];
}

/** The shingles of a pasted text. */
export const shinglesOf = (tokens: readonly Token[]): number[] =>
  hashesOf(tokens)
    .toSorted((a, b) => a - b)
    .slice(0, ASKED);

/** All shingles of a text. */
export function hashesOf(elements: readonly Element[]): number[] {
  const hashes = new Set<number>();
  let run: string[] = [];
  for (const element of elements) {
    // The content of a slot is unknown: no shingle spans one.
    if (isSlot(element)) run = [];
    else if (element.kind !== 'mark') {
      run = [...run, masked(element)].slice(-WORDS);
      if (run.length === WORDS) hashes.add(hash(run.join(' ')));
    }
  }
  return [...hashes];
}

function masked({ kind, key }: Token): string {
  if (kind === 'link') return '@';
  return kind === 'number' ? '#' : key;
}

/** FNV-1a, as PostgreSQL's signed integer. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
