/** What a key does in the list. */
export type ListAct = 'next' | 'previous' | 'choose';

const KEYS: Readonly<Record<string, ListAct>> = { j: 'next', k: 'previous', x: 'choose' };

/** What a key does in the list; with a modifier it is somebody else's. */
export const actOf = ({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): ListAct | null =>
  ctrlKey || metaKey || altKey ? null : (KEYS[key] ?? null);

/**
 * The place of the row that a step leads to.
 * @param at the row with the focus; -1: none, and the step leads to the first one
 * @param rows their number
 */
export const stepTo = (at: number, step: 1 | -1, rows: number): number =>
  at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows - 1);
