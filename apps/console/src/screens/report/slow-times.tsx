import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Broadcast, broadcasts, type Channel, type Course, type Report } from '../../api';
import { haltsOf } from '../../parts/charts/rates.rules';
import { everyone } from '../../parts/sending/account.rules';
import { number, span } from '../../times';
import { curvesOf } from '../broadcast/numbers/pace';
import { annotationsIn } from '../broadcast/numbers/use-course';
import { byChannel } from './report.rules';
import { type SlowTime, slowTimes } from './slow-times.rules';

/** When each channel went far below the limit that it has now: that of then is kept nowhere. */
export function useSlowTimes(
  broadcast: Broadcast,
  report: Report,
  course: Course | undefined,
): (SlowTime & { channel: Channel; limit: number })[] {
  const { id } = broadcast;
  const limits = useQuery({
    queryKey: ['limits', id],
    queryFn: async () => (await broadcasts.progress(id)).limits,
    staleTime: Infinity,
  }).data;
  const channels = byChannel(report);
  const annotations = course ? annotationsIn(broadcast, course.outages) : [];
  const { endedAt } = report.outline;
  const curves = course && curvesOf(course, Object.fromEntries(channels), null, endedAt, annotations);
  if (!curves || !limits) return [];
  return channels.flatMap(([channel]) => {
    const limit = limits[channel] ?? null;
    const due = report.lines
      .filter((line) => line.channel === channel)
      .map((line) => ({ dueAt: line.dueAt, copies: everyone(line) - line.suppressed - line.neverListed }));
    const found = slowTimes(
      curves.steps.get(channel) ?? [],
      due,
      course.points.filter((one) => one.channel === channel),
      // A region that is tried goes on by itself while the others are held.
      haltsOf(
        annotations.filter(({ region }) => region === null),
        channel,
      ),
      limit,
    );
    return limit === null ? [] : found.map((one) => ({ ...one, channel, limit }));
  });
}

type Told = ReturnType<typeof useSlowTimes>[number];

/** When it was, and how slow. */
export const slowTimeWords = (
  t: TFunction,
  { channel, from, to, perSecond, limit }: Told,
): readonly [when: string, what: string] => [
  span(new Date(from).toISOString(), new Date(to).toISOString()),
  t('stoppages.slow', {
    channel: t(`channels.${channel}`),
    pace: number(perSecond, { maximumFractionDigits: perSecond < 10 ? 1 : 0 }),
    limit: number(limit),
  }),
];

/** When the channels were slow, a line each. Renders nothing where none was. */
export function SlowTimes({ of }: { of: readonly Told[] }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {of.map((one) => {
        const [when, what] = slowTimeWords(t, one);
        return (
          <Text component="li" size="sm" key={`${one.channel} ${one.from}`}>
            <Text span inherit fw={600} className="steady">
              {when}
            </Text>{' '}
            {what}
          </Text>
        );
      })}
    </Stack>
  );
}
