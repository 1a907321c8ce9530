// How citizens read an approved broadcast: the one rule of the public pages, the help desk and the console.
import type { BroadcastState } from '#contract';
import type { FallenText } from '#contract/api/public-record';

/** What decides how an approved broadcast is read. */
export interface ReadFacts {
  state: BroadcastState;
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
  const stands = STANDS[state];
  if (stands === 'stopped') return corrects === null ? 'stopped' : 'withdrawn';
  if (stands === 'taken-back') return 'withdrawn';
  return doubted ? 'doubted' : null;
}

/** `taken-back`: it is a draft again, so what was approved is no longer meant. */
const STANDS: Record<BroadcastState, 'as-approved' | 'stopped' | 'taken-back'> = {
  draft: 'taken-back',
  in_review: 'taken-back',
  approved: 'as-approved',
  running: 'as-approved',
  paused: 'as-approved',
  completed: 'as-approved',
  rejected: 'taken-back',
  withdrawn: 'taken-back',
  cancelled: 'stopped',
  expired: 'as-approved',
};
