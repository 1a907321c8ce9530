import { isName } from '#audience';
import type { ChannelName } from '#channels';
import type { FrozenDocument } from '../freeze.js';
import { pollingDateAt } from '../polling.rules.js';
import { fitting, NAME_LIMIT } from '../recipient.rules.js';
import { REGION_LIMIT } from '../render.js';
import type { Variable } from '../variables.js';
import { type Token, tokensOf } from './words.rules.js';

/** What may stand where the copies of one text differ. */
export interface Slots {
  /** Characters of a name at most. */
  nameLimit: number;
  /** How somebody without a name is called. */
  nameless: Phrases;
  /** The names of the audience's regions → the codes of those they can mean. */
  regions: Phrases;
  /** Polling dates in words → the dates they can mean. */
  dates: Phrases;
  /** The polling date that was frozen for a region. */
  dateAt: (regionCode: string) => string | undefined;
}

/** Phrases, found by the key of their first token; each with what it can mean. */
export type Phrases = ReadonlyMap<
  string,
  readonly { keys: readonly string[]; meanings: readonly string[] }[]
>;

/** Whether a link is one that this broadcast's copies carry: ours, with a code or token of it. */
export interface OwnLinks {
  verify: (link: string) => boolean;
  unsubscribe: (link: string) => boolean;
}

/** More tokens than these stand in no slot. */
const MOST_TOKENS = 24;
const NAME_MARKS = new Set(['.', ',', "'", '-', '(', ')', '/']);
/** What may stand in the slots of a content. @param regions the names of all regions by their codes */
export function slotsOf(
  document: FrozenDocument,
  channel: ChannelName,
  language: string,
  regions: ReadonlyMap<string, { name: string }>,
): Slots {
  const { election, audience } = document;
  const within = (code: string): boolean =>
    audience.regions.some((one) => code === one || code.startsWith(`${one}.`));
  return {
    nameLimit: NAME_LIMIT[channel],
    nameless: phrases([[document.nameless[language] ?? '', '']]),
    regions: phrases(
      [...regions]
        .filter(([code]) => within(code))
        .map(([code, { name }]) => [fitting(channel, name, REGION_LIMIT), code]),
    ),
    dates: phrases(Object.entries(election?.words[language] ?? {}).map(([date, words]) => [words, date])),
    dateAt: (code) => (election ? pollingDateAt(election, code) : undefined),
  };
}

function phrases(meanings: readonly (readonly [phrase: string, meaning: string])[]): Phrases {
  const found = new Map<string, { keys: string[]; meanings: string[] }[]>();
  for (const [phrase, meaning] of meanings) {
    const keys = tokensOf(phrase).map(({ key }) => key);
    const [first] = keys;
    if (first === undefined) continue;
    const alike = found.get(first) ?? [];
    found.set(first, alike);
    const same = alike.find((one) => one.keys.join(' ') === keys.join(' '));
    if (same) same.meanings.push(meaning);
    else alike.push({ keys, meanings: [meaning] });
  }
  return found;
}

/** What a text can mean as one of the phrases; nothing where it is none. */
export function meaningsOf(text: string, all: Phrases): readonly string[] {
  const keys = tokensOf(text).map(({ key }) => key);
  const found = all.get(keys[0] ?? '')?.find((one) => one.keys.join(' ') === keys.join(' '));
  return found?.meanings ?? [];
}

/**
 * How many tokens from one on may stand in a slot: each number that is plausible, the smallest first.
 * @param tokens those that were pasted
 */
export function spansAt(
  variable: Variable,
  tokens: readonly Token[],
  at: number,
  slots: Slots,
  links: OwnLinks,
): number[] {
  const first = tokens[at];
  if (!first) return [];
  switch (variable) {
    case 'verify_link':
      return first.kind === 'link' && links.verify(first.text) ? [1] : [];
    case 'unsubscribe_link':
      return first.kind === 'link' && links.unsubscribe(first.text) ? [1] : [];
    case 'region':
      return lengths(tokens, at, slots.regions);
    case 'polling_date':
      return lengths(tokens, at, slots.dates);
    case 'name':
      return nameSpans(tokens, at, slots);
  }
}

function lengths(tokens: readonly Token[], at: number, all: Phrases): number[] {
  const alike = all.get(tokens[at]?.key ?? '') ?? [];
  return alike
    .filter(({ keys }) => keys.every((key, offset) => tokens[at + offset]?.key === key))
    .map(({ keys }) => keys.length)
    .toSorted((a, b) => a - b);
}

/** As many tokens on one line as could stand where a copy carries a name: by the rule that copies are rendered by. */
function nameSpans(tokens: readonly Token[], at: number, { nameLimit, nameless }: Slots): number[] {
  const found = lengths(tokens, at, nameless);
  let text = '';
  for (let length = 1; length <= MOST_TOKENS && at + length <= tokens.length; length++) {
    const token = tokens[at + length - 1];
    if (!token || (length > 1 && token.gap === '\n\n')) break;
    text += (length === 1 ? '' : token.gap) + token.text;
    if (text.length > nameLimit) break;
    if (token.kind === 'mark' ? !NAME_MARKS.has(token.key) : !isName(token.text)) break;
    if (!found.includes(length) && isName(text)) found.push(length);
  }
  return found.toSorted((a, b) => a - b);
}
