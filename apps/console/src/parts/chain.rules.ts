/** A broadcast in a chain of corrections, as far as these rules care. */
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

/** How far a broadcast was corrected: a correction that nobody approved corrects nothing yet. */
export type Corrected = 'yes' | 'in_review' | 'draft' | 'stopped' | 'taken-back' | 'no';

/** @param chain null: it neither corrects anything nor was corrected */
export function correctedOf(chain: Corrections<Link> | null): Corrected {
  if (!chain || chain.corrections.length === 0) return 'no';
  if (chain.correctedBy) return 'yes';
  const { state } = pendingIn(chain) ?? {};
  if (state === 'in_review' || state === 'draft') return state;
  // What KPU once approved a correction of is wrong, whatever became of that.
  return chain.corrections.some(({ approvedAt }) => approvedAt !== null) ? 'stopped' : 'taken-back';
}

/** Whether a copy must not be made without a word: its text is, or may be, wrong. */
export const asksWhichText = (chain: Corrections<Link> | null): boolean =>
  !['no', 'taken-back'].includes(correctedOf(chain));

/** The newest correction that somebody writes, or decides on. */
export const pendingIn = <L extends Link>({ corrections }: Corrections<L>): L | undefined =>
  corrections.findLast(({ state }) => state === 'in_review' || state === 'draft');

/** The corrections beside the one that holds, the newest first. */
export const besides = <L extends Link>({ corrections, correctedBy }: Corrections<L>): L[] =>
  corrections.filter(({ publicCode }) => publicCode !== correctedBy?.publicCode).toReversed();

/** When it came to be as it is: approved where its text stands or stood, else changed. */
export const since = ({ approvedAt, updatedAt }: Link): string => approvedAt ?? updatedAt;
