import { Alert, Anchor, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useLocalStorage, useSessionStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Broadcast, broadcasts, type Passage } from '../../api';
import { KindBadge, StateBadge } from '../../parts/broadcasts/badges';
import { TalkProvider, useDiscussion, usePresence } from '../../parts/comments/discussion';
import { DiscussionSection } from '../../parts/comments/discussion-section';
import { Others } from '../../parts/comments/others';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { useReadNews } from '../../parts/frame/news';
import { Page } from '../../parts/frame/page';
import { Section } from '../../parts/frame/section';
import { RejectDialog } from '../broadcast/acts/act-dialogs';
import { AlertNote } from '../broadcast/content/alert-note';
import { Alternatives } from '../broadcast/content/alternatives';
import { ApproveDialog } from '../broadcast/acts/approve-dialog';
import { AudienceAndTimes } from '../broadcast/content/audience-and-times';
import { Correction } from '../broadcast/correcting/correction';
import { Review } from '../broadcast/acts/review';
import { SeriesLine } from '../../parts/broadcasts/series';
import { wallClock, zoneName } from '../../times';
import { goesOutAt, outcomeOf, shownOf } from '../broadcast/content/shown.rules';
import { StopActs } from '../broadcast/stopping/stop-acts';
import { DecideBefore } from '../../parts/broadcasts/decide-before';
import { MeetingsNote } from '../calendar/meetings-note';
import { AskedBefore } from './asked-before';
import { DecisionBar } from './decision-bar';
import { HoldNote } from './hold-note';
import { ImportedNames } from './imported-names';
import { reviews, type ReviewView } from '../../api/reviews';
import { usePerson } from '../../session';
import { reviewKey } from '../compose/saving/kept';
import { sameWordsIn } from '../compose/texts/pinned.rules';
import { type Looked, lookedAt, type Marking, sayTheSame, stateOf } from './marking.rules';
import { Next } from './next';
import { ReviewTexts } from './review-texts';
import { Sentences } from './sentences';
import { SinceSection } from './since';
import { useHold } from './use-hold';
import { useMarkKeys } from './use-mark-keys';

/** One review, top to bottom: the exact content, the marks, the audience, the times, and the decision. */
export default function ReviewScreen() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const broadcast = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    refetchInterval: 15_000,
  });
  const review = useQuery({
    queryKey: ['review', id],
    queryFn: () => reviews.of(id),
    refetchInterval: 15_000,
  });
  if (broadcast.data && review.data) return <Shown broadcast={broadcast.data} review={review.data} />;
  return (
    <Page title={t('reviews.one')}>
      <Asking of={[broadcast, review]} />
      <Back />
    </Page>
  );
}

/** The checks of a reviewer, which survive a reload of the page and an undone decision. */
function useLooked(
  personId: string,
  { id, submission }: Broadcast,
  { submissions, findings }: ReviewView,
): [Looked, (next: Looked) => void] {
  const no = submission?.no ?? 0;
  const [kept, setKept] = useSessionStorage<Looked>({
    key: reviewKey(personId, id),
    defaultValue: { no, acknowledged: [], pins: [] },
    getInitialValueInEffect: false,
  });
  return [lookedAt(kept, no, submissions, findings), setKept];
}

function Back() {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/tinjau" size="sm" underline="always">
      {t('reviews.back')}
    </Anchor>
  );
}

function Shown({ broadcast, review }: { broadcast: Broadcast; review: ReviewView }) {
  useReadNews(broadcast.id);
  const { t } = useTranslation();
  const { draft, state, submission, obstacles, warnings, approval } = broadcast;
  const open = state === 'in_review';
  const [begunOpen] = useState(open);
  // A reminder of a series is decided on with the others.
  const alone = open && broadcast.series === null;
  const hold = useHold(broadcast, alone);
  const discussion = useDiscussion(broadcast, 'submission');
  const others = usePresence(broadcast.id);
  const [kept, setKept] = useLooked(usePerson().personId, broadcast, review);
  const { pins } = kept;
  const setPins = (next: readonly Passage[]): void => setKept({ ...kept, pins: next });
  const acknowledged = new Set(kept.acknowledged);
  const [act, setAct] = useState<'approve' | 'reject' | null>(null);
  const decides = alone && hold.mine;
  const { unapprovable } = review;
  const marking: Marking | null = decides
    ? {
        stateOf: (mark) => stateOf(mark, acknowledged, pins),
        acknowledge: (marks, on) => {
          const ids = new Set(acknowledged);
          for (const { id } of marks) {
            if (on) ids.add(id);
            else ids.delete(id);
          }
          setKept({ ...kept, acknowledged: [...ids] });
        },
        alike: (mark) =>
          review.findings.filter(
            (other) =>
              other.id !== mark.id &&
              sayTheSame(mark, other) &&
              stateOf(other, acknowledged, pins) === 'open',
          ),
        pin: (passages) => setPins([...pins, ...passages]),
        sameWords: (chosen) => sameWordsIn(review.submissions[0]?.document.contents ?? {}, chosen, pins),
      }
    : null;
  const states = review.findings.map((mark) => stateOf(mark, acknowledged, pins));
  const undecided = states.filter((state) => state === 'open').length;
  const [keys, setKeys] = useLocalStorage({ key: 'siar-mark-keys', defaultValue: true });
  useMarkKeys(decides && keys);
  const onClose = (): void => setAct(null);
  const howMany =
    review.findings.length === 0
      ? t('marks.none')
      : marking
        ? t('marks.count', { count: review.findings.length, open: undecided })
        : t('marks.some', { count: review.findings.length });
  const checked = [howMany, ...(pins.length > 0 ? [t('marks.wrong', { count: pins.length })] : [])].join(
    ' · ',
  );
  // Faults about hours that have passed are answered by a choice in the approval.
  const inTheWay = review.missed.length > 0 ? [] : obstacles;
  return (
    <Page
      wide
      title={shownOf(broadcast).title}
      actions={<Others id={broadcast.id} of={others} />}
      aside={
        <Stack gap="xs">
          <Group gap="xs">
            <StateBadge state={state} hindrance={broadcast.hindrance} begun={broadcast.begun} />
            <KindBadge kind={draft.kind} />
            {/* An alert says until when, and why not. */}
            {broadcast.alert?.open ? null : (
              <DecideBefore decide={review.decide} unapprovable={unapprovable} />
            )}
          </Group>
          <Back />
        </Stack>
      }
    >
      {alone && <HoldNote hold={hold} />}
      {!open && <Decided broadcast={broadcast} review={review} here={begunOpen} />}
      {open && broadcast.series && (
        <Alert color="sea" role="note" title={t('series.asWhole')}>
          <SeriesLine of={broadcast.series} to={(id) => `/tinjau/${id}`} />
        </Alert>
      )}
      {/* It has the correction's title: without a note the two would be confused. */}
      {broadcast.remainderOfId && (
        <Alert color="sea" role="note">
          <Anchor component={Link} to={`/siaran/${broadcast.remainderOfId}`} size="sm" underline="always">
            {t('broadcast.remainderOf')}
          </Anchor>
        </Alert>
      )}
      <AlertNote broadcast={broadcast} />
      {open && <AskedBefore review={review} />}
      <SinceSection review={review} />
      {open && <StopActs broadcast={broadcast} />}
      {review.missed.length > 0 && (
        <Alert color="orange" title={t('late.title')}>
          <Text size="sm">{t('late.asked')}</Text>
        </Alert>
      )}
      <Sentences title={t('broadcast.obstaclesReview')} color="red" draft={draft} of={inTheWay} />
      {/* The hours of what would be sent already mention the night. */}
      <Sentences
        title={t('broadcast.warnings')}
        color="yellow"
        draft={draft}
        of={warnings.filter(({ code }) => !open || code !== 'night')}
      />
      {open && <MeetingsNote broadcast={broadcast} />}
      <ImportedNames review={review} />
      <Section title={t('texts.title')} term="mark" aside={<Text size="sm">{checked}</Text>}>
        {decides && review.findings.length > 0 && (
          <Checkbox
            size="sm"
            label={t('marks.keys')}
            checked={keys}
            onChange={(event) => setKeys(event.currentTarget.checked)}
          />
        )}
        {decides && (
          <Text size="sm" c="dimmed">
            {t('pins.help')}
          </Text>
        )}
        <TalkProvider value={discussion.talk}>
          <ReviewTexts
            broadcast={broadcast}
            review={review}
            pins={pins}
            onPin={decides ? setPins : null}
            marking={marking}
          />
        </TalkProvider>
      </Section>
      <Alternatives
        broadcast={broadcast}
        findings={review.findings.filter(({ channel }) => channel === 'easy')}
        marking={marking}
      />
      <Correction broadcast={broadcast} />
      <AudienceAndTimes broadcast={broadcast} ifApproved={open ? review.hours : null} />
      {discussion.error !== null && <ErrorNote error={discussion.error} onRetry={discussion.retry} />}
      {discussion.talk && <DiscussionSection talk={discussion.talk} adds />}
      <Review broadcast={broadcast} />
      {alone && submission && (
        <DecisionBar
          held={
            unapprovable
              ? t(`unapprovable.${unapprovable}`)
              : !approval.may && approval.why
                ? t('reviews.notYours')
                : null
          }
          clear={t(review.findings.length > 0 ? 'marks.all' : 'reviews.noPins')}
          open={undecided}
          pins={pins.length}
          decides={decides}
          mayApprove={approval.may}
          reject={t('acts.reject')}
          approve={t('acts.approve')}
          onReject={() => setAct('reject')}
          onApprove={() => setAct('approve')}
        />
      )}
      {act === 'approve' && (
        <ApproveDialog
          broadcast={broadcast}
          acknowledged={review.findings.filter(({ id }) => acknowledged.has(id))}
          onClose={onClose}
        />
      )}
      {act === 'reject' && <RejectDialog broadcast={broadcast} passages={pins} onClose={onClose} />}
    </Page>
  );
}

/** The outcome, when nothing is left to decide. @param here whether it was decided while the person looked at it */
function Decided({ broadcast, review, here }: { broadcast: Broadcast; review: ReviewView; here: boolean }) {
  const { t } = useTranslation();
  const outcome = outcomeOf(broadcast);
  const goesOut = goesOutAt(broadcast.state, review.hours);
  const said =
    outcome !== 'approved'
      ? t(`reviews.${outcome}`)
      : goesOut
        ? t('reviews.approved', {
            at: `${wallClock(goesOut.local)} ${goesOut.timeZones.map((zone) => zoneName(zone)).join('/')}`,
          })
        : t('reviews.approvedOnly');
  useEffect(() => {
    if (here) scrollTo({ top: 0 });
  }, [here]);
  return (
    <Alert color="sea" role="note" title={said}>
      <Group gap="md">
        {here && <Next after={broadcast.id} />}
        <Anchor component={Link} to={`/siaran/${broadcast.id}`} size="sm" underline="always">
          {t('reviews.toBroadcast')}
        </Anchor>
      </Group>
    </Alert>
  );
}
