import { useTranslation } from 'react-i18next';
import { type CommentedPart, type Spot, threadsOn } from '../../../parts/comments/comments.rules';
import { useTalk } from '../../../parts/comments/discussion';
import { PlaceComments } from '../../../parts/comments/place-comments';
import classes from './outline.module.css';

const NOWHERE = (): boolean => false;
const GONE = { changed: true };

/**
 * The comments on a part as a whole, and those on texts that it no longer has; beside its title.
 * @param shows whether the part has this subject or text
 */
export function PartComments({
  part,
  shows = NOWHERE,
}: {
  part: CommentedPart;
  shows?: (spot: Spot) => boolean;
}) {
  const { t } = useTranslation();
  const talk = useTalk();
  // Reserves the row: comments arrive after the page, which must not move then.
  if (!talk) return <span className={classes['comment']} />;
  return (
    <PlaceComments
      part={part}
      about={t(`outline.parts.${part}`)}
      threads={threadsOn(talk.threads, part, shows)}
      beside={({ passage, resolved }) => (passage && !resolved ? GONE : {})}
    />
  );
}
