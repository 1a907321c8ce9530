import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StateBadge } from '../../parts/broadcasts/badges';
import { useTopics } from '../../parts/broadcasts/topics';
import { Dialog } from '../../parts/forms/dialog';
import { clock, listed, wallClock } from '../../times';
import { titleOf } from './chip';
import { useCalendarContext } from './context';
import { localOf } from './days.rules';
import type { Occurrence } from './occurrences.rules';

/** A broadcast on the calendar: when it goes out where, what it meets, and what can be done with it. */
export function Details({
  of,
  onMove,
  onClose,
}: {
  of: Occurrence;
  onMove: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { shown } = useCalendarContext();
  const { topicName } = useTopics();
  const { entry, places, wall } = of;
  const meets = shown.conflicts.get(entry.id);
  return (
    <Dialog title={titleOf(t, of)} onClose={onClose}>
      <Stack gap="sm">
        <Group>
          <StateBadge state={entry.state} begun={entry.begun} />
        </Group>
        <Text fw={600}>{t('calendar.localTime', { when: wallClock(localOf(wall)) })}</Text>
        <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
          {places.map(({ timeZone, at, regions }) => (
            <Text component="li" size="sm" key={`${timeZone} ${at}`}>
              {clock(new Date(at), timeZone)} · {t('times.regionCount', { count: regions.length })}
            </Text>
          ))}
        </ul>
        <Text size="sm" c="dimmed">
          {listed(entry.channels.map((channel) => t(`channels.${channel}`)))}
          {entry.topics.length > 0 && ` · ${listed(entry.topics.map(topicName))}`}
        </Text>
        {meets && (
          <Stack gap={4}>
            <Text size="sm" fw={600}>
              ⚠ {t('calendar.meetsTitle')}
            </Text>
            <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
              {[...meets.values()].map((other) => (
                <Text component="li" size="sm" key={other.id}>
                  <Anchor component={Link} to={`/siaran/${other.id}`} fz="inherit" underline="always">
                    {other.title}
                  </Anchor>
                </Text>
              ))}
            </ul>
            <Text size="sm" c="dimmed">
              {t('calendar.meetsHelp')}
            </Text>
          </Stack>
        )}
        <Group justify="flex-end">
          <Button component={Link} to={`/siaran/${entry.id}`} variant="default">
            {t('calendar.open')}
          </Button>
          {entry.move && (
            <>
              <Button component={Link} to={`/tulis/${entry.id}`} variant="default">
                {t('acts.edit')}
              </Button>
              <Button onClick={onMove}>{t('calendar.moveIt')}</Button>
            </>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}
