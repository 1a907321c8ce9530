import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AlertBadge, CompanionBadge, KindBadge } from '../parts/broadcasts/badges';
import { CompletesLine } from '../parts/broadcasts/chain';
import { dayWord, SeriesBadge } from '../parts/broadcasts/series';
import { Asking } from '../parts/frame/asking';
import { Page } from '../parts/frame/page';
import { clock, instant, listed, number } from '../times';
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
          {bySeries(found.data).map(([review, ...others]) => (
            <li key={review.id}>
              <Waiting review={review} others={others} />
            </li>
          ))}
        </Stack>
      )}
    </Page>
  );
}

/** What is decided on as one: a broadcast, or the reminders of a series at the place of the most urgent one. */
function bySeries(of: readonly ListedReview[]): [ListedReview, ...ListedReview[]][] {
  const found = new Map<string, [ListedReview, ...ListedReview[]]>();
  for (const one of of) {
    const key = one.series ? `series ${one.series.id}` : one.id;
    const group = found.get(key);
    if (group) group.push(one);
    else found.set(key, [one]);
  }
  return [...found.values()];
}

function Waiting({ review, others }: { review: ListedReview; others: readonly ListedReview[] }) {
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
    times,
    decide,
    unapprovable,
    hold: own,
    whyNot,
    series,
  } = review;
  const hold = own ?? others.find((one) => one.hold)?.hold ?? null;
  const days = [review, ...others].flatMap((one) => one.series?.daysBefore ?? []).toSorted((a, b) => b - a);
  return (
    <Paper withBorder p="md">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Anchor
            component={Link}
            to={series ? `/seri/${series.id}` : `/tinjau/${id}`}
            fw={600}
            style={{ overflowWrap: 'anywhere' }}
          >
            {series?.title ?? title}
          </Anchor>
          <Group gap="xs">
            <KindBadge kind={kind} />
            {series && <SeriesBadge />}
            {completes && <CompanionBadge />}
            <AlertBadge alert={alert} />
          </Group>
        </Group>
        <DecideBefore decide={decide} unapprovable={unapprovable} />
        {series && (
          <Text size="sm" fw={500}>
            {days.map((one) => dayWord(t, one)).join(' · ')}
          </Text>
        )}
        {completes && <CompletesLine link={completes} />}
        <Text size="sm" c="dimmed">
          {listed(channels.map((channel) => t(`channels.${channel}`)))} ·{' '}
          {t('times.regionCount', { count: regions })} ·{' '}
          {t(times > 1 ? 'reviews.again' : 'reviews.by', {
            author,
            organisation,
            when: instant(submittedAt),
            times: number(times),
          })}
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
