import { Alert, Anchor, Button, Code, Group, List, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { type Broadcast, broadcasts, type Passage } from '../../api';
import { KindBadge, StateBadge } from '../../parts/badges';
import { Asking } from '../../parts/asking';
import { Page } from '../../parts/page';
import { useSaid } from '../../parts/said';
import { Section } from '../../parts/section';
import { RejectDialog } from '../broadcast/act-dialogs';
import { AlertNote } from '../broadcast/alert-note';
import { Alternatives } from '../broadcast/alternatives';
import { ApproveDialog } from '../broadcast/approve-dialog';
import { AudienceAndTimes } from '../broadcast/audience-and-times';
import { Correction } from '../broadcast/correction';
import { Review } from '../broadcast/review';
import { shownOf } from '../broadcast/shown.rules';
import { DecideBefore } from '../../parts/decide-before';
import { HoldNote } from './hold-note';
import { ImportedNames } from './imported-names';
import { type Change, reviews, type ReviewView } from '../../api/reviews';
import { ReviewTexts } from './review-texts';
import { useHold } from './use-hold';

/** One review, top to bottom: what exactly goes out, what deserves a second look, to whom, when, and the decision. */
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

function Back() {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/tinjau" size="sm" underline="always">
      {t('reviews.back')}
    </Anchor>
  );
}

function Shown({ broadcast, review }: { broadcast: Broadcast; review: ReviewView }) {
  const { t } = useTranslation();
  const { draft, state, submission, obstacles, warnings, approval } = broadcast;
  const open = state === 'in_review';
  const hold = useHold(broadcast, open);
  const [pins, setPins] = useState<readonly Passage[]>([]);
  const [act, setAct] = useState<'approve' | 'reject' | null>(null);
  const decides = open && hold.mine;
  const onClose = (): void => setAct(null);
  const howMany =
    review.findings.length === 0
      ? t('findings.none')
      : t('findings.count', { count: review.findings.length });
  // Faults about hours that passed are answered in the approval, by a choice.
  const inTheWay = review.missed.length > 0 ? [] : obstacles;
  return (
    <Page
      title={shownOf(broadcast).title}
      aside={
        <Stack gap="xs">
          <Group gap="xs">
            <StateBadge state={state} />
            <KindBadge kind={draft.kind} />
          </Group>
          {review.decide && <DecideBefore decide={review.decide} />}
          <Back />
        </Stack>
      }
    >
      {open ? <HoldNote hold={hold} /> : <Decided broadcast={broadcast} />}
      <AlertNote broadcast={broadcast} />
      {review.missed.length > 0 && (
        <Alert color="orange" title={t('late.title')}>
          <Text size="sm">{t('late.asked')}</Text>
        </Alert>
      )}
      <Sentences title={t('broadcast.obstaclesReview')} color="red" of={inTheWay} />
      <Sentences title={t('broadcast.warnings')} color="yellow" of={warnings} />
      <ImportedNames review={review} />
      <Section title={t('texts.title')} aside={<Text size="sm">{howMany}</Text>}>
        <ReviewTexts broadcast={broadcast} review={review} pins={pins} onPin={decides ? setPins : null} />
      </Section>
      <Alternatives
        broadcast={broadcast}
        findings={review.findings.filter(({ channel }) => channel === 'easy')}
      />
      <OtherChanges changes={review.submissions[0]?.changes ?? null} />
      <Correction broadcast={broadcast} />
      <AudienceAndTimes broadcast={broadcast} />
      <Review broadcast={broadcast} />
      {open && submission && (
        <Paper withBorder p="sm" className="decision" component="section" aria-label={t('reviews.decision')}>
          <Group justify="space-between" gap="xs">
            <Text size="sm" c="dimmed" style={{ flex: '1 1 12rem' }}>
              {!approval.may && approval.why
                ? t('reviews.notYours')
                : pins.length === 0
                  ? t('reviews.noPins')
                  : t('reviews.pinned', { count: pins.length })}
            </Text>
            <Group gap="xs">
              <Button variant="default" disabled={!decides} onClick={() => setAct('reject')}>
                {t('acts.reject')}
              </Button>
              <Button disabled={!decides || !approval.may} onClick={() => setAct('approve')}>
                {t('acts.approve')}
              </Button>
            </Group>
          </Group>
        </Paper>
      )}
      {act === 'approve' && <ApproveDialog broadcast={broadcast} onClose={onClose} />}
      {act === 'reject' && <RejectDialog broadcast={broadcast} passages={pins} onClose={onClose} />}
    </Page>
  );
}

/** What became of it, once there is nothing left to decide. */
function Decided({ broadcast: { id } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  return (
    <Text size="sm">
      {t('reviews.decided')}{' '}
      <Anchor component={Link} to={`/siaran/${id}`} underline="always">
        {t('reviews.toBroadcast')}
      </Anchor>
    </Text>
  );
}

function Sentences({
  title,
  color,
  of,
}: {
  title: string;
  color: string;
  of: readonly { path: string; message: string; code?: string }[];
}) {
  const said = useSaid();
  if (of.length === 0) return null;
  return (
    <Alert color={color} title={title}>
      <List size="sm">
        {of.map((one) => (
          <List.Item key={`${one.path} ${one.message}`}>{said(one)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** What beside the texts changed since a reviewer last decided on it: the texts show their own changes. */
function OtherChanges({ changes }: { changes: Change[] | null }) {
  const { t } = useTranslation();
  const others = changes?.filter(({ path }) => !path.startsWith('contents.')) ?? [];
  if (changes === null) return null;
  return (
    <Section title={t('reviews.changed')}>
      {others.length === 0 ? (
        <Text size="sm">{t('reviews.textsAlone', { count: changes.length })}</Text>
      ) : (
        <Stack gap="xs">
          {others.map(({ path, was, is }) => (
            <Text size="sm" key={path} style={{ overflowWrap: 'anywhere' }}>
              <Code>{path}</Code> {was !== undefined && <del>{was}</del>}{' '}
              {is !== undefined && <ins>{is}</ins>}
            </Text>
          ))}
        </Stack>
      )}
    </Section>
  );
}
