import { Alert, Anchor, Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { broadcasts } from '../../api';
import type { Member, Series } from '../../api/series';
import { StateBadge } from '../../parts/broadcasts/badges';
import { dayWord } from '../../parts/broadcasts/series';
import { ErrorNote } from '../../parts/frame/error-note';
import { tell } from '../../parts/frame/toasts';
import { thingsIn } from '../../parts/texts/findings.rules';
import { useRegions } from '../../parts/regions/regions';
import { nameOf } from '../../parts/regions/regions.rules';
import { listed, wallClock } from '../../times';
import { Obstacles } from '../broadcast/content/obstacles';
import { TakeOutDialog } from './dialogs';
import type { Reviewed } from './once.rules';

/** The reminders on their way to the polling day, each with its hour, its state and what it lacks. */
export function Cards({ series, reviewed }: { series: Series; reviewed: readonly Reviewed[] | null }) {
  const { t } = useTranslation();
  return (
    <SimpleGrid
      component="ol"
      aria-label={t('series.members')}
      cols={{ base: 1, sm: Math.min(2, series.members.length), lg: Math.min(3, series.members.length) }}
      spacing="md"
      m={0}
      p={0}
      style={{ listStyle: 'none' }}
    >
      {series.members.map((member) => (
        <li key={member.id}>
          <Card
            series={series}
            member={member}
            reviewed={reviewed?.find(({ broadcast }) => broadcast.id === member.id) ?? null}
          />
        </li>
      ))}
    </SimpleGrid>
  );
}

function Card({ series, member, reviewed }: { series: Series; member: Member; reviewed: Reviewed | null }) {
  const { t } = useTranslation();
  const [taking, setTaking] = useState(false);
  const { id, title, daysBefore, state, hindrance, begun, schedule } = member;
  const day = dayWord(t, daysBefore);
  const editable =
    series.acts.compose && (state === 'draft' || state === 'rejected' || state === 'withdrawn');
  const apart = Object.keys(schedule?.perRegion ?? {}).length;
  const draft = state === 'draft' || state === 'rejected';
  const lacks = draft ? (reviewed?.broadcast.obstacles.length ?? 0) : 0;
  const marks = draft ? thingsIn(reviewed?.review.findings ?? []) : 0;
  return (
    <Paper withBorder p="md" h="100%">
      <Stack gap="xs" h="100%">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h3">
            {day}
          </Title>
          <StateBadge state={state} hindrance={hindrance} begun={begun} />
        </Group>
        <Anchor component={Link} to={`/siaran/${id}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {title}
        </Anchor>
        <Text size="sm">
          {schedule
            ? schedule.at === 'now'
              ? t('times.now')
              : t('series.localTime', { at: wallClock(schedule.at) })
            : t('series.noTime')}
        </Text>
        {apart > 0 && <Text size="sm">{t('series.apart', { count: apart })}</Text>}
        <OffDay series={series} member={member} />
        {lacks > 0 && (
          <Text size="sm" fw={600}>
            {t('series.lacks', { count: lacks })}
          </Text>
        )}
        {lacks > 0 && reviewed && <Obstacles of={reviewed.broadcast.obstacles} />}
        {marks > 0 && <Text size="sm">{t('series.marks', { count: marks })}</Text>}
        {draft && reviewed && lacks === 0 && marks === 0 && <Text size="sm">{t('series.ready')}</Text>}
        {editable && (
          <Group gap="xs" mt="auto">
            <Button
              variant="default"
              size="xs"
              component={Link}
              to={`/tulis/${id}`}
              aria-label={t('series.editOf', { day })}
            >
              {t('acts.edit')}
            </Button>
            {series.members.length > 1 && (
              <Button
                variant="subtle"
                size="xs"
                onClick={() => setTaking(true)}
                aria-label={t('series.takeOutOf', { day })}
              >
                {t('series.takeOut')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      {taking && <TakeOutDialog series={series} member={member} onClose={() => setTaking(false)} />}
    </Paper>
  );
}

/** Says that a reminder is not on its day, or that some people get it on another day than theirs. */
function OffDay({ series, member }: { series: Series; member: Member }) {
  const { t } = useTranslation();
  const known = useRegions();
  const client = useQueryClient();
  const { id, version, schedule, due, carried, daysBefore, state } = member;
  const day = dayWord(t, daysBefore);
  const again = (): Promise<unknown> =>
    Promise.all(
      [
        ['series', series.id],
        ['broadcast', id],
        ['review', id],
      ].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const move = useMutation({
    mutationFn: (to: NonNullable<Member['due']>) => broadcasts.edit(id, version, { schedule: to }),
    onSuccess: (next, to) =>
      tell({
        text: t('series.moved', { day, at: wallClock(to.at) }),
        undo: async () => {
          await broadcasts.edit(id, next.version, { schedule });
          await again();
          return t('series.movedBack', { day });
        },
      }),
    onSettled: again,
  });
  return (
    <>
      {due && (
        <Alert color="orange" role="note" title={t('series.offDay', { day })}>
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{t('series.right', { at: wallClock(due.at) })}</Text>
            {series.acts.compose && (state === 'draft' || state === 'rejected') ? (
              <Button size="xs" loading={move.isPending} onClick={() => move.mutate(due)}>
                {t('series.move')}
              </Button>
            ) : (
              <Text size="sm">{t('series.withdrawFirst')}</Text>
            )}
            {move.error && <ErrorNote error={move.error} />}
          </Stack>
        </Alert>
      )}
      {carried.length > 0 && (
        <Alert color="yellow" role="note">
          <Text size="sm">
            {t('series.carried', { regions: listed(carried.map((code) => nameOf(known, code))) })}
          </Text>
        </Alert>
      )}
    </>
  );
}
