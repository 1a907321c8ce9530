import { Alert, Badge, Box, Button, Center, Group, Loader, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Broadcast, CHANNELS, type Counts, DELIVERY_STATES } from '../../api';
import { ErrorNote } from '../../parts/error-note';
import { useRegions } from '../../parts/regions';
import { Section } from '../../parts/section';
import { clock, instant, number } from '../../times';
import { CountsTable } from './counts-table';
import { StackedBar } from './stacked-bar';
import { useProgress } from './use-progress';

/** How a broadcast goes, as it happens: bars and tables whose states sum to what was meant. */
export function Live({ broadcast: { id } }: { broadcast: Broadcast }) {
  const { t } = useTranslation();
  const { progress, link, error } = useProgress(id);
  const known = useRegions();
  const title = t('live.title');
  if (!progress) {
    return (
      <Section title={title}>
        {error || link === 'lost' ? (
          <ErrorNote error={error} title={t('live.lost')} />
        ) : (
          <Center py="md">
            <Loader size="sm" aria-label={t('loading')} />
          </Center>
        )}
      </Section>
    );
  }
  const { total, channels, regions, firstHandoverAt, endedAt, away } = progress;
  const byChannel = CHANNELS.flatMap((channel): [string, Counts][] => {
    const counts = channels[channel];
    return counts ? [[t(`channels.${channel}`), counts]] : [];
  });
  const byRegion = Object.entries(regions).map(([code, counts]): [string, Counts] => [
    known.get(code)?.name ?? code,
    counts,
  ]);
  const settled = total.targeted - total.pending - total.claimed;
  return (
    <Section
      title={title}
      aside={
        <Badge
          variant="dot"
          color={link === 'lost' ? 'orange.8' : link === 'live' ? 'green.8' : 'gray.7'}
          tt="none"
          fw={500}
          size="lg"
          role="status"
        >
          {t(`live.${link}`)}
        </Badge>
      }
    >
      <Text size="sm">
        {total.targeted === 0
          ? t('live.notYet')
          : t('live.settled', { settled: number(settled), targeted: number(total.targeted) })}
        {firstHandoverAt && ` ${t('live.since', { at: instant(firstHandoverAt) })}`}
        {endedAt && ` ${t('live.until', { at: instant(endedAt) })}`}
      </Text>
      {/* There before it has anything to say, so that it is read out. */}
      <Stack gap="xs" role="status">
        {away.map(({ channel, since }) => (
          <Alert key={channel} color="orange" p="sm">
            {t('live.away', { channel: t(`channels.${channel}`), at: clock(since) })}
          </Alert>
        ))}
      </Stack>
      {total.targeted > 0 && (
        <>
          <Stack gap="sm">
            {byChannel.map(([name, counts]) => (
              <Box key={name}>
                <Group justify="space-between" gap="xs">
                  <Text size="sm" fw={500}>
                    {name}
                  </Text>
                  <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
                    {number(counts.targeted)}
                  </Text>
                </Group>
                <StackedBar counts={counts} label={name} />
              </Box>
            ))}
          </Stack>
          <CountsTable
            caption={t('live.byChannel')}
            columns={DELIVERY_STATES}
            rows={byChannel}
            total={total}
          />
          <CountsTable
            caption={t('live.byRegion')}
            columns={DELIVERY_STATES}
            rows={byRegion}
            total={total}
            tall
          />
          <Group>
            <Button component={Link} to={`/siaran/${id}/kiriman`} variant="default">
              {t('deliveries.open')}
            </Button>
          </Group>
        </>
      )}
    </Section>
  );
}
