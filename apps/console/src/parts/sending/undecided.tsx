import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Undecided as Found } from '../../api';
import { lately, number } from '../../times';

/** Broadcasts that the brake stopped, and the addresses each took out: an operator decides on its page. */
export default function Undecided({
  of,
  heading = false,
}: {
  of: readonly Found[];
  /** Whether no section around it says what it lists. */
  heading?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      {heading && (
        <Text size="sm" fw={600} aria-hidden>
          {t('undecided.title')}
        </Text>
      )}
      <ul aria-label={t('undecided.title')} className="rows">
        {of.map(({ id, title, channel, addresses, brakedAt }) => (
          <Group component="li" key={`${id} ${channel}`} justify="space-between" gap="sm" py="sm">
            <Stack gap={2} miw={0} style={{ flex: '1 1 16rem' }}>
              <Anchor component={Link} to={`/siaran/${id}`} fw={600} style={{ overflowWrap: 'anywhere' }}>
                {title}
              </Anchor>
              <Text size="sm" c="dimmed">
                {t('undecided.line', {
                  addresses: number(addresses),
                  channel: t(`channels.${channel}`),
                  at: lately(brakedAt),
                })}
                . {t('undecided.todo')}
              </Text>
            </Stack>
            <Anchor
              component={Link}
              to={`/siaran/${id}`}
              size="sm"
              underline="always"
              aria-label={t('undecided.decideOf', { title })}
            >
              {t('undecided.decide')}
            </Anchor>
          </Group>
        ))}
      </ul>
    </Stack>
  );
}
