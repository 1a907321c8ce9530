/** The members of a broadcast in a chain of corrections that these rules need. */
interface Link {
  publicCode: string;
  state: string;
  approvedAt: string | null;
  updatedAt: string;
}
interface Corrections<L extends Link> {
  corrections: readonly L[];
  correctedBy: L | null;
}

/** How far a broadcast is corrected: a correction that nobody approved corrects nothing yet. */
export type Corrected = 'yes' | 'in_review' | 'draft' | 'stopped' | 'taken-back' | 'no';

/** @param chain null: the broadcast neither corrects anything nor is corrected */
export function correctedOf(chain: Corrections<Link> | null): Corrected {
  if (!chain || chain.corrections.length === 0) return 'no';
  if (chain.correctedBy) return 'yes';
  const { state } = pendingIn(chain) ?? {};
  if (state === 'in_review' || state === 'draft') return state;
  // Once KPU has approved a correction, the original is wrong, whatever happened to the correction.
  return chain.corrections.some(({ approvedAt }) => approvedAt !== null) ? 'stopped' : 'taken-back';
}

/** The words below how far it is corrected: of a draft, citizens learn nothing, but they do of a doubt. */
export const helpOf = <C extends Corrected>(corrected: C, doubted: boolean): C | 'draftDoubted' =>
  corrected === 'draft' && doubted ? 'draftDoubted' : corrected;

/** Whether to ask which text to copy: a correction of it is approved, or under way. */
export const asksWhichText = (chain: Corrections<Link> | null): boolean =>
  !['no', 'taken-back'].includes(correctedOf(chain));

/** The newest correction that is a draft or under review. */
export const pendingIn = <L extends Link>({ corrections }: Corrections<L>): L | undefined =>
  corrections.findLast(({ state }) => state === 'in_review' || state === 'draft');

/** The corrections other than the valid one, the newest first. */
export const besides = <L extends Link>({ corrections, correctedBy }: Corrections<L>): L[] =>
  corrections.filter(({ publicCode }) => publicCode !== correctedBy?.publicCode).toReversed();

/** The newest correction that KPU approved, where none holds: the broadcast stays wrong, whatever became of that. */
export const takenBackIn = <L extends Link>(chain: Corrections<L> | null): L | undefined =>
  chain && !chain.correctedBy
    ? chain.corrections.findLast(({ approvedAt }) => approvedAt !== null)
    : undefined;

/**
 * The words of the badge for content in doubt, or wrong without a correction that holds; null: neither. A correction that
 * holds settles both: then its own badge is enough.
 * @param doubted whether anything of it was put in doubt, or citizens read that it is
 */
export function warningBadge(
  doubted: boolean,
  chain: (Corrections<Link> & { inCompanion: boolean }) | null,
): 'chain.inCompanionBadge' | 'chain.wrongBadge' | 'broadcast.doubtBadge' | null {
  if (takenBackIn(chain)) return chain?.inCompanion ? 'chain.inCompanionBadge' : 'chain.wrongBadge';
  return doubted && !chain?.correctedBy ? 'broadcast.doubtBadge' : null;
}

/** An approved broadcast, as far as these rules need it. */
interface Approved {
  state: string;
  doubt: unknown;
  chain: (Corrections<Link> & { corrects?: readonly unknown[]; completes?: Completed }) | null;
}
/** The correction whose text a companion carries. */
type Completed = { stands: boolean } | null;

const correctionFell = (chain: { completes?: Completed } | null): boolean =>
  chain?.completes?.stands === false;

/**
 * Whether a companion's text was taken back with its correction. That put it in doubt, which KPU can lift, unless it had
 * been cancelled before.
 */
export const isTextTakenBack = ({
  state,
  doubt,
  chain,
}: {
  state: string;
  doubt: unknown;
  chain: { completes?: Completed } | null;
}): boolean => (doubt !== null || state === 'cancelled') && correctionFell(chain);

/** What citizens read of an approved broadcast on which they may not rely, by the public pages' own rule. */
export function citizensRead({
  state,
  doubt,
  chain,
}: Approved): 'corrected' | 'wrong' | 'stopped' | 'withdrawn' | 'doubted' | null {
  const corrected = correctedOf(chain);
  if (corrected === 'yes') return 'corrected';
  if (takenBackIn(chain)) return 'wrong';
  if (isTextTakenBack({ state, doubt, chain })) return 'withdrawn';
  // A cancelled correction was taken back: what it corrects is read as wrong.
  if (state === 'cancelled') return chain?.corrects?.length ? 'withdrawn' : 'stopped';
  if (!STANDING.has(state)) return 'withdrawn';
  return doubt !== null || corrected === 'in_review' ? 'doubted' : null;
}

/**
 * Whether to ask before copying a broadcast: the copy would be marked, since its text is, or may be, wrong, or a correction
 * of it is under way.
 */
export const asksBeforeCopy = ({
  chain,
  copyMark,
}: {
  chain: Corrections<Link> | null;
  copyMark: string | null;
}): boolean => copyMark !== null || asksWhichText(chain);

/**
 * The words for why only KPU can lift a doubt, and what comes next. A correction that was not approved leaves it. A
 * companion can be doubted for the end of its correction, and for the next one, once KPU has lifted that.
 * @returns null of a cancelled broadcast: its doubt is not lifted, and nothing of it can be resumed
 */
export function doubtKey({
  state,
  pausedWaves,
  doubt,
  chain,
}: {
  state: string;
  pausedWaves: number;
  doubt: { by: string; takenBack: boolean } | null;
  chain: (Corrections<Link> & { completes?: Completed }) | null;
}):
  | 'broadcast.doubtByKpu'
  | 'broadcast.doubtByKpuEnded'
  | 'broadcast.doubtByCorrection'
  | 'broadcast.doubtByCorrectionEnded'
  | 'broadcast.doubtByUnapproved'
  | 'correction.doubtByTakenBack'
  | null {
  if (state === 'cancelled') return null;
  if (doubt?.takenBack && correctionFell(chain)) return 'correction.doubtByTakenBack';
  // What was paused for it may have ended or been cancelled, though the broadcast goes on.
  const ended = pausedWaves === 0;
  if (doubt?.by !== 'correction') return ended ? 'broadcast.doubtByKpuEnded' : 'broadcast.doubtByKpu';
  if (correctedOf(chain) !== 'in_review') return 'broadcast.doubtByUnapproved';
  return ended ? 'broadcast.doubtByCorrectionEnded' : 'broadcast.doubtByCorrection';
}

/**
 * The words for who stopped a broadcast: `correction` is a correction of it, but for a companion also the end of the
 * correction that it completes.
 */
export const causeOf = <By extends string>(by: By, companion: boolean): By | 'ofCompanion' =>
  companion && by === 'correction' ? 'ofCompanion' : by;

/** The words for who doubts a text: of a companion, the end of its correction is named apart from the next one. */
export const doubtCauseOf = <By extends string>(by: By, takenBack: boolean): By | 'takenBack' =>
  takenBack && by === 'correction' ? 'takenBack' : by;

/**
 * The words for who decides on a text in doubt.
 * @param of whether anybody put it in doubt, and whether a correction is under review: then KPU decides on that first
 */
export function decidesDoubt(
  by: string | null,
  { doubted, correcting }: { doubted: boolean; correcting: boolean },
): 'home.correctionDecides' | 'home.correctionDecidesAlone' | 'home.kpuDecides' | 'home.doubtOpen' {
  if (correcting) return doubted ? 'home.correctionDecides' : 'home.correctionDecidesAlone';
  return by === 'kpu' || by === 'correction' ? 'home.kpuDecides' : 'home.doubtOpen';
}

/** Why no unknown copy of it is sent again; null: its text holds, and nobody writes that it does not. */
export function unsendable(
  chain: Corrections<Link> | null,
): 'corrected' | 'beingCorrected' | 'correctionDrafted' | 'wrong' | null {
  if (takenBackIn(chain)) return 'wrong';
  const corrected = correctedOf(chain);
  if (corrected === 'yes') return 'corrected';
  if (corrected === 'in_review') return 'beingCorrected';
  return corrected === 'draft' ? 'correctionDrafted' : null;
}

/** Whether uncertain copies may be sent again, so that somebody decides on it: not of a text that fell, or of what was ended. */
export const isResendable = ({ state, chain }: { state: string; chain: Corrections<Link> | null }): boolean =>
  unsendable(chain) === null && ['running', 'paused', 'completed'].includes(state);

/**
 * The taken-back correction from which the next one is written, since that must reach its recipients too; undefined: it is
 * written from the broadcast itself.
 */
export const writtenFrom = <L extends Link & { begun: boolean }>(
  chain: Corrections<L> | null,
): L | undefined =>
  chain && !chain.correctedBy && !pendingIn(chain)
    ? chain.corrections.findLast(({ begun }) => begun)
    : undefined;

/** Why nothing holds in place of a corrected broadcast; null: its correction does, or it has none that was approved. */
export function unsettledBy<L extends Link & { reads: string | null }>(
  chain: Corrections<L> | null,
): 'doubted' | 'in_review' | 'fallen' | null {
  if (!chain?.correctedBy?.reads) return null;
  if (chain.correctedBy.reads !== 'doubted') return 'fallen';
  // The cause, also where a doubt on the correction came of it.
  return pendingIn(chain)?.state === 'in_review' ? 'in_review' : 'doubted';
}

/** The words for the text of a correction as the source of a copy: recommended only where it holds. */
export const correctedText = <L extends Link & { reads: string | null }>(
  chain: Corrections<L> | null,
): 'copy.corrected' | 'copy.correctedUnsettled' =>
  unsettledBy(chain) ? 'copy.correctedUnsettled' : 'copy.corrected';

/**
 * The words of the band above a corrected text, below its title; null: nothing corrects it.
 * @param of.approved whether KPU approved its submission: of no other can citizens look anything up
 */
export function bandWords<L extends Link & { begun: boolean; reads: string | null }>({
  doubt,
  chain,
  reads,
  approved,
}: Pick<Approved, 'doubt'> & {
  chain: Corrections<L> & { inCompanion?: boolean };
  reads: string | null;
  approved: boolean;
}):
  | `chain.inCompanion${'' | 'Unapproved'}`
  | `chain.help.${'yes' | 'draft'}Unapproved`
  | `chain.next.${'in_review' | 'draft' | 'from'}`
  | `chain.takenBackNext.${'in_review' | 'draft'}`
  | `chain.help.${Exclude<Corrected, 'no'> | 'draftDoubted' | 'in_reviewStopped'}`
  | `chain.help.unsettled.${NonNullable<ReturnType<typeof unsettledBy>>}`
  | null {
  const corrected = correctedOf(chain);
  if (corrected === 'no') return null;
  if (chain.inCompanion) return approved ? 'chain.inCompanion' : 'chain.inCompanionUnapproved';
  const unsettled = unsettledBy(chain);
  if (unsettled) return `chain.help.unsettled.${unsettled}`;
  const wrong = takenBackIn(chain) !== undefined;
  if (corrected === 'in_review' || corrected === 'draft') {
    if (wrong) return `chain.next.${corrected}`;
    // The text was taken back, and citizens read that: nobody waits for the next correction to learn of it.
    if (approved && reads === 'withdrawn') return `chain.takenBackNext.${corrected}`;
    if (corrected === 'in_review' && (!approved || reads !== 'doubted')) return 'chain.help.in_reviewStopped';
  }
  if (wrong && writtenFrom(chain)) return 'chain.next.from';
  if (!approved && (corrected === 'yes' || corrected === 'draft')) return `chain.help.${corrected}Unapproved`;
  return `chain.help.${helpOf(corrected, doubt !== null)}`;
}

/** Whether the next correction is written from this one: copies of it went out before it was taken back. */
export const isNextWrittenHere = (correction: Approved & { begun: boolean }): boolean =>
  correction.begun &&
  (correction.chain?.corrects?.length ?? 0) > 0 &&
  correctedOf(correction.chain) !== 'draft' &&
  correctedOf(correction.chain) !== 'in_review' &&
  takenBackIn(correction.chain) === undefined &&
  citizensRead(correction) === 'withdrawn';

/** What a correction is now to those it did not reach: only one that holds may be announced to them in other ways. */
export type Announced = 'yes' | 'corrected' | 'doubted' | 'pending' | 'ended';

/** @param correction a correction, with its own place in the chain */
export function announcedOf(correction: Approved): Announced {
  switch (citizensRead(correction)) {
    case null:
      return correctedOf(correction.chain) === 'draft' ? 'doubted' : 'yes';
    case 'corrected':
      return 'corrected';
    case 'doubted':
      return 'doubted';
    default:
      return correction.chain && pendingIn(correction.chain) ? 'pending' : 'ended';
  }
}

/** States of an approved broadcast that was neither withdrawn nor cancelled. */
const STANDING = new Set(['approved', 'running', 'paused', 'completed', 'expired']);

/** Since when it is in this state: the approval where its text was ever valid, else the last change. */
export const since = ({ approvedAt, updatedAt }: Link): string => approvedAt ?? updatedAt;

/** The words of the badge of a text that may not be relied on; null: it may. */
export function contentFlaw({
  chain,
  doubted,
  reads,
}: {
  chain: (Corrections<Link & { reads: string | null }> & { inCompanion: boolean }) | null;
  doubted: boolean;
  reads: string | null;
}): 'chain.badge' | 'chain.badgeUnsettled' | ReturnType<typeof warningBadge> {
  if (chain?.correctedBy) return unsettledBy(chain) ? 'chain.badgeUnsettled' : 'chain.badge';
  return warningBadge(doubted || reads === 'doubted', chain);
}
