import { Anchor, Badge, Group, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Broadcast } from '../../api';

type SeriesLink = NonNullable<Broadcast['series']>;

/** How reminders are called by their days: `H-7`; on the polling day `Hari H`. */
export const dayWord = (t: TFunction, daysBefore: number): string =>
  daysBefore === 0 ? t('series.onDay') : t('series.before', { days: daysBefore });

/** The series of a reminder, with links to it and to its siblings. Renders nothing outside a series. */
export function SeriesLine({ of, to }: { of: SeriesLink | null; to: (id: string) => string }) {
  const { t } = useTranslation();
  if (!of) return null;
  return (
    <Group gap={6} role="group" aria-label={t('series.one')}>
      <Text size="sm">
        <Anchor component={Link} to={`/seri/${of.id}`} underline="always">
          {t('series.one')}
        </Anchor>
        :
      </Text>
      {of.members.map(({ id, daysBefore }, at) => (
        <Fragment key={id}>
          {at > 0 && (
            <Text size="sm" c="dimmed" aria-hidden>
              ·
            </Text>
          )}
          {daysBefore === of.daysBefore ? (
            <Text size="sm" fw={600} aria-current="true">
              {dayWord(t, daysBefore)}
            </Text>
          ) : (
            <Anchor component={Link} to={to(id)} size="sm" underline="always">
              {dayWord(t, daysBefore)}
            </Anchor>
          )}
        </Fragment>
      ))}
    </Group>
  );
}

/** Says that something is a whole series. */
export function SeriesBadge() {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color="sea" tt="none" fw={600}>
      {t('series.badge')}
    </Badge>
  );
}
