import type { ListedReview } from '../../api/reviews';

/** What decides whether a submission is this reviewer's to look at next. */
type Waiting = Pick<ListedReview, 'id' | 'whyNot' | 'hold' | 'series'>;

/**
 * The submission to look at after this one: the most urgent that this person may decide on, before those that somebody
 * else has open. @param of the most urgent first
 */
export function nextOf<One extends Waiting>(of: readonly One[], id: string): One | null {
  const series = of.find((one) => one.id === id)?.series?.id;
  const others = of.filter(
    (one) => one.id !== id && one.whyNot === null && (series === undefined || one.series?.id !== series),
  );
  return others.find(({ hold }) => hold === null) ?? others[0] ?? null;
}
