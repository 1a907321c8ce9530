import { isName } from '#audience/names';
import type { ChannelName } from '#channels';
import type { FrozenDocument } from '../document/freeze.js';
import { pollingDateAt } from '../checks/polling.rules.js';
import { fitting, NAME_LIMIT } from '../content/recipient.rules.js';
import { REGION_LIMIT } from '../content/render.js';
import type { Variable } from '../content/variables.js';
import { keyOf, type Token, tokensOf } from './words.rules.js';

/** The permitted values where the copies of one text differ. */
export interface Slots {
  /** Maximum number of characters of a name. */
  nameLimit: number;
  /** The words that address a person without a name. */
  nameless: Phrases;
  /** The names of the audience's regions → the codes of the regions they can mean. */
  regions: Phrases;
  /** Polling dates in words → the dates they can mean. */
  dates: Phrases;
  /** The polling date that was frozen for a region. */
  dateAt: (regionCode: string) => string | undefined;
}

/**
 * The meanings of each phrase, by the keys of its tokens, joined with spaces. Prefixes of phrases are keys too, without
 * a meaning: a search stops as soon as a text can no longer be a phrase.
 */
export type Phrases = ReadonlyMap<string, readonly string[]>;

/**
 * Checks that a link is one that this broadcast's copies carry: a link to our host, with a code or token of the
 * broadcast.
 */
export interface OwnLinks {
  verify: (link: string) => boolean;
  unsubscribe: (link: string) => boolean;
}

/** Maximum number of tokens in a slot. */
const MOST_TOKENS = 24;
const NAME_MARKS = new Set(['.', ',', "'", '-', '(', ')', '/']);
/** Names split before other work gets a turn. */
const NAMES_AT_ONCE = 64;

/** The names of a document's regions, as a channel writes them. */
export type RegionPhrases = (channel: ChannelName) => Phrases;

/**
 * Splits the names of a document's regions, in steps. A national document has hundreds. They are the same for all its
 * contents except in SMS, which replaces some letters.
 * @param regions the names of all regions by their codes
 */
export function* regionPhrases(
  { audience, channels }: Pick<FrozenDocument, 'audience' | 'channels'>,
  regions: ReadonlyMap<string, { name: string }>,
): Generator<void, RegionPhrases> {
  const within = [...regions].filter(([code]) =>
    audience.regions.some((one) => code === one || code.startsWith(`${one}.`)),
  );
  function* written(channel: ChannelName): Generator<void, Phrases> {
    const found: MutablePhrases = new Map();
    for (const [n, [code, { name }]] of within.entries()) {
      addPhrase(found, fitting(channel, name, REGION_LIMIT), code);
      if (n % NAMES_AT_ONCE === NAMES_AT_ONCE - 1) yield;
    }
    return found;
  }
  const plain = yield* written('email');
  const inSms = channels.includes('sms') ? yield* written('sms') : plain;
  return (channel) => (channel === 'sms' ? inSms : plain);
}

/** The permitted values of the slots of a content. */
export function slotsOf(
  { election, nameless }: FrozenDocument,
  channel: ChannelName,
  language: string,
  regions: RegionPhrases,
): Slots {
  return {
    nameLimit: NAME_LIMIT[channel],
    nameless: phrases([[nameless[language] ?? '', '']]),
    regions: regions(channel),
    dates: phrases(Object.entries(election?.words[language] ?? {}).map(([date, words]) => [words, date])),
    dateAt: (code) => (election ? pollingDateAt(election, code) : undefined),
  };
}

type MutablePhrases = Map<string, string[]>;

function phrases(meanings: readonly (readonly [phrase: string, meaning: string])[]): Phrases {
  const found: MutablePhrases = new Map();
  for (const [phrase, meaning] of meanings) addPhrase(found, phrase, meaning);
  return found;
}

function addPhrase(all: MutablePhrases, phrase: string, meaning: string): void {
  const keys = tokensOf(phrase).map(({ key }) => key);
  if (keys.length === 0) return;
  let begun = '';
  for (const key of keys) {
    begun = begun === '' ? key : `${begun} ${key}`;
    if (!all.has(begun)) all.set(begun, []);
  }
  all.get(begun)?.push(meaning);
}

/** The meanings of a text as one of the phrases; empty when it is none. */
export const meaningsOf = (text: string, all: Phrases): readonly string[] => all.get(keyOf(text)) ?? [];

/**
 * The numbers of tokens, from one position on, that may fill a slot: every plausible number, the smallest first.
 * @param tokens the tokens of the pasted text
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
  const found: number[] = [];
  let begun = '';
  for (let n = at; n < tokens.length; n++) {
    const key = tokens[n]?.key ?? '';
    begun = n === at ? key : `${begun} ${key}`;
    const meanings = all.get(begun);
    if (!meanings) break;
    if (meanings.length > 0) found.push(n - at + 1);
  }
  return found;
}

/** The numbers of tokens on one line that could be a name in a copy, by the rule that renders copies. */
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
