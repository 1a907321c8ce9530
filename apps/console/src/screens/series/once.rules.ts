import type { Broadcast, Channel } from '../../api';
import type { ReviewView } from '../../api/reviews';
import { textsOf } from '../review/texts-of.rules';

/** A member of a series with everything that its reviewer needs. */
export interface Reviewed {
  daysBefore: number;
  broadcast: Broadcast;
  review: ReviewView;
}

/** A member with the texts that are shown at its place. */
export interface Shown extends Reviewed {
  /** Its review with these texts alone. */
  own: ReviewView;
  /** Texts that are the same in an earlier reminder, letter by letter and with the same marks: shown there. */
  same: { channel: Channel; language: string; as: number }[];
  /** Whether its other forms are shown: an earlier reminder has them not, or without a mark that this one has. */
  alternatives: boolean;
}

/**
 * Shows each text once: where an earlier reminder has it letter by letter. A mark may be of one reminder alone, since it
 * depends on the hour ("besok"): then its text is shown again.
 */
export function shownOnce(members: readonly Reviewed[]): Shown[] {
  return members.map((member, at) => {
    const [current, ...earlier] = member.review.submissions;
    if (!current) return { ...member, own: member.review, same: [], alternatives: false };
    const same = textsOf(current.document).flatMap(({ channel, language, subject, text }) => {
      const twin = members.slice(0, at).find(({ review }) => {
        const there = review.submissions[0]?.document.contents[channel]?.[language];
        return (
          there?.text === text &&
          there.subject === subject &&
          marksAt(member.review, channel, language).every((id) =>
            marksAt(review, channel, language).includes(id),
          )
        );
      });
      return twin ? [{ channel, language, as: twin.daysBefore }] : [];
    });
    const isShown = (channel: string, language: string): boolean =>
      !same.some((one) => one.channel === channel && one.language === language);
    const contents = Object.fromEntries(
      Object.entries(current.document.contents).map(([channel, texts]) => [
        channel,
        Object.fromEntries(Object.entries(texts).filter(([language]) => isShown(channel, language))),
      ]),
    );
    const document = { ...current.document, contents };
    const own = { ...member.review, submissions: [{ ...current, document }, ...earlier] };
    const forms = JSON.stringify(current.document.alternatives ?? null);
    const alternatives = !members
      .slice(0, at)
      .some(
        ({ review }) =>
          JSON.stringify(review.submissions[0]?.document.alternatives ?? null) === forms &&
          marksAt(member.review, 'easy').every((id) => marksAt(review, 'easy').includes(id)),
      );
    return { ...member, own, same, alternatives };
  });
}

/** Ids of the marks of one text. */
const marksAt = ({ findings }: ReviewView, channel: string, language?: string): string[] =>
  findings
    .filter((one) => one.channel === channel && (language === undefined || one.language === language))
    .map(({ id }) => id);
