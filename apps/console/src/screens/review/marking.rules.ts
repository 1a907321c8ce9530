import type { Passage, Submission } from '../../api';
import type { Mark } from '../../api/reviews';

/** The state of a mark on this screen. */
export type MarkState = 'open' | 'acknowledged' | 'sentBack';

/** The checks of a reviewer in one submission. */
export interface Looked {
  no: number;
  acknowledged: readonly string[];
  pins: readonly Passage[];
}

/** A submission, as far as these rules need it. */
interface Submitted {
  no: number;
  digest: string;
  submittedAt: string;
  document: Pick<Submission['document'], 'contents' | 'alternatives'>;
}

/**
 * Returns the checks of the submission under review. After an undone decision, the next submission has the same
 * document and the same time of submission: all checks still count. Of any other submission a tick counts where the
 * whole text around its mark is the same, letter by letter, and the mark expects the same: a mark keeps its id only then.
 * @param marks of the submission under review
 */
export function lookedAt(
  kept: Looked,
  no: number,
  submissions: readonly Submitted[],
  marks: readonly Mark[],
): Looked {
  if (kept.no === no) return kept;
  const [seen, now] = [kept.no, no].map((one) => submissions.find((of) => of.no === one));
  if (!seen || !now) return { no, acknowledged: [], pins: [] };
  if (seen.digest === now.digest && seen.submittedAt === now.submittedAt) return { ...kept, no };
  const acknowledged = marks
    .filter((mark) => kept.acknowledged.includes(mark.id) && textAround(seen, mark) === textAround(now, mark))
    .map(({ id }) => id);
  return { no, acknowledged, pins: [] };
}

function textAround({ document }: Submitted, { channel, language, field }: Mark): string {
  if (channel === 'easy') return document.alternatives?.easy?.[language] ?? '';
  return document.contents[channel]?.[language]?.[field] ?? '';
}

/** How marks are decided on. */
export interface Marking {
  stateOf: (mark: Mark) => MarkState;
  acknowledge: (marks: readonly Mark[], on: boolean) => void;
  /** The open marks that say the same of the same words in another text. */
  alike: (mark: Mark) => Mark[];
  pin: (passages: readonly Passage[]) => void;
  /** Where the words of a passage stand in other texts of its language. */
  sameWords: (chosen: Omit<Passage, 'reason'>) => Passage[];
}

/** Whether two marks say the same of the same words, in whichever text each stands. */
export const sayTheSame = (one: Mark, other: Mark): boolean =>
  one.code === other.code &&
  one.quote === other.quote &&
  one.expected.length === other.expected.length &&
  one.expected.every((value, index) => value === other.expected[index]);

/** The passage of a mark; null in an easy text, which takes no pinned reasons. */
export function passageOf({ channel, language, field, start, quote }: Mark): Omit<Passage, 'reason'> | null {
  return channel === 'easy' ? null : { channel, language, field, start, quote };
}

/** A reason pinned to exactly the place of a mark sends it back, whatever was ticked before. */
export function stateOf(mark: Mark, acknowledged: ReadonlySet<string>, pins: readonly Passage[]): MarkState {
  const at = passageOf(mark);
  const pinned = pins.some(
    (pin) =>
      at !== null &&
      pin.channel === at.channel &&
      pin.language === at.language &&
      pin.field === at.field &&
      pin.start === at.start &&
      pin.quote === at.quote,
  );
  if (pinned) return 'sentBack';
  return acknowledged.has(mark.id) ? 'acknowledged' : 'open';
}
