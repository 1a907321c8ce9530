import type { BroadcastState } from '../../../api';

const ENDED: readonly BroadcastState[] = ['completed', 'cancelled', 'expired', 'withdrawn'];
const UNDER_WAY: readonly BroadcastState[] = ['approved', 'running', 'paused'];

/** Whether nothing of the broadcast can be paused or cancelled any more. */
export const hasEnded = ({ state }: { state: BroadcastState }): boolean => ENDED.includes(state);

/** Whether it came to its end, so that the approval of its correction had nothing to cancel. */
export const endedByItself = ({ state }: { state: BroadcastState }): boolean =>
  state === 'completed' || state === 'expired';

/**
 * The words for how those who got nothing of a correction can still get the right text; `went`: its companion went to them,
 * and its counts say what came of it. Null: it goes to them, or it is not known yet whether one will.
 * @param holds whether its text is approved and holds
 * @param reads who acts while it is under review
 */
export function wayOnOf(
  { state, remainder }: { state: BroadcastState; remainder: { state: BroadcastState } | null },
  { holds, reads }: { holds: boolean; reads: 'reviewer' | 'author' | 'other' },
): 'wayOn' | 'went' | 'sentBack' | 'sentBackReview' | 'wayOnReview' | 'wayOnAuthor' | null {
  if (!holds && state !== 'in_review') return null;
  if (remainder?.state === 'rejected') return holds ? 'sentBack' : 'sentBackReview';
  if (remainder && !hasEnded(remainder)) return null;
  if (remainder && remainder.state !== 'withdrawn') return 'went';
  if (holds) return 'wayOn';
  return ({ reviewer: 'wayOnReview', author: 'wayOnAuthor', other: null } as const)[reads];
}

/** Whether a correction corrects a correction: it then goes to the recipients of several broadcasts. */
export const correctedBefore = (chain: { corrects: readonly unknown[] } | null): boolean =>
  (chain?.corrects.length ?? 0) > 1;

/**
 * Whether the text that a correction corrects was taken back, and holds in its companion alone: submitting the correction
 * puts that in doubt.
 */
export const onlyCompanionHolds = (
  chain: {
    corrects: readonly { stands: boolean }[];
    companions: readonly { stands: boolean; doubtedAt: string | null }[];
  } | null,
): boolean =>
  chain?.corrects[0]?.stands === false &&
  chain.companions.some(({ stands, doubtedAt }) => stands && doubtedAt === null);

/** Whether taking back a correction, as a whole, leaves its companion under review without a text that holds. */
export const leavesCompanion = (
  { remainder }: { remainder: { state: BroadcastState } | null },
  part: boolean,
): boolean => !part && remainder?.state === 'in_review';

interface Wrong {
  corrects: readonly { id: string | null; state: BroadcastState }[];
  companions: readonly { id: string | null; state: BroadcastState }[];
}

/** What a correction corrects next to its text: its original, and the companions of what it corrects. */
const wrongOf = <L>(chain: { corrects: readonly L[]; companions: readonly L[] } | null): readonly L[] =>
  chain ? [...chain.corrects.slice(0, 1), ...chain.companions] : [];

/** Whether the approval of a correction cancelled any of them; what was cancelled before it stays as it was. */
export const approvalCancelled = ({
  chain,
  approvedAt,
}: {
  chain: Parameters<typeof wrongOf<{ state: BroadcastState; updatedAt: string }>>[0];
  approvedAt: string | null;
}): boolean =>
  approvedAt !== null &&
  wrongOf(chain).some(({ state, updatedAt }) => state === 'cancelled' && updatedAt >= approvedAt);

/** What a correction of this broadcast would correct: it, and its companion that was approved. */
export const toCorrect = ({
  id,
  state,
  remainder,
}: {
  id: string;
  state: BroadcastState;
  remainder: { id: string; state: BroadcastState } | null;
}): Wrong => ({
  corrects: [{ id, state }],
  companions: remainder && [...UNDER_WAY, ...ENDED].includes(remainder.state) ? [remainder] : [],
});

/** The ids of these broadcasts, as far as the person may open them. */
export const wrongIds = (chain: Wrong | null): string[] => wrongOf(chain).flatMap(({ id }) => id ?? []);

/** Whether the companion of a correction may still bring its text to people that the correction did not reach. */
export const mayStillReach = (remainder: { state: BroadcastState } | null): boolean =>
  remainder !== null && (remainder.state === 'in_review' || UNDER_WAY.includes(remainder.state));

/** The words for that all a correction corrects has ended. */
export const endedWords = (chain: Wrong | null): 'numbers.originalEnded' | 'numbers.bothEnded' =>
  (chain?.companions.length ?? 0) > 0 ? 'numbers.bothEnded' : 'numbers.originalEnded';

/** Whether copies of what a correction corrects are going out: it gets recipients while they are counted. */
export const stillSpreads = (chain: Wrong | null): boolean =>
  wrongOf(chain).some(({ state }) => state === 'running');

/** How something that a correction corrects is read, and since when it is in doubt. */
interface Read {
  reads: string | null;
  doubtedAt: string | null;
}
type ReadChain<L> = { corrects: readonly L[]; companions: readonly L[] } | null;

/**
 * The words for what becomes of the text that a correction corrects when that is not approved: a doubt stays until KPU
 * lifts it, the review alone leaves none. Null: citizens read something else, and go on reading it.
 */
export function leftUnapproved(
  chain: ReadChain<Read>,
): `numbers.${'holdsAgain' | 'staysDoubted' | 'staysDoubtedBoth'}` | null {
  const read = wrongOf(chain).filter(({ reads }) => reads === 'doubted');
  if (read.length === 0) return null;
  const doubted = read.filter(({ doubtedAt }) => doubtedAt !== null).length;
  if (doubted === 0) return 'numbers.holdsAgain';
  return doubted === 1 ? 'numbers.staysDoubted' : 'numbers.staysDoubtedBoth';
}

/** The words for what of a text stays paused when its correction is not approved; null: nothing is paused. */
export function pausedUnapproved(
  chain: ReadChain<{ state: BroadcastState; doubtedAt: string | null }>,
): 'numbers.staysPaused' | 'numbers.staysPausedAlone' | null {
  const paused = wrongOf(chain).filter(({ state }) => state === 'paused');
  if (paused.length === 0) return null;
  return paused.some(({ doubtedAt }) => doubtedAt !== null)
    ? 'numbers.staysPaused'
    : 'numbers.staysPausedAlone';
}

/** The words for what citizens read of a text once its correction is submitted; null: what they read does not change. */
export function readOnceSubmitted(
  chain: { corrects: readonly { reads: string | null }[] } | null,
): 'submit.citizensRead' | 'submit.citizensReadStill' | null {
  const [nearest] = chain?.corrects ?? [];
  if (!nearest) return null;
  if (nearest.reads === null) return 'submit.citizensRead';
  return nearest.reads === 'doubted' ? 'submit.citizensReadStill' : null;
}

/**
 * What an act on a correction stops: `ended`, nothing is left to stop; `paused`, all of it is paused already; `both`, the
 * original or companions of what it corrects.
 */
export function stoppedBy(act: 'approve', chain: Wrong | null): 'ended' | 'original' | 'both';
export function stoppedBy(act: 'submit', chain: Wrong | null): 'ended' | 'paused' | 'original' | 'both';
export function stoppedBy(
  act: 'submit' | 'approve',
  chain: Wrong | null,
): 'ended' | 'paused' | 'original' | 'both' {
  const live = wrongOf(chain).filter((one) => !hasEnded(one));
  if (live.length === 0) return 'ended';
  if (act === 'submit' && live.every(({ state }) => state === 'paused')) return 'paused';
  return live.some((one) => chain?.companions.includes(one)) ? 'both' : 'original';
}
