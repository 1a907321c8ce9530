// How citizens read an approved broadcast: the one rule of the public pages, the help desk and the console.
import type { FallenText } from '#contract/api/helpdesk';

/** What decides how an approved broadcast is read. */
export interface ReadFacts {
  state: string;
  /** All or part of it was stopped for doubt, or a correction of it is under review. */
  doubted: boolean;
  /** Its correction that holds. */
  correctedBy: string | null;
  /** A correction of it that was approved and taken back. */
  takenBack: unknown;
  /** It is a companion, and its text was taken back with its correction: in doubt since, or cancelled before. */
  textTakenBack: boolean;
  /** The message it corrects. */
  corrects: string | null;
}

/** @returns null when citizens read that its text may be relied on */
export function readAs({
  state,
  doubted,
  correctedBy,
  takenBack,
  textTakenBack,
  corrects,
}: ReadFacts): FallenText | null {
  if (correctedBy) return 'corrected';
  // KPU approved a correction of it: it stays wrong, whatever became of that.
  if (takenBack) return 'wrong';
  // The page of the correction, which has the same text, says the same.
  if (textTakenBack) return 'withdrawn';
  // The page of what it corrects says that the correction was taken back: its own page must say the same.
  if (state === 'cancelled') return corrects === null ? 'stopped' : 'withdrawn';
  // Taken back into the draft: what was approved is no longer meant.
  if (!STANDING.has(state)) return 'withdrawn';
  return doubted ? 'doubted' : null;
}

/** States of an approved broadcast that was neither withdrawn nor cancelled. */
const STANDING = new Set(['approved', 'running', 'paused', 'completed', 'expired']);
