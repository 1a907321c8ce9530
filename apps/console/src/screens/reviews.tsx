import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AlertBadge, CompanionBadge, KindBadge } from '../parts/broadcasts/badges';
import { CompletesLine } from '../parts/broadcasts/chain';
import { Asking } from '../parts/frame/asking';
import { Page } from '../parts/frame/page';
import { clock, instant, listed } from '../times';
import { type ListedReview, reviews } from '../api/reviews';
import { DecideBefore } from '../parts/broadcasts/decide-before';

/** Broadcasts that wait for this reviewer's office, the most urgent first. */
export default function Reviews() {
  const { t } = useTranslation();
  const found = useQuery({ queryKey: ['reviews'], queryFn: reviews.waiting, refetchInterval: 15_000 });
  return (
    <Page title={t('reviews.title')} aside={<Text c="dimmed">{t('reviews.about')}</Text>}>
      <Asking of={found} />
      {found.data?.length === 0 && (
        <Paper withBorder p="lg">
          <Text fw={600}>{t('reviews.none')}</Text>
          <Text c="dimmed">{t('reviews.noneHelp')}</Text>
        </Paper>
      )}
      {found.data && found.data.length > 0 && (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {found.data.map((review) => (
            <li key={review.id}>
              <Waiting review={review} />
            </li>
          ))}
        </Stack>
      )}
    </Page>
  );
}

function Waiting({ review }: { review: ListedReview }) {
  const { t } = useTranslation();
  const {
    id,
    title,
    kind,
    channels,
    regions,
    organisation,
    author,
    alert,
    completes,
    submittedAt,
    decide,
    unapprovable,
    hold,
    whyNot,
  } = review;
  return (
    <Paper withBorder p="md">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Anchor component={Link} to={`/tinjau/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
            {title}
          </Anchor>
          <Group gap="xs">
            <KindBadge kind={kind} />
            {completes && <CompanionBadge />}
            <AlertBadge alert={alert} />
          </Group>
        </Group>
        <DecideBefore decide={decide} unapprovable={unapprovable} />
        {completes && <CompletesLine link={completes} />}
        <Text size="sm" c="dimmed">
          {listed(channels.map((channel) => t(`channels.${channel}`)))} ·{' '}
          {t('times.regionCount', { count: regions })} ·{' '}
          {t('reviews.by', { author, organisation, when: instant(submittedAt) })}
        </Text>
        {hold && (
          <Text size="sm" fw={500}>
            {t('hold.by', { name: hold.by.name, at: clock(hold.since) })}
          </Text>
        )}
        {whyNot && (
          <Text size="sm" c="dimmed">
            {t('reviews.notYours')}
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
