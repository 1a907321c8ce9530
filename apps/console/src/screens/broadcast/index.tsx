import { Alert, Anchor, Box, Group, List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { type AnyText, type Broadcast, broadcasts, type BroadcastState } from '../../api';
import { reviews } from '../../api/reviews';
import { ApiError } from '../../http';
import { KindBadge } from '../../parts/broadcasts/badges';
import { OutcomeBadges } from '../../parts/broadcasts/outcome-badges';
import { useDiscussion } from '../../parts/comments/discussion';
import { DiscussionSection, showDiscussion } from '../../parts/comments/discussion-section';
import { openIn } from '../../parts/comments/comments.rules';
import { Asking } from '../../parts/frame/asking';
import { CannotApprove } from '../../parts/broadcasts/decide-before';
import { ChainBand, CompletesLine, CorrectedBadge, DoubtedBadge } from '../../parts/broadcasts/chain';
import { doubtKey, isTextTakenBack } from '../../parts/broadcasts/chain.rules';
import { DoubtLines } from '../../parts/sending/doubt-lines';
import { openDoubts } from '../../parts/sending/doubts.rules';
import { ReturnedNote } from '../../parts/broadcasts/returned-note';
import { SeriesLine } from '../../parts/broadcasts/series';
import { titled } from '../../parts/broadcasts/titled';
import { ErrorNote } from '../../parts/frame/error-note';
import { useReadNews } from '../../parts/frame/news';
import { Page } from '../../parts/frame/page';
import { keepRecent } from '../../parts/frame/recent';
import { problemWords } from '../../parts/refusals/refusal-words';
import { inSeveralLanguages, useSaid } from '../../parts/refusals/said';
import { thingsIn } from '../../parts/texts/findings.rules';
import { usePerson, useRoles } from '../../session';
import { clock, instant } from '../../times';
import { pinnedInAll } from '../compose/texts/pinned.rules';
import { MeetingsNote } from '../calendar/meetings-note';
import { DoubtPlaces } from './stopping/doubt-places';
import { heldByKpu } from './stopping/doubt.rules';
import { Acts, useActs } from './acts/acts';
import { AlertNote } from './content/alert-note';
import { Alternatives } from './content/alternatives';
import { AudienceAndTimes } from './content/audience-and-times';
import { Correction } from './correcting/correction';
import { COUNTING_MS } from './numbers/counted';
import { Live } from './numbers/live';
import { OVER } from './numbers/live.rules';
import { useEndTotal } from './numbers/use-course';
import layout from './numbers/live.module.css';
import { Obstacles } from './content/obstacles';
import { Review } from './acts/review';
import { DoubtedToo, LostCompanion } from './correcting/same-text';
import { lastOf, shownOf } from './content/shown.rules';
import { StopActs } from './stopping/stop-acts';
import { Texts } from './content/texts';
import Wall from './wall';
import { Cancelled, Withdrawn } from './stopping/withdrawn';

const EVERY_MS = 15_000;
/** States in which there are waves to watch. */
const WITH_WAVES: readonly BroadcastState[] = [
  'approved',
  'running',
  'paused',
  'completed',
  'cancelled',
  'expired',
];

/** States from which it may still begin: a wall that is opened early waits for it. */
const TO_COME: readonly BroadcastState[] = ['draft', 'in_review', 'rejected'];

/** One broadcast: its progress, its exact content, its audience and times, and the acts that are open. */
export default function BroadcastScreen() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  const found = useQuery({
    queryKey: ['broadcast', id],
    queryFn: () => broadcasts.get(id),
    refetchInterval: ({ state }) => (state.data?.counting ? COUNTING_MS : EVERY_MS),
  });
  if (found.isPending) return <Asking of={found} />;
  if (!found.data) {
    const gone = found.error instanceof ApiError && found.error.status === 404;
    return (
      <Page title={gone ? t('broadcast.gone') : t('broadcast.unread')}>
        <Stack align="flex-start">
          {gone ? (
            <Text>{t('broadcast.goneHelp')}</Text>
          ) : (
            <ErrorNote error={found.error} onRetry={() => void found.refetch()} />
          )}
          <Anchor component={Link} to="/siaran" underline="always">
            {t('broadcast.back')}
          </Anchor>
        </Stack>
      </Page>
    );
  }
  if (search.has('wall')) {
    if (isWatched(found.data)) return <Wall broadcast={found.data} />;
    // What was withdrawn before it began has nothing to watch: its page says so, in its frame.
    if (!TO_COME.includes(found.data.state)) return <Navigate to={`/siaran/${id}`} replace />;
    return (
      // Without the frame there is nothing around a page.
      <Box p="xl">
        <Page title={shownOf(found.data).title}>
          <Text size="xl">{t('wall.waits')}</Text>
          <Anchor component={Link} to={`/siaran/${id}`} underline="always">
            {t('wall.leave')}
          </Anchor>
        </Page>
      </Box>
    );
  }
  return <Shown broadcast={found.data} />;
}

const isWatched = ({ state, begun }: Broadcast): boolean => WITH_WAVES.includes(state) || begun;

function Shown({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  useReadNews(broadcast.id);
  const { personId } = usePerson();
  useEffect(() => keepRecent(personId, `/siaran/${broadcast.id}`), [personId, broadcast.id]);
  const { draft, state, author, organisation, remainderOfId, chain, submission } = broadcast;
  const discussion = useDiscussion(broadcast, 'submission', EVERY_MS);
  const { act, at } = lastOf(broadcast);
  const shown = shownOf(broadcast);
  const watched = isWatched(broadcast);
  const total = useEndTotal(broadcast.id, watched && OVER.includes(state));
  const sent = (
    <>
      <Texts broadcast={broadcast} />
      <Alternatives broadcast={broadcast} />
      <AudienceAndTimes broadcast={broadcast} />
      <Review broadcast={broadcast} />
    </>
  );
  return (
    <div className={layout.page}>
      <Page
        title={titled(t, shown.title, remainderOfId ? 'companion' : null)}
        aside={
          <Stack gap="xs">
            <Group gap="xs">
              <OutcomeBadges
                state={state}
                hindrance={broadcast.hindrance}
                begun={broadcast.begun}
                total={total}
              />
              <KindBadge kind={draft.kind} />
              <CorrectedBadge chain={chain} />
              <DoubtedBadge of={broadcast} />
            </Group>
            <Text size="sm" c="dimmed" maw="none">
              {t('broadcast.by', {
                author: author.name,
                organisation: organisation.name,
                when: t(`broadcast.last.${act}`, { when: instant(at) }),
              })}
            </Text>
            <SeriesLine of={broadcast.series} to={(id) => `/siaran/${id}`} />
            {remainderOfId && (
              <Anchor component={Link} to={`/siaran/${remainderOfId}`} size="sm" underline="always">
                {t('broadcast.remainderOf')}
              </Anchor>
            )}
            {remainderOfId && submission?.decision !== 'approved' && (
              <Text size="sm" c="dimmed">
                {t('companion.edited')}
              </Text>
            )}
          </Stack>
        }
        actions={<Acts broadcast={broadcast} watched={watched} />}
        wide={watched}
      >
        <ChainBand broadcast={broadcast} />
        <Withdrawn broadcast={broadcast} />
        <Cancelled broadcast={broadcast} />
        <LostCompanion broadcast={broadcast} />
        <Unapproved broadcast={broadcast} />
        <InReview broadcast={broadcast} />
        <AlertNote broadcast={broadcast} />
        <Standing broadcast={broadcast} />
        {watched ? (
          <>
            <Correction broadcast={broadcast} />
            <Live broadcast={broadcast} sent={sent} done={<StopActs broadcast={broadcast} />} />
          </>
        ) : (
          <div className={layout.plain}>
            <StopActs broadcast={broadcast} />
            <Correction broadcast={broadcast} />
            {sent}
          </div>
        )}
        {discussion.error !== null && <ErrorNote error={discussion.error} onRetry={discussion.retry} />}
        {discussion.talk && <DiscussionSection talk={discussion.talk} />}
      </Page>
    </div>
  );
}

/** What became of the correction of a companion that KPU cannot approve now, or that is not submitted by itself. */
function Unapproved({ broadcast: { state, approval, chain } }: { broadcast: Broadcast }) {
  const { unapprovable, submittable } = approval;
  const reviewed = state === 'in_review';
  if (unapprovable === null || (!reviewed && submittable)) return null;
  return (
    <Alert color="orange" role="note">
      {reviewed ? (
        <CannotApprove why={unapprovable} />
      ) : (
        <Text size="sm">{problemWords({ code: unapprovable })}</Text>
      )}
      {chain?.completes && <CompletesLine link={chain.completes} />}
    </Alert>
  );
}

/** Under review: what comes next, who reviews it, and for reviewers that may not decide the link to the review screen. */
function InReview({ broadcast: { id, state, hold, series, approval } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const reviewer = useRoles('reviewer');
  if (state !== 'in_review') return null;
  return (
    <Group gap="sm">
      {!reviewer && <Text size="sm">{t('broadcast.waits')}</Text>}
      {hold && (
        <Text size="sm" fw={500}>
          {t('hold.by', { name: hold.by.name, at: clock(hold.since) })}
        </Text>
      )}
      {reviewer && !approval.may && !series && (
        <Anchor component={Link} to={`/tinjau/${id}`} underline="always">
          {t('reviews.openDesk')}
        </Anchor>
      )}
    </Group>
  );
}

/** Obstacles, notes, and why it is stopped. */
function Standing({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const said = useSaid();
  const { id, version, draft, state, doubt, chain, submission, obstacles, warnings } = broadcast;
  const { reads: read } = broadcast;
  const next = heldByKpu(broadcast) ? doubtKey(broadcast) : null;
  const { edit: edits } = useActs(broadcast);
  // Whoever may submit it sees how many marks KPU will be shown; a broadcast under review has its own page.
  const marked = edits && state !== 'in_review';
  const review = useQuery({
    queryKey: ['review', id, version],
    queryFn: () => reviews.of(id),
    enabled: marked,
  });
  // What was read before it was submitted stays in memory: KPU has decided on it since.
  const findings = marked ? (review.data?.findings ?? []) : [];
  const marks = thingsIn(findings);
  return (
    <>
      {/* A text that a correction has shown to be wrong is in doubt no more: what holds instead is said above. */}
      {doubt && read && read !== 'corrected' && read !== 'wrong' && (
        <Alert color="red" title={t('broadcast.doubtTitle', { since: instant(doubt.since) })}>
          {isTextTakenBack(broadcast) && chain?.completes && <CompletesLine link={chain.completes} />}
          <DoubtLines of={openDoubts(broadcast.stops, doubt)} />
          <DoubtedToo broadcast={broadcast} />
          <DoubtPlaces broadcast={broadcast} />
          {state !== 'cancelled' && <Text size="sm">{t(`citizensRead.${read}`)}</Text>}
          {next && <Text size="sm">{t(next)}</Text>}
        </Alert>
      )}
      {/* Until it is submitted again, also once it is mended. */}
      {(state === 'rejected' || state === 'draft') && submission?.decision === 'rejected' && (
        <ReturnedNote
          submission={submission}
          comments={<Unresolved broadcast={broadcast} />}
          pinned={pinnedInAll(submission, (channel, language) => {
            const text: AnyText | undefined = draft.contents[channel]?.[language];
            return draft.channels.includes(channel)
              ? { subject: text?.subject ?? '', body: text?.body ?? '' }
              : null;
          })}
          {...(edits && {
            lead: ({ passage }, words) => (
              <Anchor component={Link} to={`/tulis/${id}`} state={{ passage }} size="sm" underline="always">
                {words}
              </Anchor>
            ),
          })}
        />
      )}
      {obstacles.length > 0 && (
        <Alert
          color="red"
          title={state === 'in_review' ? t('broadcast.obstaclesReview') : t('broadcast.obstacles')}
        >
          <Obstacles of={obstacles} />
          {edits && state !== 'in_review' && (
            <Anchor component={Link} to={`/tulis/${id}#periksa`} size="sm" underline="always">
              {t('broadcast.obstaclesGo')}
            </Anchor>
          )}
        </Alert>
      )}
      {(state === 'draft' || state === 'rejected') && edits && <MeetingsNote broadcast={broadcast} />}
      {(warnings.length > 0 || marks > 0) && (
        <Alert color="yellow" title={t('broadcast.warnings')}>
          <List size="sm">
            {[...new Set(warnings.map((one) => said(one, inSeveralLanguages(draft))))].map((words) => (
              <List.Item key={words}>{words}</List.Item>
            ))}
            {marks > 0 && (
              <List.Item>
                {t('broadcast.marks', { count: marks, places: findings.length })}{' '}
                {edits && (
                  <Anchor component={Link} to={`/tulis/${id}`} size="sm" underline="always">
                    {t('broadcast.marksSee')}
                  </Anchor>
                )}
              </List.Item>
            )}
          </List>
        </Alert>
      )}
    </>
  );
}

/** How many comments nobody has resolved: they stand further down the page. */
function Unresolved({ broadcast }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { talk } = useDiscussion(broadcast, 'submission');
  const open = openIn(talk?.threads ?? []);
  if (open === 0) return null;
  return (
    <Anchor component="button" type="button" size="sm" underline="always" mt="xs" onClick={showDiscussion}>
      {t('comments.unresolved', { count: open })}
    </Anchor>
  );
}
