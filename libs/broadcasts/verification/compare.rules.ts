import { parseTemplate } from '../content/template.rules.js';
import { VARIABLES, type Variable } from '../content/variables.js';
import { meaningsOf, type OwnLinks, type Slots, spansAt } from './slots.rules.js';
import { keyOf, type Token, tokensOf } from './words.rules.js';
import type {
  ComparedLack as Lack,
  ComparedPiece as Piece,
  GraveDifference as Grave,
} from '#contract/api/text-comparison';

export type {
  ComparedLack as Lack,
  ComparedPiece as Piece,
  GraveDifference as Grave,
} from '#contract/api/text-comparison';

/** A place where copies differ: one variable, or several, with the letters next to them in the same word. */
interface Slot {
  parts: readonly (string | { variable: Variable })[];
  gap: string;
}
/** Part of an approved text. */
export type Element = Token | Slot;

/** An approved text, prepared for comparison. */
export interface ApprovedForm {
  elements: readonly Element[];
  slots: Slots;
  /** The number of elements of the greeting at its beginning; 0 without a greeting. */
  greeting: number;
  /** The index of the first element of its closing lines; the number of all elements without closing lines. */
  closing: number;
}

/** The comparison of a pasted text with an approved one. */
export interface Comparison {
  /** Whether every word, number, date and link is there, in the same order, and nothing else. */
  same: boolean;
  /** The missing parts, if nothing else differs; empty when nothing is missing or more differs. */
  lacks: readonly Lack[];
  pieces: Piece[];
  /** Number of missing pieces at the end that belong to the closing lines with Siar's own links. */
  closingUnread: number;
  /** The share of the shorter text that the longer one contains, in runs of words: 0 to 1. */
  resemblance: number;
  /** The values of the slots. */
  filled: Partial<Record<Variable, string>>;
}

/** A shorter run of equal words counts as chance. */
const RUN = 3;
/** In a text of fewer words than this, each word counts as a run. */
const SHORT = 8;
/** Maximum number of tokens that one slot takes. */
const MOST_TOKENS = 24;

// Private-use letters that replace the variables while a template is parsed: no author can enter them (draft.ts).
const PLACE = 0xe000;
const PLACES = /[\u{E000}-\u{E00F}]/u;

/** Splits a template into elements. @throws Error when it has a fault, which no approved template has */
export function elementsOf(template: string): Element[] {
  const { segments, faults } = parseTemplate(template);
  if (faults[0]) throw new Error(`The template cannot be compared with: ${faults[0].message}`);
  const text = segments
    .map((segment) =>
      typeof segment === 'string'
        ? segment
        : String.fromCharCode(PLACE + VARIABLES.indexOf(segment.variable)),
    )
    .join('');
  return tokensOf(text).map((token) => (PLACES.test(token.key) ? slotOf(token) : token));
}

function slotOf({ key, gap }: Token): Slot {
  const parts = key.split(/([\u{E000}-\u{E00F}])/u).flatMap((part): Slot['parts'] => {
    const variable = VARIABLES[part.charCodeAt(0) - PLACE];
    if (variable) return [{ variable }];
    return part === '' ? [] : [part];
  });
  return { parts, gap };
}

/** Whether this element is a slot. */
export const isSlot = (element: Element): element is Slot => 'parts' in element;
const variablesOf = ({ parts }: Slot): Variable[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [] : [part.variable]));

/** The work left for comparing, in cells: one for each pair of an element and a token that is examined. */
export interface Work {
  cells: number;
}

/** Cells computed before other work gets a turn: some milliseconds. */
const SLICE = 50_000;
/** Cells charged for finding what fits a slot at one place, for each variable in it. */
const SLOT_CELLS = 40;
/** The width of the first band, in tokens missing or added: most changes are small. */
const NARROW = 32;
/** The factor by which the band widens each time it was too narrow. */
const WIDER = 4;

/**
 * Compares a pasted text with an approved one: finds the fewest tokens that are missing or added, while a slot takes
 * only plausible values. Starts near the diagonal, where similar texts lie, and widens from there as far as the work
 * allows. Always detects whether both are the same; for very different texts the result may not be the fewest changes.
 * @param work is charged with the cells that are examined
 * @returns after steps of some milliseconds; null when the work left does not suffice for any result
 */
export function* compare(
  pasted: readonly Token[],
  form: ApprovedForm,
  links: OwnLinks,
  work: Work,
): Generator<void, Comparison | null> {
  const { elements, slots } = form;
  const fits = elements.map((element) =>
    isSlot(element)
      ? memo((at) => {
          work.cells -= SLOT_CELLS * element.parts.length;
          return slotSpans(element, pasted, at, slots, links);
        })
      : null,
  );
  const steps = yield* fewest(elements, pasted, fits, work);
  if (!steps) return null;
  const whole = alignment(pasted, elements, slots, fits, steps);
  const result = (found: Aligned, lacks: readonly Lack[]): Comparison => ({
    ...found,
    same: isSame(found),
    lacks,
    closingUnread: Math.min(
      found.pieces.length - 1 - found.pieces.findLastIndex(({ kind }) => kind !== 'missing'),
      elements.length - form.closing,
    ),
    resemblance: resemblanceOf(found.pieces, elements, pasted),
  });
  const run = isSame(whole) ? null : runOf(pasted, form, fits, work);
  if (!run) return result(whole, []);
  const part = elements.slice(run.from, run.to);
  const partFits = fits.slice(run.from, run.to);
  const partSteps = yield* fewest(part, pasted, partFits, work);
  if (!partSteps) return result(whole, []);
  const inside = alignment(pasted, part, slots, partFits, partSteps);
  const pieces = [
    ...elements.slice(0, run.from).map(missing),
    ...inside.pieces,
    ...elements.slice(run.to).map(missing),
  ];
  return result({ ...inside, pieces }, isSame(inside) ? lacksOf(run, form) : []);
}

/** Elements from one index up to, but not including, another. */
interface Run {
  from: number;
  to: number;
}

/**
 * Finds the run of elements that contains all pasted tokens, whatever punctuation marks lie between. A forwarded
 * passage is part of a text, and its words may also occur elsewhere in it. Prefers a run that {@link lacksOf} can name.
 */
function runOf(pasted: readonly Token[], form: ApprovedForm, fits: Fits, work: Work): Run | null {
  const { elements } = form;
  const nextWord = (at: number): number => {
    let next = at;
    while (pasted[next]?.kind === 'mark') next += 1;
    return next;
  };
  if (nextWord(0) === pasted.length) return null;
  const runs: Run[] = [];
  // Number of matched tokens → the element at which the match begins.
  let taken = new Map<number, number>();
  for (const [i, element] of elements.entries()) {
    if (isMark(element)) continue;
    const now = new Map<number, number>();
    const take = (tokens: number, from: number): void => {
      if (nextWord(tokens) === pasted.length) runs.push(withMarks(elements, { from, to: i + 1 }));
      else if (!now.has(tokens)) now.set(tokens, from);
    };
    for (const [tokens, from] of [...taken, [0, i] as const]) {
      work.cells -= 1;
      const next = nextWord(tokens);
      if (!isSlot(element)) {
        if (element.key === pasted[next]?.key) take(next + 1, from);
      } else
        for (const at of new Set([tokens, next]))
          for (const span of fits[i]?.(at) ?? []) take(at + span, from);
    }
    if (work.cells <= 0) return null;
    taken = now;
  }
  return runs.find((run) => lacksOf(run, form).length > 0) ?? runs[0] ?? null;
}

/** Extends a run by the punctuation marks that belong to its first and its last word. */
function withMarks(elements: readonly Element[], { from, to }: Run): Run {
  const marked = { from, to };
  for (let at = from - 1; at >= 0 && isMark(elements[at]); at--)
    if (at === 0 || elements[at]?.gap !== '') marked.from = at;
  while (isMark(elements[marked.to]) && !elements[marked.to]?.gap.includes('\n')) marked.to += 1;
  return marked;
}

/**
 * The parts that a run of elements lacks to be the whole text, if people usually leave them out: the greeting, and
 * whole paragraphs or closing lines at the end. Any other omission may change the meaning.
 */
function lacksOf({ from, to }: Run, { elements, greeting, closing }: ApprovedForm): readonly Lack[] {
  const isWholeEnd =
    to === elements.length ||
    to === closing ||
    (to > closing ? elements[to]?.gap.includes('\n') : elements[to]?.gap === '\n\n');
  if ((from !== 0 && from !== greeting) || to <= greeting || !isWholeEnd) return [];
  return [
    ...(from > 0 ? (['greeting'] as const) : []),
    ...(to < closing ? (['paragraphs'] as const) : []),
    ...(to <= closing && closing < elements.length ? (['closing'] as const) : []),
    ...(to > closing && to < elements.length ? (['closing-part'] as const) : []),
  ];
}

const isMark = (element: Element | undefined): boolean =>
  element !== undefined && !isSlot(element) && element.kind === 'mark';

/** Words of a greeting; none of them carries information. */
const SALUTATIONS = new Set(
  `yth kepada halo hai salam assalamualaikum assalamu'alaikum dear hello hi bapak ibu bapak/ibu saudara saudara/i sdr sir madam sir/madam`.split(
    ' ',
  ),
);

/**
 * The number of elements of the greeting at the beginning of a text, up to its mark or the end of its line; 0 without a
 * greeting.
 */
export function greetingOf(elements: readonly Element[]): number {
  let greeting = 0;
  for (const [at, element] of elements.entries()) {
    const greets = isSlot(element)
      ? element.parts.length === 1 && variablesOf(element)[0] === 'name'
      : isMark(element)
        ? at > 0 && element.gap === ''
        : SALUTATIONS.has(element.key);
    if (!greets) break;
    const next = elements[at + 1];
    if (next && !isMark(next) && (isMark(element) || next.gap.includes('\n'))) greeting = at + 1;
  }
  return greeting;
}

type Fits = readonly (((at: number) => number[]) | null)[];

/** The fewest tokens missing or added, counted from an element and a token on. */
type Steps = (i: number, j: number) => number;

/** The alignment of a pasted text, or of a part of it, with an approved text. */
type Aligned = Pick<Comparison, 'pieces' | 'filled'>;
const isSame = ({ pieces }: Aligned): boolean =>
  pieces.every(({ kind }) => kind === 'same' || kind === 'slot');

/** Follows the cheapest path. */
function alignment(
  pasted: readonly Token[],
  elements: readonly Element[],
  slots: Slots,
  fits: Fits,
  steps: Steps,
): Aligned {
  const filled: Partial<Record<Variable, string>> = {};
  const pieces: Piece[] = [];
  for (let i = 0, j = 0; i < elements.length || j < pasted.length;) {
    const element = elements[i];
    const token = pasted[j];
    const cost = steps(i, j);
    const span =
      element && isSlot(element) ? fits[i]?.(j).find((k) => steps(i + 1, j + k) === cost) : undefined;
    if (element && span !== undefined && isSlot(element)) {
      const taken = pasted.slice(j, j + span);
      pieces.push(filledPiece(element, taken, filled, slots));
      i += 1;
      j += span;
    } else if (
      element &&
      token &&
      !isSlot(element) &&
      element.key === token.key &&
      steps(i + 1, j + 1) === cost
    ) {
      pieces.push({ kind: 'same', text: token.text, gap: token.gap, variables: [], grave: null });
      i += 1;
      j += 1;
    } else if (element && steps(i + 1, j) === cost - 1) {
      pieces.push(missing(element));
      i += 1;
    } else {
      if (!token) throw new Error('A comparison lost its way');
      pieces.push({ kind: 'added', text: token.text, gap: token.gap, variables: [], grave: graveOf(token) });
      j += 1;
    }
  }
  return { pieces, filled };
}

/** Widens the band until nothing outside of it can be better, or the work is used up. */
function* fewest(
  elements: readonly Element[],
  pasted: readonly Token[],
  fits: Fits,
  work: Work,
): Generator<void, Steps | null> {
  const lead = pasted.length - elements.length;
  // A slot may take many tokens for one element, at no cost.
  const slack = fits.filter((one) => one !== null).length * (MOST_TOKENS - 1);
  const most = elements.length + pasted.length;
  let found: Steps | null = null;
  for (let strays = NARROW; ; strays *= WIDER) {
    const from = Math.max(Math.min(0, lead) - strays, -elements.length);
    const to = Math.min(Math.max(0, lead) + strays + slack, pasted.length);
    if ((elements.length + 1) * (to - from + 1) > work.cells) return found;
    found = yield* costs(elements, pasted, fits, { from, to }, work);
    if (found(0, 0) <= strays || strays >= most || work.cells <= 0) return found;
  }
}

/** The cost outside of the band. */
const FAR = 0xffff;

/**
 * The fewest tokens missing or added, over paths on which every token is at least `from` and at most `to` ahead of its
 * element.
 */
function* costs(
  elements: readonly Element[],
  pasted: readonly Token[],
  fits: Fits,
  { from, to }: { from: number; to: number },
  work: Work,
): Generator<void, Steps> {
  const width = to - from + 1;
  const cells = new Uint16Array((elements.length + 1) * width).fill(FAR);
  const at = (i: number, j: number): number =>
    i > elements.length || j - i < from || j - i > to ? FAR : (cells[i * width + (j - i - from)] ?? FAR);
  let sliced = 0;
  for (let i = elements.length; i >= 0; i--) {
    const element = elements[i];
    const spans = fits[i];
    const key = element && !isSlot(element) ? element.key : null;
    const first = Math.max(0, i + from);
    const last = Math.min(pasted.length, i + to);
    for (let j = last; j >= first; j--) {
      let least = element ? at(i + 1, j) + 1 : j === pasted.length ? 0 : FAR;
      if (j < pasted.length) {
        least = Math.min(least, at(i, j + 1) + 1);
        if (key !== null && key === pasted[j]?.key) least = Math.min(least, at(i + 1, j + 1));
        if (spans) for (const span of spans(j)) least = Math.min(least, at(i + 1, j + span));
      }
      cells[i * width + (j - i - from)] = Math.min(least, FAR);
    }
    const done = Math.max(0, last - first + 1);
    work.cells -= done;
    sliced += done;
    if (sliced >= SLICE) {
      sliced = 0;
      yield;
    }
  }
  return at;
}

function memo(find: (at: number) => number[]): (at: number) => number[] {
  const known = new Map<number, number[]>();
  return (at) => {
    const found = known.get(at) ?? find(at);
    known.set(at, found);
    return found;
  };
}

function slotSpans(
  { parts }: Slot,
  pasted: readonly Token[],
  at: number,
  slots: Slots,
  links: OwnLinks,
): number[] {
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'object') return spansAt(only.variable, pasted, at, slots, links);
  const found: number[] = [];
  for (let length = 1; length <= MOST_TOKENS && at + length <= pasted.length; length++) {
    const values = valuesIn(parts, pasted.slice(at, at + length));
    const plausible = values?.every(({ variable, tokens }) =>
      spansAt(variable, tokens, 0, slots, links).includes(tokens.length),
    );
    if (plausible) found.push(length);
  }
  return found;
}

/** The value of each variable in a slot with adjoining letters; null when those letters are not there. */
function valuesIn(
  parts: Slot['parts'],
  taken: readonly Token[],
): { variable: Variable; tokens: Token[] }[] | null {
  const pattern = parts
    .map((part) =>
      typeof part === 'string' ? part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`) : '(.{1,120}?)',
    )
    .join('');
  const values = new RegExp(`^${pattern}$`, 'iu').exec(textOf(taken))?.slice(1);
  if (!values) return null;
  return variablesOf({ parts, gap: '' }).map((variable, at) => ({
    variable,
    tokens: tokensOf(values[at] ?? ''),
  }));
}

const textOf = (tokens: readonly Token[]): string =>
  tokens.map(({ text, gap }, at) => (at === 0 ? '' : gap === '' ? '' : ' ') + text).join('');

/**
 * The piece of a filled slot. One variable has one value in a copy, and the polling date belongs to its region: a value
 * that is plausible by itself is refused when it contradicts the rest.
 */
function filledPiece(
  slot: Slot,
  taken: readonly Token[],
  filled: Partial<Record<Variable, string>>,
  slots: Slots,
): Piece {
  const variables = variablesOf(slot);
  const text = textOf(taken);
  const values =
    slot.parts.length === 1
      ? variables.map((variable) => ({ variable, tokens: taken }))
      : (valuesIn(slot.parts, taken) ?? []);
  let agrees = true;
  for (const { variable, tokens } of values) {
    const value = textOf(tokens);
    const before = filled[variable];
    if (before !== undefined && sameValue(before, value)) continue;
    if (before !== undefined) agrees = false;
    else filled[variable] = value;
  }
  agrees &&= datesAgree(filled, slots);
  const gap = taken[0]?.gap ?? '';
  if (agrees) return { kind: 'slot', text, gap, variables, grave: null };
  return { kind: 'added', text, gap, variables, grave: graveOfSlot(variables) };
}

const sameValue = (a: string, b: string): boolean => keyOf(a) === keyOf(b);

function datesAgree(
  { region, polling_date: date }: Partial<Record<Variable, string>>,
  slots: Slots,
): boolean {
  if (region === undefined || date === undefined) return true;
  const meant = meaningsOf(date, slots.dates);
  return meaningsOf(region, slots.regions).some((code) => meant.includes(slots.dateAt(code) ?? ''));
}

function missing(element: Element): Piece {
  if (isSlot(element)) {
    const variables = variablesOf(element);
    return { kind: 'missing', text: '', gap: element.gap, variables, grave: graveOfSlot(variables) };
  }
  return { kind: 'missing', text: element.text, gap: element.gap, variables: [], grave: graveOf(element) };
}

const graveOf = ({ kind }: Token): Grave | null => (kind === 'word' || kind === 'mark' ? null : kind);

function graveOfSlot(variables: readonly Variable[]): Grave | null {
  if (variables.some((one) => one === 'verify_link' || one === 'unsubscribe_link')) return 'link';
  return variables.includes('polling_date') ? 'date' : null;
}

function resemblanceOf(
  pieces: readonly Piece[],
  elements: readonly Element[],
  pasted: readonly Token[],
): number {
  const counts = (tokens: readonly Element[]): number =>
    tokens.filter((one) => isSlot(one) || one.kind !== 'mark').length;
  const shorter = Math.min(counts(elements), counts(pasted));
  if (shorter === 0) return 0;
  const least = shorter < SHORT ? 1 : RUN;
  let shared = 0;
  let run = 0;
  const close = (): void => {
    if (run >= least) shared += run;
    run = 0;
  };
  for (const { kind, text, variables } of pieces) {
    // Marks do not end a run: a text that is typed as it is heard has none.
    const isWord = variables.length > 0 || /[\p{L}\p{N}]/u.test(text);
    if (!isWord) continue;
    if (kind === 'added' || kind === 'missing') close();
    else run += 1;
  }
  close();
  return Math.min(1, shared / shorter);
}
