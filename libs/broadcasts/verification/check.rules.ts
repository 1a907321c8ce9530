import type { FrozenDocument } from '../document/freeze.js';
import {
  type ApprovedForm,
  type Comparison,
  compare,
  elementsOf,
  greetingOf,
  isSlot,
  type Piece,
  type Work,
} from './compare.rules.js';
import { type OwnLinks, regionPhrases, slotsOf } from './slots.rules.js';
import { closingAt } from '../content/footer.js';
import { hashesOf } from './shingles.rules.js';
import type { Token } from './words.rules.js';
import type { TextMatch as Match, TextPlace } from '#contract/api/text-comparison';

export type { TextMatch as Match, TextPlace } from '#contract/api/text-comparison';

/**
 * The work of comparing one pasted text, in cells, whatever it contains and whatever it is compared with: about 100 ms.
 */
export const WORK = 3_000_000;
/** A text is compared only if it has at most this many times the elements of a content, plus `FEW`. */
const TIMES_LONGER = 3;
const FEW = 32;
/** Maximum number of contents that one pasted text is compared with. */
const MOST_FORMS = 6;
/** From this resemblance on, a text counts as an approved one that was changed; below it, as another text. */
const RESEMBLES = 0.4;

/** One content of an approved broadcast, in a form in which it may be pasted. */
export interface ContentForm extends ApprovedForm {
  channel: TextPlace;
  language: string;
  shingles: ReadonlySet<number>;
  /** The links that its text has in every copy, such as that to the message it corrects. */
  links: readonly Token[];
}

/**
 * Every form in which a broadcast's texts can be pasted: an e-mail with or without its subject above it, and what was
 * copied from its page.
 * @param regions the names of all regions by their codes
 * @returns after steps of some milliseconds
 */
export function* formsOf(
  document: FrozenDocument,
  regions: ReadonlyMap<string, { name: string }>,
): Generator<void, ContentForm[]> {
  const names = yield* regionPhrases(document, regions);
  const forms: ContentForm[] = [];
  for (const { channel, language, subject, text } of templatesOf(document)) {
    const template = subject === undefined ? text : `${subject}\n\n${text}`;
    const elements = elementsOf(template);
    // An easy text has no slots, so that the rules of any channel serve.
    const slots = slotsOf(document, channel === 'easy' ? 'email' : channel, language, names);
    const closing = channel === 'easy' ? '' : text.slice(closingAt(channel, language, text));
    forms.push({
      channel,
      language,
      slots,
      elements,
      greeting: greetingOf(elements),
      closing: elements.length - elementsOf(closing).length,
      shingles: new Set(hashesOf(elements)),
      links: elements.flatMap((one) => (isSlot(one) || one.kind !== 'link' ? [] : [one])),
    });
    yield;
  }
  return forms;
}

const templatesOf = ({
  channels,
  contents,
  alternatives,
}: FrozenDocument): { channel: TextPlace; language: string; subject?: string; text: string }[] => [
  ...channels.flatMap((channel) =>
    Object.entries(contents[channel] ?? {}).flatMap(([language, { subject, text }]) =>
      [{ text }, ...(subject === undefined ? [] : [{ subject, text }])].map((one) => ({
        channel,
        language,
        ...one,
      })),
    ),
  ),
  ...Object.entries(alternatives?.easy ?? {}).map(([language, text]) => ({
    channel: 'easy' as const,
    language,
    text,
  })),
];

/** A content worth comparing, and the number of runs of words it shares with the pasted text. */
export interface Likely {
  form: ContentForm;
  shared: number;
}

/**
 * The contents worth comparing a pasted text with, the likeliest first: those that share runs of words with it.
 * @param asked the pasted text's shingles
 * @param claimed whether the text carries one of their codes: then also contents that share nothing
 */
export function likelyForms(
  pasted: readonly Token[],
  asked: readonly number[],
  forms: readonly ContentForm[],
  claimed: boolean,
): Likely[] {
  return forms
    .filter(({ elements }) => pasted.length <= TIMES_LONGER * elements.length + FEW)
    .map((form) => ({ form, shared: asked.filter((one) => form.shingles.has(one)).length }))
    .filter(({ shared }) => claimed || shared > 0)
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, MOST_FORMS);
}

/** Compares a pasted text with one content, in steps. Returns null when the work left does not suffice. */
export function* matchWith(
  pasted: readonly Token[],
  form: ContentForm,
  links: OwnLinks,
  work: Work,
): Generator<void, Match | null> {
  const found = yield* compare(pasted, form, links, work);
  return found && { ...found, channel: form.channel, language: form.language };
}

/** Whether one comparison is closer than another: the same text first, then an incomplete one, then by resemblance. */
export function isCloser(a: Comparison, b: Comparison): boolean {
  const rank = ({ same, lacks }: Comparison): number => (same ? 2 : lacks.length > 0 ? 1 : 0);
  if (rank(a) !== rank(b)) return rank(a) > rank(b);
  if (a.resemblance !== b.resemblance) return a.resemblance > b.resemblance;
  const differences = ({ pieces }: Comparison): number => pieces.filter(differs).length;
  return differences(a) < differences(b);
}

/** Whether a text is an approved one that was changed, not another text. */
export const resembles = ({ resemblance }: Comparison): boolean => resemblance >= RESEMBLES;

/** Whether a piece is a difference. */
export const differs = ({ kind }: Piece): boolean => kind === 'added' || kind === 'missing';
