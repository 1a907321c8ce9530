import { List, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy } from 'react';
import { dispensable } from '../../late';
import { useTranslation } from 'react-i18next';
import { type Channel, operations, type OperationsView } from '../../api';
import { ChartFrame } from '../../parts/charts/chart-frame';
import { ErrorNote } from '../../parts/frame/error-note';
import { Section } from '../../parts/frame/section';
import { clock, number } from '../../times';
import { awayIn, valuesOf } from './course.rules';

const AreaOverTime = lazy(dispensable(() => import('../../parts/charts/area-over-time')));

/** Asked again, in ms; a point is three minutes. */
const EVERY_MS = 30_000;
const HEIGHT = 120;

type Points = Awaited<ReturnType<typeof operations.course>>['points'];

/** What went out by each channel in the last hours, and what waited: in words first, then as curves. */
export function Course({ channels, events }: Pick<OperationsView, 'channels' | 'events'>) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ['operations', 'course'],
    queryFn: operations.course,
    refetchInterval: EVERY_MS,
  });
  if (!found.data) return found.error ? <ErrorNote error={found.error} /> : null;
  const { points, hours } = found.data;
  const to = found.dataUpdatedAt;
  const span = [to - hours * 3_600_000, to] as const;
  return (
    <Section title={t('course.title')}>
      {points.length === 0 ? (
        <Text size="sm">{t('course.none', { hours })}</Text>
      ) : (
        <>
          <List size="sm">
            {channels.map(({ channel }) => (
              <List.Item key={channel}>
                <Words channel={channel} points={points.filter((one) => one.channel === channel)} />
              </List.Item>
            ))}
          </List>
          <SimpleGrid cols={{ base: 1, md: 3 }}>
            {channels.map(({ channel, rate, accounts }) => (
              <Curves
                key={channel}
                channel={channel}
                points={points}
                span={span}
                limit={rate}
                // Of several accounts, one that is away leaves the channel to the others.
                away={accounts.length === 1 && accounts[0] ? awayIn(events, accounts[0].name, span) : []}
              />
            ))}
          </SimpleGrid>
        </>
      )}
    </Section>
  );
}

function Words({ channel, points }: { channel: Channel; points: Points }) {
  const { t } = useTranslation();
  const name = t(`channels.${channel}`);
  const peak = Math.max(0, ...points.map(({ perSecond }) => perSecond));
  if (peak === 0) return t('course.idle', { channel: name });
  return t('course.busiest', {
    channel: name,
    peak: number(peak, { maximumFractionDigits: 1 }),
    handed: number(points.reduce((sum, { handed }) => sum + handed, 0)),
    waiting: number(Math.max(0, ...points.map(({ waiting }) => waiting))),
  });
}

function Curves({
  channel,
  points,
  span,
  limit,
  away,
}: {
  channel: Channel;
  points: Points;
  span: readonly [number, number];
  limit: number | null;
  away: readonly (readonly [number, number])[];
}) {
  const { t } = useTranslation();
  const name = t(`channels.${channel}`);
  const own = points.filter((one) => one.channel === channel);
  const rows = own
    .toReversed()
    .map(({ at, perSecond, waiting }) => [
      clock(at),
      number(perSecond, { maximumFractionDigits: 1 }),
      number(waiting),
    ]);
  return (
    <Stack gap="sm" miw={0}>
      <ChartFrame
        title={t('course.perSecond', { channel: name })}
        height={HEIGHT}
        head={[t('curve.time'), t('curve.perSecond'), t('course.waits')]}
        rows={rows}
      >
        <AreaOverTime
          values={valuesOf(points, channel, 'perSecond', span)}
          span={span}
          height={HEIGHT}
          limit={limit}
          limitName={t('curve.limit', { limit: number(limit ?? 0) })}
          unit={(value) => t('curve.unit', { value })}
          away={away}
        />
      </ChartFrame>
      <ChartFrame title={t('course.waiting', { channel: name })} height={HEIGHT} head={[]} rows={[]}>
        <AreaOverTime
          values={valuesOf(points, channel, 'waiting', span)}
          span={span}
          height={HEIGHT}
          unit={(value) => t('course.waitingUnit', { value })}
          away={away}
        />
      </ChartFrame>
      {away.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('course.away')}{' '}
          {away.map(([from, to]) => `${clock(new Date(from))} – ${clock(new Date(to))}`).join(', ')}
        </Text>
      )}
    </Stack>
  );
}
