import { Alert, Checkbox, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type LateChoice } from '../../../api';
import { ErrorNote } from '../../../parts/frame/error-note';
import { ImportedNames } from '../../review/imported-names';
import { LateQuestion } from '../../review/late-question';
import { Sentences } from '../../review/sentences';
import { type Mark, reviews } from '../../../api/reviews';
import { openIn } from '../../../parts/comments/comments.rules';
import { useDiscussion } from '../../../parts/comments/discussion';
import { showDiscussion } from '../../../parts/comments/discussion-section';
import { OpenComments } from '../../../parts/comments/open-comments';
import { copiesOf } from '../../../parts/sending/account.rules';
import { useEmergencyStop } from '../../../parts/frame/emergency-state';
import { CannotApprove } from '../../../parts/broadcasts/decide-before';
import { Digest } from '../../../parts/broadcasts/digest';
import { Acknowledged } from '../../../parts/texts/mark-list';
import { number } from '../../../times';
import { Confirm, useShowAnswer } from './confirm';
import { CorrectionChoices, GotNothing } from '../correcting/correction';
import { endedWords, stoppedBy, wrongIds } from '../stopping/ended.rules';
import { undoing } from './undoing';
import { shownOf } from '../content/shown.rules';
import { HourLines } from '../content/local-hours';
import { HowFar, HowMany } from '../numbers/numbers';

/**
 * Approves exactly the document on screen: sends the digest of the document that this dialog was opened with.
 * @param acknowledged the marks that the reviewer acknowledged
 */
export function ApproveDialog({
  broadcast,
  acknowledged,
  onClose,
}: {
  broadcast: Broadcast;
  acknowledged: readonly Mark[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const showAnswer = useShowAnswer(broadcast.id);
  const [hours, setHours] = useState(false);
  // Kept from the time of opening: a newer submission must not replace what the reviewer has read.
  const [seen] = useState(broadcast.submission);
  const [late, setLate] = useState<LateChoice | null>(null);
  const [neutral, setNeutral] = useState(false);
  const { data: review, error } = useQuery({
    queryKey: ['review', broadcast.id],
    queryFn: () => reviews.of(broadcast.id),
  });
  const stopped = useEmergencyStop()?.standing;
  const { talk } = useDiscussion(broadcast, 'submission');
  const open = talk ? openIn(talk.threads) : 0;
  const [heard, setHeard] = useState(false);
  if (!seen) return null;
  const { document, digest } = seen;
  const { unreached } = broadcast;
  const stops = stoppedBy('approve', broadcast.chain);
  const { unapprovable } = broadcast.approval;
  const leaves = document.schedule.leaveWindow === true;
  return (
    <Confirm
      id={broadcast.id}
      title={t('approve.title')}
      size="lg"
      go={t('acts.approve')}
      ready={
        review !== undefined &&
        !unapprovable &&
        (!leaves || hours) &&
        (!review.quiet || neutral) &&
        (open === 0 || heard) &&
        (review.missed.length === 0 || late !== null)
      }
      onGo={() =>
        broadcasts
          .approve(broadcast.id, {
            digest,
            confirmLocalHours: hours,
            confirmNeutral: neutral,
            acknowledged: acknowledged.map(({ id }) => id),
            ...(late && { late }),
          })
          .then(showAnswer)
      }
      told={({ estimate, originalId }) => ({
        text: t('done.approve'),
        title: shownOf(broadcast).title,
        // The estimate exists only until recipients are listed; the approval of a correction ends what it corrects.
        ...(estimate !== null &&
          originalId === null && { undo: undoing(broadcast.id, 'approve', t('undone.approve')) }),
      })}
      onClose={onClose}
    >
      <Text size="sm">{t('approve.what')}</Text>
      <HowMany broadcast={broadcast} />
      {broadcast.originalId !== null && (
        <>
          <Text size="sm">
            {t(
              stops === 'ended'
                ? endedWords(broadcast.chain)
                : stops === 'both'
                  ? 'approve.cancelsBoth'
                  : 'approve.cancels',
            )}
          </Text>
          <HowFar ids={wrongIds(broadcast.chain)} correction={broadcast} />
          <CorrectionChoices broadcast={broadcast} />
        </>
      )}
      {broadcast.chain?.companions.some(({ state }) => state === 'in_review') && (
        <Text size="sm">{t('approve.companionLeft')}</Text>
      )}
      {broadcast.remainder?.state === 'in_review' && unreached && (
        <Text size="sm">
          {t(copiesOf(unreached) > 0 ? 'approve.remainder' : 'approve.remainderNobody', {
            addresses: number(copiesOf(unreached)),
          })}
        </Text>
      )}
      {broadcast.remainder?.state !== 'in_review' && broadcast.originalId !== null && (
        <GotNothing broadcast={broadcast} />
      )}
      {unapprovable && <CannotApprove why={unapprovable} />}
      {review && <HourLines of={review.hours} />}
      {stopped && (
        <Alert color="red">
          <Text size="sm">{t('approve.stopped')}</Text>
          {broadcast.originalId !== null && <Text size="sm">{t('approve.stoppedCorrection')}</Text>}
        </Alert>
      )}
      <Sentences
        title={t('broadcast.warnings')}
        color="yellow"
        draft={broadcast.draft}
        of={broadcast.warnings.filter(({ code }) => code !== 'night')}
      />
      {talk && open > 0 && (
        <OpenComments
          of={talk.threads}
          heard={heard}
          onHeard={setHeard}
          onShow={() => {
            flushSync(onClose);
            showDiscussion();
          }}
        />
      )}
      <Acknowledged of={acknowledged} />
      {error && <ErrorNote error={error} />}
      {review && <ImportedNames review={review} />}
      {review && review.missed.length > 0 && <LateQuestion review={review} value={late} onChange={setLate} />}
      {review?.quiet && (
        <Checkbox
          label={t('approve.neutral')}
          checked={neutral}
          onChange={(event) => setNeutral(event.currentTarget.checked)}
        />
      )}
      {leaves && (
        <Checkbox
          label={t('hours.confirm')}
          checked={hours}
          onChange={(event) => setHours(event.currentTarget.checked)}
        />
      )}
      <Digest label={t('review.digest')} of={digest} />
    </Confirm>
  );
}
