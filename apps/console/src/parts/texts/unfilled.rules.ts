import { VARIABLES } from './variables';

type Variable = (typeof VARIABLES)[number];
const TAG = new RegExp(String.raw`\{\{\s*(${VARIABLES.join('|')})\s*\}\}`, 'g');

/** The variables that stand in a copy as tags: nothing has filled them in. Each once, in the order of the menu. */
export function unfilled(texts: readonly string[]): Variable[] {
  const found = new Set(texts.flatMap((text) => [...text.matchAll(TAG)].map(([, name]) => name)));
  return VARIABLES.filter((one) => found.has(one));
}

/** A copy with the name of each such variable in the place of its tag. */
export const withNames = (text: string, nameOf: (variable: Variable) => string): string =>
  text.replaceAll(TAG, (_, name: string) => nameOf(name as Variable));
