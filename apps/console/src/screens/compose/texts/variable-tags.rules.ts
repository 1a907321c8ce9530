import type { Span, TextFault } from '../../../api';
import { VARIABLES } from '../../../parts/texts/variables';

/** A piece of a text with a style of its own, as Mantine's Mentions takes it. */
interface Piece {
  markup: string;
  index: number;
  id: string;
  display: string;
}

/** A variable as it is written in a text. */
export const tagOf = (variable: string): string => `{{${variable}}}`;

const VARIABLE = new RegExp(String.raw`\{\{\s*(${VARIABLES.join('|')})\s*\}\}`, 'g');

/** Finds the variables of a text. They stay in it as typed, so that the text on screen is the text saved. */
export const variableTags = {
  id: 'variable',
  insert: ({ id }: { id: string | number }): string => `{{${id}}}`,
  findAll: (value: string): Piece[] =>
    [...value.matchAll(VARIABLE)].map(({ 0: tag, 1: name = '', index }) => ({
      markup: tag,
      index,
      id: name,
      display: tag,
    })),
};

/** A quoted passage may have moved since the check, or lie in the footer, which no field contains: then null. */
export function placed(text: string, quote: string, start: number): Span | null {
  const before = text.lastIndexOf(quote, start);
  const at = before < 0 ? text.indexOf(quote) : before;
  return at < 0 ? null : { start: at, end: at + quote.length };
}

/** Finds the letters of these spans. Each letter is a piece of its own, so that a key press deletes only that one. */
export function letterHighlights(spans: readonly Span[]) {
  return {
    id: 'letter',
    insert: ({ display }: { display: string }): string => display,
    findAll: (value: string): Piece[] =>
      spans.flatMap(({ start, end }) =>
        [...value.slice(start, end).matchAll(/[^\n]/gu)].map(({ 0: letter, index }) => ({
          markup: letter,
          index: start + index,
          id: letter,
          display: letter,
        })),
      ),
  };
}

/**
 * The faults that still apply to a text that was edited since the check: those whose words are still in place. Faults
 * of the text as a whole are kept.
 */
export function standing(faults: readonly TextFault[], judged: string, now: string): TextFault[] {
  if (judged === now) return [...faults];
  return faults.flatMap((fault) => {
    if (!fault.spans || fault.spans.length === 0) return [fault];
    const spans = fault.spans.filter(
      ({ start, end }) => judged.slice(start, end) === now.slice(start, end) && end <= now.length,
    );
    return spans.length > 0 ? [{ ...fault, spans }] : [];
  });
}

/** The places of a variable in a text. */
export const spansOf = (variable: string, text: string): Span[] =>
  variableTags
    .findAll(text)
    .filter(({ id }) => id === variable)
    .map(({ index, markup }) => ({ start: index, end: index + markup.length }));

/** A fault that names a variable by its letters, with their places in its text where it has none. */
export function withTag(fault: TextFault, text: string): TextFault {
  const fact = fault.params?.['fact'];
  if (fault.spans !== undefined || typeof fact !== 'string') return fault;
  const spans = spansOf(fact.replace(/[{}\s]/g, ''), text);
  return spans.length === 0 ? fault : { ...fault, spans };
}

/** Two braces being typed, and the words after them, which filter the list of variables: most names have several. */
export const OPENS = /(\{\{\s*(\w*(?: \w+){0,3} ?))$/;

/** One brace being typed, and the letters after it: the second one, which opens the list, may come. */
const FIRST_BRACE = /(?<!\{)\{ ?\w*$/;

/** A variable as the list offers it. */
export interface Offered {
  id: string;
  label: string;
}

/** The variables with these words in their names or letters. */
export function offeredFor<T extends Offered>(query: string, of: readonly T[]): T[] {
  const words = query.trimEnd().toLowerCase();
  return of.filter(({ id, label }) => `${id} ${label}`.toLowerCase().includes(words));
}

/**
 * The faults without those of the variable being typed: it is unfinished, and a highlight would close the list.
 * @param caret where the person types; null: not in this text
 * @param offered the variables of the list
 */
export function finished(
  faults: readonly TextFault[],
  text: string,
  caret: number | null,
  offered: readonly Offered[],
): readonly TextFault[] {
  if (caret === null) return faults;
  const before = text.slice(0, caret);
  const open = OPENS.exec(before);
  const first = open ? null : FIRST_BRACE.exec(before);
  const at = (open ?? first)?.index;
  if (at === undefined || (open && offeredFor(open[2] ?? '', offered).length === 0)) return faults;
  const rest = faults.filter(
    ({ spans = [] }) => !spans.some(({ start, end }) => start <= at + 1 && end > at),
  );
  return rest.length === faults.length ? faults : rest;
}

/**
 * Replaces words that certainly mean a variable by that variable.
 * @returns null when there are none; else the text, the replacements, and the new position of the caret
 */
export function putRight(
  faults: readonly TextFault[],
  text: string,
  caret: number,
): { text: string; done: { was: string; is: string }[]; caret: number } | null {
  const wrong = faults
    .flatMap(({ meant, spans = [] }) => (meant?.sure ? spans.map((span) => ({ ...span, meant })) : []))
    .filter(({ start, end }) => caret <= start || caret >= end)
    .toSorted((a, b) => a.start - b.start);
  if (wrong.length === 0) return null;
  const done: { was: string; is: string }[] = [];
  let next = '';
  let to = 0;
  let place = caret;
  for (const { start, end, meant } of wrong) {
    const is = tagOf(meant.variable);
    next += text.slice(to, start) + is;
    if (caret >= end) place += is.length - (end - start);
    done.push({ was: text.slice(start, end), is });
    to = end;
  }
  return { text: next + text.slice(to), done, caret: place };
}

/** The position of a character in a text: line and column from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
