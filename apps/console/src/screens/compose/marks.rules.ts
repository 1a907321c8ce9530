import type { Span, TextFault } from '../../api';

/** What a text may name (libs/broadcasts/variables.ts). */
export const VARIABLES = ['name', 'region', 'polling_date', 'verify_link', 'unsubscribe_link'] as const;

/** A piece of a text that is drawn otherwise, as Mantine's Mentions takes it. */
interface Mark {
  markup: string;
  index: number;
  id: string;
  display: string;
}

const VARIABLE = new RegExp(String.raw`\{\{\s*(${VARIABLES.join('|')})\s*\}\}`, 'g');

/** Finds the variables of a text. They stand in it as they are typed, so that the text is what is saved. */
export const variableMarks = {
  id: 'variable',
  insert: ({ id }: { id: string | number }): string => `{{${id}}}`,
  findAll: (value: string): Mark[] =>
    [...value.matchAll(VARIABLE)].map(({ 0: tag, 1: name = '', index }) => ({
      markup: tag,
      index,
      id: name,
      display: tag,
    })),
};

/** Finds the letters of these parts of a text. Each is a mark of its own: a key that takes one away takes only that one. */
export function letterMarks(spans: readonly Span[]) {
  return {
    id: 'letter',
    insert: ({ display }: { display: string }): string => display,
    findAll: (value: string): Mark[] =>
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
 * The faults that still hold for a text that was written on since they were found: those whose words stand where they
 * stood. Those of the text as a whole are kept.
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

/** Where in a text a character is, as people count: line and column from 1. */
export function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
