import type { ChannelName } from '#channels';
import type { FrozenDocument } from '../freeze.js';
import { type ApprovedForm, type Comparison, compare, elementsOf, type Piece } from './compare.rules.js';
import { type OwnLinks, slotsOf } from './slots.rules.js';
import { hashesOf, shinglesOf } from './shingles.rules.js';
import type { Token } from './words.rules.js';

/** Characters of a pasted text at most: with more, comparing would take what others wait for. */
export const PASTE_LIMIT = 10_000;
/** Cells of a comparison at most: a long e-mail; a million take some 30 ms. */
const MOST_CELLS = 6_000_000;
/** Contents that one pasted text is compared with at most. */
const MOST_FORMS = 6;
/** From this resemblance on a text is an approved one that was changed; below it is another text. */
const RESEMBLES = 0.4;

/** Where an approved text stands: what a channel carries, or the easy text of the public page. */
export type TextPlace = ChannelName | 'easy';

/** One content of an approved broadcast, as it may have been pasted. */
export interface ContentForm extends ApprovedForm {
  channel: TextPlace;
  language: string;
  shingles: ReadonlySet<number>;
}

/** How a pasted text compares with the content it is most like. */
export interface Match extends Comparison {
  channel: TextPlace;
  language: string;
}

/**
 * Every way in which a broadcast's texts can have been pasted: an e-mail with its subject above it or without, and what was
 * copied from its page.
 * @param regions the names of all regions by their codes
 */
export function formsOf(
  document: FrozenDocument,
  regions: ReadonlyMap<string, { name: string }>,
): ContentForm[] {
  const form = (channel: TextPlace, language: string, template: string): ContentForm => {
    const elements = elementsOf(template);
    // An easy text has no slots: by whose rules they would be filled does not matter.
    const slots = slotsOf(document, channel === 'easy' ? 'email' : channel, language, regions);
    return { channel, language, slots, elements, shingles: new Set(hashesOf(elements)) };
  };
  return [
    ...document.channels.flatMap((channel) =>
      Object.entries(document.contents[channel] ?? {}).flatMap(([language, { subject, text }]) =>
        [text, ...(subject === undefined ? [] : [`${subject}\n\n${text}`])].map((template) =>
          form(channel, language, template),
        ),
      ),
    ),
    ...Object.entries(document.alternatives?.easy ?? {}).map(([language, text]) =>
      form('easy', language, text),
    ),
  ];
}

/**
 * The contents worth comparing a pasted text with, the likeliest first: those that share words in a row with it.
 * @param claimed whether it carries a code of theirs: then also where it shares nothing
 */
export function likelyForms(
  pasted: readonly Token[],
  forms: readonly ContentForm[],
  claimed: boolean,
): ContentForm[] {
  const asked = shinglesOf(pasted);
  return forms
    .map((form) => ({ form, shared: asked.filter((one) => form.shingles.has(one)).length }))
    .filter(({ form, shared }) => (claimed || shared > 0) && fits(pasted, form))
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, MOST_FORMS)
    .map(({ form }) => form);
}

const fits = (pasted: readonly Token[], { elements }: ContentForm): boolean =>
  (elements.length + 1) * (pasted.length + 1) <= MOST_CELLS;

/** How a pasted text compares with one content. */
export function matchWith(pasted: readonly Token[], form: ContentForm, links: OwnLinks): Match {
  return { ...compare(pasted, form, links), channel: form.channel, language: form.language };
}

/** Whether one comparison says more of a text than another: what is the same before what only resembles. */
export function isCloser(a: Comparison, b: Comparison): boolean {
  if (a.same !== b.same) return a.same;
  if (a.resemblance !== b.resemblance) return a.resemblance > b.resemblance;
  const differences = ({ pieces }: Comparison): number => pieces.filter(differs).length;
  return differences(a) < differences(b);
}

/** Whether a text is an approved one that somebody changed, rather than another text. */
export const resembles = ({ resemblance }: Comparison): boolean => resemblance >= RESEMBLES;

/** Whether a piece is a difference. */
export const differs = ({ kind }: Piece): boolean => kind === 'added' || kind === 'missing';
